"""How a share is written into a key that holds text, and read back from it (pure).

The ramp's column 写入格式 says how:

    number (or nothing)   the percentage: 0, 1, 0.5, 100
    boolean               true for everybody, false for nobody, nothing between
    a template            any text with {{percent}} in it, and where it is wanted
                          {{remaining}}, {{fraction}}, {{users}}, {{machines}}
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from gray.bucket import EVERYBODY, percent_of, share_of
from gray.drivers.base import DriverError, Exposure, Place, Shown

NUMBER = frozenset({"", "number", "数字", "百分比", "percent", "integer", "整数", "比例"})
BOOLEAN = frozenset({"boolean", "bool", "布尔", "开关", "true/false", "on/off", "switch"})
_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_LISTS = ("users", "machines")


@dataclass(frozen=True, slots=True)
class Written:
    """The text of one key; `place.format` is its form."""

    place: Place

    def text_of(self, exposure: Exposure) -> str:
        """What the key must hold. Raises DriverError when the form cannot say it."""
        if not exposure.enabled:
            return self.off
        if self.is_boolean:
            return self._boolean(exposure)
        if "{{" not in self.place.format:
            return str(percent_of(exposure.share))
        facts = _facts(exposure)
        return _FIELD.sub(lambda found: facts.get(found[1], found[0]), self.place.format)

    def shown(self, text: str | None) -> Shown:
        """What a key with this text lets in; a missing key lets nobody in."""
        if text is None or text.strip() == self.off.strip():
            return Shown(0, text or "")
        if self.is_boolean:
            return self._shown_boolean(text)
        if "{{" in self.place.format:
            return self._shown_template(text)
        return Shown(_share(text), text[:200])

    @property
    def is_boolean(self) -> bool:
        return self.place.format.strip().casefold() in BOOLEAN

    @property
    def off(self) -> str:
        """The value that rolls back: the plan's own, else what 0 % is in this form."""
        if self.place.off_value:
            return self.place.off_value
        if self.is_boolean:
            return "false"
        if "{{" in self.place.format:
            return self.text_of(Exposure(0))
        return "0"

    @property
    def on(self) -> str:
        return self.place.on_value or "true"

    def _boolean(self, exposure: Exposure) -> str:
        if exposure.share >= EVERYBODY:
            return self.on
        if exposure.share or exposure.users or exposure.machines:
            raise DriverError(
                _("这个开关只有开和关（写入格式是布尔），不能只放 %(percent)s%% 或部分用户。")
                % {"percent": percent_of(exposure.share)}
            )
        return self.off

    def _shown_boolean(self, text: str) -> Shown:
        if text.strip() == self.on.strip() or text.strip().casefold() == "true":
            return Shown(EVERYBODY, text[:200])
        is_off = text.strip().casefold() == "false"
        return Shown(0 if is_off else None, text[:200])

    def _shown_template(self, text: str) -> Shown:
        """The template read backwards; anything around the fields has to be as written."""
        found = _backwards(self.place.format).fullmatch(text.strip())
        if found is None:
            return Shown(None, text[:200])
        said = found.groupdict()
        lists = {name: _members(said[name]) if name in said else None for name in _LISTS}
        return Shown(_share_in(said), text[:200], lists["users"], lists["machines"])


def _facts(exposure: Exposure) -> dict[str, str]:
    percent = percent_of(exposure.share)
    return {
        "percent": str(percent),
        "remaining": str(percent_of(EVERYBODY - exposure.share)),
        "fraction": format((Decimal(exposure.share) / EVERYBODY).normalize(), "f"),
        "users": ",".join(exposure.users),
        "machines": ",".join(exposure.machines),
    }


def _backwards(template: str) -> re.Pattern[str]:
    parts, at, seen = [], 0, set[str]()
    stripped = template.strip()
    for found in _FIELD.finditer(stripped):
        parts.append(re.escape(stripped[at : found.start()]))
        name, at = found[1], found.end()
        inside = r"[^\"\\]*?" if name in _LISTS else r"[-+.\d]+"
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{inside})")
        seen.add(name)
    return re.compile("".join([*parts, re.escape(stripped[at:])]), re.DOTALL)


def _share_in(said: dict[str, str]) -> int | None:
    if "percent" in said:
        return _share(said["percent"])
    if "remaining" in said:
        rest = _share(said["remaining"])
        return None if rest is None else EVERYBODY - rest
    return _share(said.get("fraction", ""), of=Decimal(100))


def _share(text: str, of: Decimal = Decimal(1)) -> int | None:
    """Hundredths of a percent, None when the text is no percentage."""
    words = text.strip().rstrip("%％").strip()
    if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", words):
        return None
    percent = Decimal(words) * of
    return share_of(percent) if 0 <= percent <= 100 else None


def _members(text: str) -> frozenset[str]:
    return frozenset(name for name in text.split(",") if name)
