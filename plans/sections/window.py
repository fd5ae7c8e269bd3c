"""The section `windows`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Clock, Days, Line
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Window(PlanRow):
    """Weekly times in which this plan may change production; the end may lie past midnight."""

    section = Section("windows", _("变更窗口"), order=700, identity=("start", "end"))

    days = Days(_("星期"), width=180)
    start = Clock(_("开始"), width=90)
    end = Clock(_("结束"), width=90)
    note = Line(_("说明"))
