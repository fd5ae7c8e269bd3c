"""What can happen to the installation's calendar."""

from django.utils.translation import gettext_lazy as _

from ground.kinds import EventKind

ADDED = EventKind("calendar.added", _("新增{kind}：{title}"))
CHANGED = EventKind("calendar.changed", _("修改{kind}：{title}"))
DELETED = EventKind("calendar.deleted", _("删除{kind}：{title}"))
SEEDED = EventKind("calendar.seeded", _("写入 {year} 年工作日 {count} 天"))
