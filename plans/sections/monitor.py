"""The section `monitors`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Monitor(PlanRow):
    """What is watched, and where."""

    section = Section(
        "monitors",
        _("监控"),
        order=730,
        identity=("item",),
        headings=said(
            "监控 可监控 监控项 监控告警 监控方案 监控配置 监控大盘 监控计划 告警 "
            "告警配置 监控清单 监控报警 新增监控 监控与告警 日志监控 观测 monitoring "
            "monitors alerts alerting observability dashboards"
        ),
        lines="item",
        synonyms={
            "item": said(
                "监控项 监控内容 监控对象 告警项 监控名称 名称 内容 监控点 大盘 监控 "
                "告警名称 item monitor alert name dashboard"
            ),
            "kind": said("类型 监控类型 监控方式 方式 告警方式 kind type"),
            "owner": said("负责人 责任人 关注人 告警接收人 接收人 owner assignee receiver"),
            "link": said("链接 地址 监控地址 大盘地址 监控链接 url link dashboard-url"),
        },
    )

    item = Line(_("监控项"), width=260)
    kind = Line(_("类型"))
    owner = Line(_("负责人"), people=True)
    link = Line(_("链接"), width=260)
