from django.utils.translation import gettext_lazy as _

from ground.kinds import EventKind

HOST_ALLOWED = EventKind("host.allowed", _("允许向主机 {host} 发请求"), "warn")
HOST_WITHDRAWN = EventKind("host.withdrawn", _("不再允许向主机 {host} 发请求"))
