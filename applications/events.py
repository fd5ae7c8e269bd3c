"""What can happen to the list of applications."""

from django.utils.translation import gettext_lazy as _

from ground.kinds import EventKind

ADDED = EventKind("application.added", _("新增应用 {title}"))
CHANGED = EventKind("application.changed", _("修改应用 {title} 的{fields}"))
RENAMED = EventKind("application.renamed", _("应用 {old} 改名为 {new}"))
ALIASED = EventKind("application.aliased", _("应用 {title} 增加别名 {alias}"))
UNALIASED = EventKind("application.unaliased", _("应用 {title} 去掉别名 {alias}"))
MERGED = EventKind("application.merged", _("应用 {source} 并入 {title}"))
SEPARATED = EventKind("application.separated", _("应用 {source} 从 {title} 分开"))
