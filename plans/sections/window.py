"""The section `windows`."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plans.tables.cells import Clock, Days, Line
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Window(PlanRow):
    """Weekly times in which this plan may change production; the end may lie past midnight."""

    section = Section(
        "windows",
        pgettext_lazy("plural", "变更窗口"),
        order=700,
        identity=("start", "end"),
        headings=said(
            "变更窗口 变更窗口期 变更时间窗口 可变更时间 变更时间窗 允许变更时间 窗口期 "
            "灰度窗口 可发布时间 允许发布时间 发布窗口期 放量窗口 change-windows "
            "change-window allowed-times maintenance-windows"
        ),
        synonyms={
            "days": said("星期 周几 日期 适用日期 天 days weekday day"),
            "start": said("开始 开始时间 时间段 时间 时段 起始时间 窗口 start from time"),
            "end": said("结束 结束时间 截止时间 end to until"),
            "note": said("说明 备注 描述 note remark description"),
        },
    )

    days = Days(_("星期"), width=180)
    start = Clock(_("开始"), width=90)
    end = Clock(_("结束"), width=90)
    note = Line(_("说明"))
