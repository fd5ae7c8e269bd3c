"""What can happen to comments. The log keeps a digest of the words, not the words."""

from django.utils.translation import gettext_lazy as _

from ground.kinds import EventKind

ADDED = EventKind("comment.added", _("评论了“{section}{title}”"))
CHANGED = EventKind("comment.changed", _("修改了“{section}{title}”的一条评论"))
DELETED = EventKind("comment.deleted", _("删除了“{section}{title}”的一条评论"))
RESOLVED = EventKind("thread.resolved", _("把“{section}{title}”的评论标为已解决"), "ok")
REOPENED = EventKind("thread.reopened", _("重新打开了“{section}{title}”的评论"))
