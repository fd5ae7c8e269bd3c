"""The section `metrics`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Metric(PlanRow):
    """A figure that shows whether the release goes well."""

    OPERATORS = tuple((sign, sign) for sign in ("<", "<=", ">", ">=", "=", "!="))
    PURPOSES = (("目标", _("目标")), ("门禁", _("门禁")), ("回滚", _("回滚")))

    section = Section(
        "metrics", _("关键指标"), order=720, identity=("name", "purpose"), group_by="category"
    )

    category = Line(_("类别"), width=140)
    name = Line(_("指标"), width=180)
    operator = Choice(_("比较"), of=OPERATORS, width=70)
    threshold = Line(_("阈值"), width=100)
    unit = Line(_("单位"), width=80)
    query = Prose(_("查询 (PromQL)"), code=True, width=260)
    purpose = Choice(_("用途"), of=PURPOSES, width=80)
