"""Names that brokers take, and versions that may change."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from plans.brokers import EVERYWHERE, GROUP_EVERYWHERE, group_refusal, names_in, topic_refusal
from plans.findings.placeholders import is_placeholder
from plans.findings.queues import tidy
from plans.findings.snapshots import released
from plans.helping.helper import BAD, INFO, WARN, Help, Offer, Scene, helper


@helper("topic_name")
def topic(scene: Scene) -> Help | None:
    """The naming rule where it is broken, or where some broker would break on the name."""
    rule = _("通用规则：字母开头，只用字母、数字、_ 和 -，3 到 60 个字符。")
    return _named(scene, topic_refusal, EVERYWHERE.fullmatch, rule)


@helper("group_name")
def group(scene: Scene) -> Help | None:
    rule = _("通用规则：以 GID_ 或 GID- 开头，只用字母、数字、_ 和 -，最多 64 个字符。")
    return _named(scene, group_refusal, GROUP_EVERYWHERE.fullmatch, rule)


def _named(
    scene: Scene, refusal: Callable[[str], str], fits: Callable[[str], object], rule: str
) -> Help | None:
    if not scene.text or is_placeholder(scene.text):
        return None
    for name in names_in(scene.text):
        if why := refusal(name):
            return Help(BAD, why, (rule,), _tidied(scene, name, refusal))
    odd = [name for name in names_in(scene.text) if not fits(name)]
    return Help(INFO, rule, tuple(odd)) if odd else None


def _tidied(scene: Scene, name: str, refusal: Callable[[str], str]) -> tuple[Offer, ...]:
    better = tidy(name)
    if refusal(better):
        return ()
    text = scene.text.replace(name, better)
    return (Offer(_("改为 %(name)s") % {"name": better}, scene.field, text),)


@helper("snapshot")
def snapshot(scene: Scene) -> Help | None:
    """A version that may change under one's feet."""
    left = released(scene.text)
    if left is None:
        return None
    offers = (Offer(_("改为 %(name)s") % {"name": left}, scene.field, left),) if left else ()
    return Help(WARN, _("快照版本会变，请换成正式版本。"), (), offers)
