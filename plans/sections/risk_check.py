"""The section `risk_checks`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Flag, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class RiskCheck(PlanRow):
    """One line of the norm's checklist on money loss or stability."""

    KINDS = (("资损", _("资损")), ("稳定性", _("稳定性")))

    section = Section(
        "risk_checks",
        _("资损与稳定性检查"),
        order=630,
        identity=("item",),
        group_by="kind",
        headings=said(
            "资损与稳定性检查 资损风险评估 稳定性风险评估 资损评估 稳定性评估 "
            "资损风险checklist 稳定性风险checklist 资损检查 稳定性检查 资损风险 "
            "稳定性风险 资损防控 资金安全检查 money-loss-and-stability-checks"
        ),
        told={"kind": (("资损", "资损|资金"), ("稳定性", "稳定性|稳定"))},
        synonyms={
            "kind": said("类型 检查类型 kind type"),
            "item": said("风险类型 评估项 检查项 风险项 检查点 评估点 项目 检查内容 item check"),
            "involved": said("是否涉及 涉及 involved"),
            "indirect": said(
                "是否间接涉及 间接涉及 是否间接影响 间接影响 indirect indirectly-involved"
            ),
            "at_risk": said(
                "是否有风险 是否有资损风险 是否有资金风险 是否有稳定性风险 有风险 是否存在风险 存在风险 at-risk"
            ),
            "assessment": said(
                "影响评估 评估 评估结果 评估说明 影响 说明 备注 评估结论 assessment "
                "evaluation remark"
            ),
        },
    )

    kind = Choice(_("类型"), of=KINDS, width=90)
    item = Line(_("检查项"), width=240)
    involved = Flag(_("是否涉及"), width=90)
    indirect = Flag(_("是否间接涉及"), width=110)
    at_risk = Flag(_("是否有风险"), width=100)
    assessment = Prose(_("影响评估"), width=300)
