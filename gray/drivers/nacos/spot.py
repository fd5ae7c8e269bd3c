"""Where in a configuration the switch stands (pure): all of it, one property, or one JSON value.

    dataId             the whole content is the value
    dataId#key         one line of a properties file
    dataId#/a/b        one value of a JSON document (RFC 6901)

Everything around it stays as it is, to the letter.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gray.drivers.base import DriverError, Place
from gray.drivers.nacos import pointers, properties

YAML = (".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class Spot:
    """One configuration, and the place inside it; `inside` is empty for all of it."""

    data_id: str
    group: str
    inside: str = ""

    def text_in(self, content: str | None) -> str | None:
        """The switch's text, None when it is not there. Raises DriverError."""
        if content is None or not self.inside:
            return content
        if self.inside.startswith("/"):
            return pointers.text_at(content, self.inside)
        return properties.value_of(content, self.inside)

    def content_with(self, content: str | None, text: str) -> str:
        """The content with that text in its place. Raises DriverError."""
        if not self.inside:
            return text
        if content is None:
            raise DriverError(
                _("Nacos 里没有配置 %(data_id)s（分组 %(group)s），请先建好它，或核对“配置键”。")
                % {"data_id": self.data_id, "group": self.group}
            )
        if self.inside.startswith("/"):
            return pointers.replaced(content, self.inside, text)
        return properties.replaced(content, self.inside, text)


def spot_of(place: Place, group: str) -> Spot:
    """What the ramp's 配置键 names; its 命名空间 is the group. Raises DriverError."""
    data_id, _mark, inside = (place.key or place.flag).partition("#")
    if inside and not inside.startswith("/") and data_id.casefold().endswith(YAML):
        raise DriverError(
            _(
                "“%(data_id)s”是 YAML，改不了里面的单个键，请把开关放进单独的配置，或 properties、JSON 里。"
            )
            % {"data_id": data_id}
        )
    return Spot(data_id, place.namespace or group, inside)
