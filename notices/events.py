from django.utils.translation import gettext_lazy as _

from ground.kinds import EventKind

MESSAGE_RESENT = EventKind("message.resent", _("重新发送了通知“{subject}”（{address}）"))
ROBOT_ADDED = EventKind("robot.added", _("添加了机器人“{name}”"))
ROBOT_CHANGED = EventKind("robot.changed", _("修改了机器人“{name}”：{fields}"))
ROBOT_PAUSED = EventKind("robot.paused", _("暂停了机器人“{name}”"), "warn")
ROBOT_RESUMED = EventKind("robot.resumed", _("重新启用了机器人“{name}”"))
ROBOT_DELETED = EventKind("robot.deleted", _("删除了机器人“{name}”"), "bad")
ROBOT_TESTED = EventKind("robot.tested", _("向机器人“{name}”发了测试消息：{outcome}"))
ROBOT_SUBSCRIBED = EventKind("robot.subscribed", _("让机器人“{name}”收这里的通知"))
ROBOT_UNSUBSCRIBED = EventKind("robot.unsubscribed", _("不再让机器人“{name}”收这里的通知"))
