"""The section `stages`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line, Number, Prose, Span, Whole
from plans.tables.row import PlanRow
from plans.tables.section import Section


class Stage(PlanRow):
    """One step of a ramp, held for a time."""

    section = Section("stages", _("灰度阶段"), order=708, identity=("ramp", "position"), ordered=True, group_by="ramp")

    ramp = Line(_("灰度名称"), width=150)
    position = Whole(_("序号"), width=60)
    audience = Line(_("对象"), width=200)
    percent = Number(_("比例 %"), width=80)
    machines = Whole(_("机器数"), width=80)
    hold = Span(_("观察时长"), width=100)
    approval = Line(_("签字"), width=120)
    note = Prose(_("说明"), width=260)
