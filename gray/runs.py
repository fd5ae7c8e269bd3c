"""How far a ramp is, and every move it made."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gray.bucket import percent_of
from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from gray.view import BEFORE, State
from plans.models import Plan

LABELS = {
    State.READY: _("未开始"),
    State.RUNNING: _("推进中"),
    State.HELD: _("已停止推进"),
    State.DONE: _("已走完"),
    State.OFF: _("已关闭"),
}
TONES = {
    State.READY: "idle",
    State.RUNNING: "ramp",
    State.HELD: "stop",
    State.DONE: "ok",
    State.OFF: "bad",
}
UNFINISHED = (State.RUNNING.value, State.HELD.value)


class Run(models.Model):
    """The execution of one ramp. One writer at a time: plan lock first, then this row.

    switch      which switch it drives, whatever it is called (gray.switches)
    index       position of `stage` among the ramp's stages, -1 before the first
    share       hundredths of a percent that the switch shows
    since       from when the hold of this stage counts
    free_since  until when something other than time stood in the way
    fell_at     when people or guardrails last lowered it; older sign-offs are spent
    machines    names of the machines that are in
    shown       what the switch shows instead of anything that was recorded, in words
    blocked     something other than time stood in the way at the last look
    pending     a write that is under way at an outside switch (see actions.applying)
    due_at      when the clock looks next; None: only an event can change anything
    next_at     when time alone would let it go on; None: it waits for people, or is at rest
    claimed_until  a worker has it until then
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="runs")
    ramp = models.OneToOneField(Ramp, models.CASCADE, related_name="run")
    environment = models.CharField(max_length=500, blank=True)
    flag = models.CharField(max_length=500, blank=True)
    salt = models.CharField(max_length=500, blank=True)
    switch = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, default=State.READY.value)
    stage = models.ForeignKey(Stage, models.SET_NULL, null=True, blank=True, related_name="+")
    index = models.SmallIntegerField(default=BEFORE)
    share = models.PositiveIntegerField(default=0)
    users = models.JSONField(default=list, blank=True)
    machines = models.JSONField(default=list, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(null=True, blank=True)
    free_since = models.DateTimeField(null=True, blank=True)
    fell_at = models.DateTimeField(null=True, blank=True)
    blocked = models.BooleanField(default=False)
    actual = models.PositiveIntegerField(null=True, blank=True)
    shown = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    drift_since = models.DateTimeField(null=True, blank=True)
    pending = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    next_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("environment", "flag"),
                condition=models.Q(state__in=UNFINISHED),
                name="one_unfinished_ramp_per_flag",
            ),
            models.UniqueConstraint(
                fields=("switch",),
                condition=models.Q(state__in=UNFINISHED) & ~models.Q(switch=""),
                name="one_unfinished_ramp_per_switch",
            ),
            models.CheckConstraint(condition=models.Q(share__lte=10_000), name="run_share_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.ramp_id}: {self.state} {percent_of(self.share)}%"

    @property
    def label(self) -> str:
        return str(LABELS[State(self.state)])

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]

    @property
    def percent(self) -> str:
        return str(percent_of(self.share))

    @property
    def meter(self) -> int:
        """The share for a bar, in whole percents, at least one when anybody is in."""
        return max(min(self.share, 1), self.share // 100)


CAUSES = {
    "clock": _("定时器"),
    "person": _("人工"),
    "guard": _("护栏"),
    "plan": _("计划回滚"),
}


class Move(models.Model):
    """One change of a ramp: when, from where to where, by whom or what, and why."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="moves")
    at = models.DateTimeField()
    cause = models.CharField(max_length=10)
    command = models.CharField(max_length=20, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    from_index = models.SmallIntegerField()
    to_index = models.SmallIntegerField()
    from_share = models.PositiveIntegerField()
    to_share = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(null=True, blank=True)
    folded = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.from_share} → {self.to_share}"

    @property
    def who(self) -> str:
        """The person, or what moved it."""
        return self.actor.called if self.actor else str(CAUSES[self.cause])

    @property
    def percent(self) -> str:
        return str(percent_of(self.to_share))

    @property
    def stage_name(self) -> str:
        """The stage's title, unless that is only its percentage."""
        return "" if self.title == f"{self.percent}%" else self.title
