"""What the log says of announcements."""

from django.utils.translation import gettext_lazy as _

from ground.kinds import EventKind

TOLD = EventKind("announcement.told", _("通知了“{moment}”：{people} 人，{robots} 个机器人"))
RESENT = EventKind("announcement.resent", _("重新发送了给 {who} 的通知“{opening}”"))
