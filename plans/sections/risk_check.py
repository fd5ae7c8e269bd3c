"""The section `risk_checks`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Flag, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section


class RiskCheck(PlanRow):
    """One line of the norm's checklist on money loss or stability."""

    KINDS = (("资损", _("资损")), ("稳定性", _("稳定性")))

    section = Section(
        "risk_checks", _("资损与稳定性检查"), order=630, identity=("item",), group_by="kind"
    )

    kind = Choice(_("类型"), of=KINDS, width=90)
    item = Line(_("检查项"), width=240)
    involved = Flag(_("是否涉及"), width=90)
    indirect = Flag(_("是否间接涉及"), width=110)
    at_risk = Flag(_("是否有风险"), width=100)
    assessment = Prose(_("影响评估"), width=300)
