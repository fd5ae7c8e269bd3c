"""What the cell 依赖 of a stage is told: which entries nobody understands, and how to write them."""

from django.utils.translation import gettext as _

from gray.dependencies import read_need
from gray.needs.base import Need
from ground.words import in_row
from plans.helping import Help, Offer, Scene, helper
from plans.helping.helper import INFO, WARN


@helper("stage_needs")
def stage_needs(scene: Scene) -> Help:
    """The forms to choose from while the cell is empty, or where an entry is no dependency."""
    entries = [str(one) for one in scene.row.get(scene.field) or []]
    unclear = [text for text in entries if read_need(text) is None]
    forms = tuple(str(kind.form) for kind in Need.kinds)
    if unclear:
        text = _("看不懂：%(entries)s。可以这样写：") % {"entries": in_row(unclear)}
        return Help(WARN, text, forms, tuple(_meant(scene, entries, one) for one in unclear[:2]))
    if entries:
        return Help(INFO, _("这些都满足才放到这一阶段；之后每次放量前也要满足。"))
    return Help(INFO, _("没有依赖。要等别的先做完时可以这样写："), forms)


def _meant(scene: Scene, entries: list[str], unclear: str) -> Offer:
    """A bare name is mostly an application."""
    better = _("应用 %(name)s") % {"name": unclear}
    text = in_row(better if one == unclear else one for one in entries)
    return Offer(_("改为 %(name)s") % {"name": better}, scene.field, text)
