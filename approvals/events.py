"""What can happen to gates."""

from django.utils.translation import gettext_lazy as _

from ground.kinds import EventKind

OPENED = EventKind("gate.opened", _("“{gate}”开启，等 {seats} 签字"), "warn")
SIGNED = EventKind("gate.signed", _("签了“{gate}”（{parts}）"), "ok")
SIGNED_FOR = EventKind("gate.signed_for", _("代 {whom} 签了“{gate}”（{parts}）"), "ok")
PASSED = EventKind("gate.passed", _("“{gate}”签完"), "ok")
REJECTED = EventKind("gate.rejected", _("拒绝了“{gate}”"), "bad")
VOIDED = EventKind("gate.voided", _("“{gate}”的签字失效（{names}）：{why}"), "warn")
REOPENED = EventKind("gate.reopened", _("重新开启了“{gate}”"), "warn")
MENTIONED = EventKind("gate.mentioned", _("在“{gate}”的意见里提到了 {names}"))
WITHDRAWN = EventKind("gate.withdrawn", _("撤回了自己对“{gate}”的签字"), "warn")
WAIVER_ASKED = EventKind("gate.waiver_asked", _("请求豁免“{gate}”，等第二个人确认"), "warn")
WAIVED = EventKind("gate.waived", _("确认豁免“{gate}”，由 {asker} 提出"), "bad")
WAIVER_ENDED = EventKind("gate.waiver_ended", _("“{gate}”的豁免（{names}）失效：{why}"), "warn")
WAIVER_REVIEWED = EventKind("gate.waiver_reviewed", _("复核了“{gate}”的豁免"), "ok")
REMINDED = EventKind("gate.reminded", _("催签“{gate}”：{names}"))
DUE_SOON = EventKind("gate.due_soon", _("“{gate}”快到时限，还差 {seats}，提醒了 {names}"))
OVERDUE = EventKind("gate.overdue", _("“{gate}”到时限没有签完，还差 {seats}"), "warn")
ESCALATED = EventKind("gate.escalated", _("“{gate}”超时未签，升级给{parts}（{names}）"), "warn")
RECORDED = EventKind("gate.recorded", _("填写了“{gate}”的关口记录：{fields}"))
AMENDMENT_CLEARED = EventKind("plan.amendment_cleared", _("变更已重新签字"), "ok")
REOPENED_BY_PROGRESS = EventKind(
    "plan.amendment_by_progress", _("已签过的用例或检查变差，重签之前不再发布"), "warn"
)
REOPENED_BY_WITHDRAWAL = EventKind(
    "plan.amendment_by_withdrawal", _("评审的签字被撤回，重签之前不再发布"), "warn"
)
STAGE_GRANTED = EventKind("stage.granted", _("批准了“{title}”"), "ok")
STAGE_REFUSED = EventKind("stage.refused", _("没有批准“{title}”"), "bad")
GATES_CHANGED = EventKind("template.gates_changed", _("修改了模板的关口：{gates}"))
