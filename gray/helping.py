"""What a configuration key holds outside now, for the cells of 配置项 and 回滚开关."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gray.choosing import every_driver
from gray.drivers.base import DriverError, Place
from gray.secrets import is_secret
from plans.helping import Help, Offer, Scene, helper
from plans.helping.helper import INFO, OK, WARN


@helper("live_value")
def live_value(scene: Scene) -> Help | None:
    """The live value beside those that the row names; nothing while no driver knows the key.

    Only for who may write the row, and of what looks like a secret only whether the value is the
    one that the row has.
    """
    if not scene.may_edit or not scene.text or not scene.said("application"):
        return None
    return next((_compared(scene, *one) for one in _answers(scene)), None)


def _answers(scene: Scene) -> Iterator[tuple[str, str | None]]:
    """(driver's label, value) of each driver that knows the key; no value when it failed."""
    place = Place(
        scene.said("environment"), "", "", scene.said("application"), scene.said("namespace"),
        scene.text, "",
    )  # fmt: skip
    for driver in every_driver(scene.said("environment")):
        try:
            found = driver.live(place)
        except DriverError:
            yield driver.setup.name or str(driver.label), None
            continue
        if found is not None:
            yield driver.setup.name or str(driver.label), found


def _compared(scene: Scene, label: str, value: str | None) -> Help:
    if value is None:
        return Help(WARN, _("%(where)s 暂时读不到现值。") % {"where": label})
    if is_secret(scene.text) or is_secret(value):
        return _veiled(label, is_same=value == scene.said("value"))
    words = {"where": label, "value": value[:200]}
    if value == scene.said("value"):
        return Help(OK, _("%(where)s 现值已经是 %(value)s。") % words)
    before = scene.said("old_value")
    if before and before != value:
        text = _("%(where)s 现值是 %(value)s，与填的原值不一样。") % words
        return Help(WARN, text, (), _take_over(scene, value))
    offers = () if before else _take_over(scene, value)
    return Help(INFO, _("%(where)s 现值是 %(value)s。") % words, (), offers)


def _veiled(label: str, *, is_same: bool) -> Help:
    if is_same:
        return Help(OK, _("%(where)s 现值和这一行填的一样。") % {"where": label})
    return Help(
        INFO, _("%(where)s 现值和这一行填的不一样；看上去有密钥，现值不显示。") % {"where": label}
    )


def _take_over(scene: Scene, value: str) -> tuple[Offer, ...]:
    if scene.key != "configs":
        return ()
    return (Offer(_("原值填 %(value)s") % {"value": value[:40]}, "old_value", value),)
