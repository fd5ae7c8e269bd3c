"""What can happen to a plan."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ground.kinds import EventKind

CREATED = EventKind("plan.created", _("创建了计划“{title}”"))
IMPORTED = EventKind("plan.imported", _("从“{source}”导入了计划"))
CHANGED = EventKind("plan.changed", _("修改了计划信息：{fields}"))
ROWS_ADDED = EventKind("rows.added", _("在“{section}”加了 {count} 行"))
ROW_CHANGED = EventKind("row.changed", _("修改了“{section}”的 {title}：{fields}"))
ROWS_CHANGED = EventKind("rows.changed", _("修改了“{section}”的 {count} 行"))
ROWS_DELETED = EventKind("rows.deleted", _("从“{section}”删除了 {count} 行"))
ROWS_ORDERED = EventKind("rows.ordered", _("调整了“{section}”的顺序"))
PROGRESS = EventKind("row.progress", _("记录了“{section}”的 {title}：{fields}"))
NOTE_ADDED = EventKind("note.added", _("加了正文“{title}”"))
NOTE_CHANGED = EventKind("note.changed", _("修改了正文“{title}”"))
NOTE_DELETED = EventKind("note.deleted", _("删除了正文“{title}”"))
SEALED = EventKind("plan.sealed", _("封存了第 {number} 版"))
ACKNOWLEDGED = EventKind("finding.acknowledged", _("接受了提醒：{message}"))
SUBMITTED = EventKind("plan.submitted", pgettext_lazy("event", "提交评审"), "warn")
WITHDRAWN = EventKind("plan.withdrawn", pgettext_lazy("event", "撤回到草稿"))
REJECTED = EventKind("plan.rejected", _("计划被驳回"), "bad")
APPROVED = EventKind("plan.approved", _("全部签字完成，计划通过"), "ok")
CANCELLED = EventKind("plan.cancelled", _("取消了计划"))
STARTED = EventKind("plan.started", pgettext_lazy("event", "开始发布"), "run")
PAUSED = EventKind("plan.paused", _("暂停了发布"), "warn")
RESUMED = EventKind("plan.resumed", _("继续发布"), "run")
RAMPING = EventKind("plan.ramping", _("全部批次已验证，进入灰度"), "ramp")
RELEASING_AGAIN = EventKind("plan.releasing_again", _("有应用撤销了验证，回到发布中"), "run")
OBSERVING = EventKind("plan.observing", _("灰度结束，进入观察"), "run")
DONE = EventKind("plan.done", _("计划完成"), "ok")
ROLLBACK_BEGUN = EventKind("plan.rollback_begun", _("开始回滚"), "bad")
ROLLED_BACK = EventKind("plan.rolled_back", _("回滚完成"), "bad")
APP_MOVED = EventKind("app.moved", _("{app}：{before} → {after}"), "run")
APP_TAKEN_BACK = EventKind("app.taken_back", _("撤销了 {app} 的“{after}”，恢复为“{before}”"))
AMENDMENT_ASKED = EventKind("plan.amendment_asked", _("通过后变更了“{section}”，等待重签"), "warn")
