"""The section `topics`."""

from django.utils.translation import gettext_lazy as _

from plans.tables.cells import Line, Prose
from plans.tables.row import TickedRow
from plans.tables.section import Section
from plans.tables.words import said


class Topic(TickedRow):
    """A topic this release creates, changes or consumes."""

    section = Section(
        "topics",
        _("消息队列"),
        order=430,
        identity=("topic", "group"),
        recorders=("ops",),
        enough=("topic",),
        helpers={"topic": ("topic_name",), "group": ("group_name",)},
        headings=said(
            "消息队列 消息队列申请创建 mq mq变更 消息 topic topics topic变更 消息变更 "
            "kafka rocketmq rabbitmq 消息中间件 消息topic mq申请 topic申请 "
            "message-queue messaging"
        ),
        synonyms={
            "name": said("消息种类 消息类型 消息名称 消息 业务 消息说明 message name"),
            "topic": said("topic topic名称 主题 队列 队列名 队列名称 exchange queue"),
            "group": said(
                "gid group groupid group-id consumer-group consumergroup 消费组 消费者组 "
                "消费分组 消费组名 producergroup 订阅组"
            ),
            "note": said(
                "消费端业务说明 说明 备注 描述 业务说明 用途 消费说明 note description remark"
            ),
        },
    )

    name = Line(_("消息种类"), width=140)
    topic = Line(_("Topic"), code=True, width=280)
    group = Line(_("GID"), code=True, width=280)
    note = Prose(_("消费端业务说明"))
