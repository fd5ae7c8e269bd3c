"""The states of a plan and of its applications, as data."""

from django.utils.translation import gettext_lazy as _

DRAFT, IN_REVIEW, REJECTED, APPROVED = "draft", "in_review", "rejected", "approved"
CANCELLED, RELEASING, RAMPING, OBSERVING = "cancelled", "releasing", "ramping", "observing"
DONE, PAUSED, ROLLING_BACK, ROLLED_BACK = "done", "paused", "rolling_back", "rolled_back"
TEMPLATE = "template"
"""No plan at all: content that new plans start from."""

STATUSES = (
    (DRAFT, _("草稿")),
    (IN_REVIEW, _("评审中")),
    (REJECTED, _("已驳回")),
    (APPROVED, _("已通过")),
    (RELEASING, _("发布中")),
    (RAMPING, _("灰度中")),
    (OBSERVING, _("观察中")),
    (PAUSED, _("已暂停")),
    (DONE, _("已完成")),
    (ROLLING_BACK, _("回滚中")),
    (ROLLED_BACK, _("已回滚")),
    (CANCELLED, _("已取消")),
    (TEMPLATE, _("模板")),
)

TONES = {
    DRAFT: "idle",
    IN_REVIEW: "warn",
    REJECTED: "bad",
    APPROVED: "run",
    RELEASING: "run",
    RAMPING: "ramp",
    OBSERVING: "run",
    PAUSED: "pause",
    DONE: "ok",
    ROLLING_BACK: "bad",
    ROLLED_BACK: "bad",
    CANCELLED: "idle",
    TEMPLATE: "idle",
}

OPEN_TO_EDIT = frozenset({DRAFT, REJECTED})
BEFORE_START = frozenset({DRAFT, IN_REVIEW, REJECTED, APPROVED})
UNDER_WAY = frozenset({RELEASING, RAMPING, OBSERVING})
FINISHED = frozenset({DONE, CANCELLED, ROLLED_BACK})
AMENDABLE = frozenset({APPROVED, RELEASING, RAMPING, OBSERVING, PAUSED})

KINDS = (("常规", _("常规")), ("重大", _("重大")), ("紧急", _("紧急")))
VISIBILITIES = (("all", _("所有人可见")), ("members", _("仅成员可见")))

APP_TONES = {
    "pending": "idle",
    "deploying": "run",
    "deployed": "warn",
    "verified": "ok",
    "verify_failed": "bad",
    "failed": "bad",
    "rolled_back": "bad",
    "skipped": "idle",
}
