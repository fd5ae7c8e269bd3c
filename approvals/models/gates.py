"""Gates of a plan, and what a template says of them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.rules.scene import OPEN, REJECTED, SIGNED, SPARE, WAITING
from approvals.rules.shape import Rule
from plans.models import Clearance, Plan
from plans.tables.cells import Choice

GATE_TONES = {WAITING: "idle", OPEN: "warn", SIGNED: "ok", REJECTED: "bad", SPARE: "idle"}


class GateTemplate(models.Model):
    """The gates that plans made from a template get at their submission.

    `rules` are those of rules/shape.py as JSON, in order; they are read through
    choosing.py, which lets nothing pass that is not sound.
    """

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="gate_template")
    rules = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.plan.number} v{self.version}"


class Gate(models.Model):
    """A point that needs sign-offs before the plan may go on.

    `rule` is the gate as its template had it at submission, so that a changed
    template never alters a running plan. `covered` {cover: digest} is what was last
    seen of the content, `record` {blank: value} what the gate asks to be written
    down, `look_at` when time alone may open it, `asked_at` since when it can be signed and `due_at`
    by when it should be (both empty while it cannot), `nudge_at` when somebody is told next that it is not, `nudges` how often that was done.
    """

    STATES = (
        (WAITING, _("未到")),
        (OPEN, _("待签")),
        (SIGNED, _("已签完")),
        (REJECTED, _("已拒绝")),
        (SPARE, _("不需要")),
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="gates")
    key = models.CharField(max_length=100)
    rank = models.PositiveIntegerField(default=0)
    rule = models.JSONField()
    state = Choice(_("状态"), of=STATES, default=WAITING)
    covered = models.JSONField(default=dict, blank=True)
    record = models.JSONField(default=dict, blank=True)
    record_version = models.PositiveIntegerField(default=1)
    clearance = models.ForeignKey(
        Clearance, models.SET_NULL, null=True, blank=True, related_name="gates"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    look_at = models.DateTimeField(null=True, blank=True, db_index=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    nudge_at = models.DateTimeField(null=True, blank=True, db_index=True)
    nudges = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("plan", "rank", "id")
        constraints = [models.UniqueConstraint(fields=("plan", "key"), name="gate_key_once")]
        indexes = [models.Index(fields=("state", "plan"), name="gate_state")]

    def __str__(self) -> str:
        return f"{self.plan.number} {self.title}"

    def get_absolute_url(self) -> str:
        return f"{reverse('approvals:gates', args=[self.plan.number])}#gate-{self.pk}"

    @property
    def asks(self) -> Rule:
        return Rule.from_json(self.rule)

    @property
    def title(self) -> str:
        return self.asks.title

    @property
    def tone(self) -> str:
        return GATE_TONES[self.state]
