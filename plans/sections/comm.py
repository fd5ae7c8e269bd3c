"""The section `comms`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line, Prose
from plans.tables.row import PlanRow
from plans.tables.section import Section
from plans.tables.words import said


class Comm(PlanRow):
    """Who is told what, and when."""

    section = Section(
        "comms",
        _("沟通计划"),
        order=800,
        identity=("moment", "content"),
        headings=said(
            "通知 通报 信息同步 消息同步 对外通知 沟通与通知 通知与沟通 沟通计划 通知计划 沟通 发布通知 沟通安排 通知安排 发布前通知 发布中通知 "
            "发布后通知 沟通机制 通知机制 消息通知 公告 发布公告 通告计划 communication "
            "communications communication-plan notifications announcements"
        ),
        synonyms={
            "moment": said(
                "时点 时间 时间点 通知时间 时机 时间节点 阶段 节点 发送时间 沟通时间 moment "
                "when time timing"
            ),
            "audience": said(
                "对象 通知对象 受众 接收人 通知人员 沟通对象 范围 通知范围 收件人 通知人 "
                "audience to recipients who stakeholders"
            ),
            "channel": said(
                "渠道 方式 通知方式 沟通方式 途径 通知渠道 沟通渠道 channel via medium"
            ),
            "content": said(
                "内容 通知内容 沟通内容 事项 说明 主题 消息内容 通知事项 content message "
                "what subject"
            ),
        },
    )

    moment = Line(_("时点"), width=140)
    audience = Line(_("对象"))
    channel = Line(_("渠道"))
    content = Prose(_("内容"), width=360)
