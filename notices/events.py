from django.utils.translation import gettext_lazy as _

from ground.kinds import EventKind

MESSAGE_RESENT = EventKind("message.resent", _("重新发送了通知“{subject}”（{address}）"))
