"""What can happen to attachments. The log keeps their digests, so that the bytes can be proven."""

from django.utils.translation import gettext_lazy as _

from ground.kinds import EventKind

ADDED = EventKind("attachment.added", _("在“{section}{title}”上传了附件 {name}"))
REMOVED = EventKind("attachment.removed", _("删除了“{section}{title}”的附件 {name}"), "warn")
