"""What a cell of SQL does, what is dangerous about it, and a draft of the way back."""

from django.utils.translation import gettext as _

from ground.words import in_row
from plans.findings.placeholders import is_placeholder
from plans.findings.statements import DRAFT, RISKS, draft
from plans.helping.helper import INFO, WARN, Help, Offer, Scene, helper
from plans.sqltext import Script, read_sql


@helper("sql")
def told(scene: Scene) -> Help | None:
    """Kind, verbs, tables and risks of the statement."""
    if not scene.text or is_placeholder(scene.text):
        return None
    script = read_sql(scene.text)
    if not script.statements:
        return Help(WARN, _("这条 SQL 读不懂，没有自动检查，请人工核对。"))
    risks = tuple(
        str(RISKS[risk]) % {"verb": one.verb, "tables": in_row(one.tables) or "—"}
        for risk, one in script.risky()
    )
    return Help(WARN if risks else INFO, _summary(script), risks, _offers(scene, script))


def _summary(script: Script) -> str:
    kinds = " + ".join(script.kinds) or _("不改数据")
    words = {"kind": kinds, "verbs": in_row(script.verbs), "tables": in_row(script.tables)}
    if not script.tables:
        return _("%(kind)s：%(verbs)s") % words
    return _("%(kind)s：%(verbs)s，涉及 %(tables)s") % words


def _offers(scene: Scene, script: Script) -> tuple[Offer, ...]:
    """The parsed kind where another is declared, and a way back where none is written."""
    offers = []
    if len(script.kinds) == 1 and scene.said("kind") != script.kinds[0]:
        kind = script.kinds[0]
        offers.append(Offer(_("类型填 %(kind)s") % {"kind": kind}, "kind", kind))
    if script.undo and not scene.said("rollback"):
        offers.append(Offer(_("填入回滚草稿"), "rollback", draft(script.undo)))
    return tuple(offers)


@helper("sql_undo")
def way_back(scene: Scene) -> Help | None:
    """A proposal for an empty rollback, for statements of which the way back is plain."""
    undo = "" if scene.text else read_sql(scene.said("statement")).undo
    if not undo:
        return None
    offer = Offer(_("填入回滚草稿"), scene.field, draft(undo))
    return Help(INFO, str(DRAFT), tuple(undo.split("\n")[:5]), (offer,))
