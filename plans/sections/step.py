"""The section `steps`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Choice, Flag, Line, Moment, Prose, Whole
from plans.tables.row import TickedRow
from plans.tables.section import Section


class Step(TickedRow):
    """One step of the run book."""

    PHASES = (
        ("准备", _("准备")),
        ("发布", _("发布")),
        ("验证", _("验证")),
        ("回滚", _("回滚")),
        ("善后", _("善后")),
    )

    section = Section(
        "steps",
        _("执行步骤"),
        order=510,
        identity=("action",),
        ordered=True,
        group_by="phase",
        recorders=("ops",),
    )

    phase = Choice(_("阶段"), of=PHASES, width=80)
    group = Line(_("分组"), width=120)
    group_minutes = Whole(_("分组时限（分钟）"), width=90)
    position = Whole(_("序号"), width=60)
    action = Prose(_("操作"), width=320)
    owner = Line(_("负责人"), people=True, width=110)
    planned_start = Moment(_("计划开始"), width=140)
    planned_end = Moment(_("计划结束"), width=140)
    minutes = Whole(_("预计分钟"), width=80)
    reversible = Flag(_("可逆"), width=70)
    actual_start = Moment(_("实际开始"), progress=True)
    actual_end = Moment(_("实际结束"), progress=True)
