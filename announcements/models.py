"""What is told about a plan: the announcements of its window, and who has it in their calendar."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from announcements.occasions import LABELS
from ground.words import in_row
from plans.models import Plan

PLANNED, SENT, SKIPPED, DROPPED = "planned", "sent", "skipped", "dropped"
STATES: dict[str, Any] = {
    PLANNED: _("待发"),
    SENT: _("已发"),
    SKIPPED: _("未发"),
    DROPPED: _("不再发"),
}
TONES = {PLANNED: "run", SENT: "ok", SKIPPED: "idle", DROPPED: "idle"}
MOMENTS: dict[str, Any] = {
    "T-7d": _("窗口前 7 天"),
    "T-3d": _("窗口前 3 天"),
    "T-1d": _("窗口前 1 天"),
    "T-2h": _("窗口前 2 小时"),
}
WHYS: dict[str, Any] = {
    "": "",
    "late": _("到点时计划还没有通过评审，不补发"),
    "past": _("定下这个时点时它已经过了，不补发"),
    "begun": _("轮到它时发布窗口已经开始，不补发"),
    "unreadable": _("看不懂这个时点，请写成 T-1天、D-1 18:00 或 发布完成"),
    "no_window": _("计划还没有发布窗口"),
    "removed": _("沟通计划或窗口改了，不再需要这一条"),
    "over": _("计划已经结束"),
}


class Bulletin(models.Model):
    """How far a plan's people have been told of it: its row is made with the first news.

    `heard_upto` is the position of the last event looked at, `live_since` when the plan was
    approved; `window_start` and `window_end` are those that people know of. `look_at` asks the
    clock to look whether the people have changed.
    """

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="bulletin")
    heard_upto = models.PositiveIntegerField(default=0)
    live_since = models.DateTimeField(null=True, blank=True)
    window_start = models.DateTimeField(null=True, blank=True)
    window_end = models.DateTimeField(null=True, blank=True)
    look_at = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.plan_id} #{self.heard_upto}"


class Announcement(models.Model):
    """One thing to be told once: at `due_at`, or on one of `occasions`.

    `rule` is a default such as "T-7d" or "row:12"; `key` is the rule, with a count when it is
    told anew for a window that moved away, or with the event on which it was told.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="announcements")
    key = models.CharField(max_length=80)
    rule = models.CharField(max_length=40)
    row = models.PositiveBigIntegerField(default=0)
    moment = models.CharField(max_length=500, blank=True)
    occasions = models.JSONField(default=list, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    audience = models.CharField(max_length=500, blank=True)
    channel = models.CharField(max_length=500, blank=True)
    content = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=PLANNED)
    why = models.CharField(max_length=20, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("plan", "key"), name="announcement_once"),
            models.CheckConstraint(
                condition=Q(state__in=list(STATES)), name="announcement_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=("due_at",), condition=Q(state=PLANNED), name="announcement_planned"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.key}"

    @property
    def state_label(self) -> str:
        return str(STATES[self.state])

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def moment_label(self) -> str:
        """As people wrote it; the defaults in the reader's language."""
        return self.moment if self.row else str(MOMENTS.get(self.rule, self.moment))

    @property
    def reason(self) -> str:
        """Why it is not told, in the reader's language."""
        return str(WHYS.get(self.why, self.why))

    @property
    def occasion_label(self) -> str:
        return in_row(LABELS.get(one, one) for one in self.occasions)


class Invitation(models.Model):
    """The release window in people's calendars: what was last told, and how often (SEQUENCE)."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="invitation")
    uid = models.CharField(max_length=255, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    summary = models.CharField(max_length=300)
    start = models.DateTimeField()
    end = models.DateTimeField()
    timezone = models.CharField(max_length=50)

    def __str__(self) -> str:
        return f"{self.uid} {self.sequence}"


class Invitee(models.Model):
    """Somebody who was invited, at which address, with which sequence; or uninvited since."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="invitees")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    address = models.CharField(max_length=320)
    sequence = models.PositiveIntegerField()
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("invitation", "person"), name="invitee_once")
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.address}"
