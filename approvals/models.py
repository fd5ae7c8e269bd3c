"""Gates of a plan, the sign-offs on them, and who changed what they cover."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.rules.scene import OPEN, REJECTED, SIGNED, SPARE, WAITING
from approvals.rules.shape import Rule
from plans.models import Clearance, Plan, Revision
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
    down, `look_at` when time alone may open it.
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


class SignOff(models.Model):
    """One person's decision on one gate, bound to the digests of what the gate covered.

    `codes` are the parts the signer played then, `witnessed` the progress seen,
    `record` the gate's record as it stood, `ended_why` why it counts no more.
    """

    SIGNED, REJECTED, VOID, WAIVED = "signed", "rejected", "void", "waived"
    STATES = (
        (SIGNED, _("已签")),
        (REJECTED, _("已拒")),
        (VOID, _("已失效·需重签")),
        (WAIVED, _("已豁免")),
    )
    TONES = {SIGNED: "ok", REJECTED: "bad", VOID: "warn", WAIVED: "run"}
    WHYS = {
        "content": _("签过的内容之后有改动"),
        "progress": _("签字时通过的用例或检查后来没有通过"),
        "rejected": _("这个关口被拒绝"),
        "barred": _("签字人不能签新提交的这一版"),
        "asked": _("灰度重新请求批准"),
        "reopened": _("关口被重新开启"),
        "submitted": _("计划已重新提交"),
        "gates": _("审批关口改过，要按现在的关口重签"),
    }

    gate = models.ForeignKey(Gate, models.CASCADE, related_name="signoffs")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="signoffs")
    state = Choice(_("状态"), of=STATES, default=SIGNED)
    comment = models.TextField(blank=True)
    codes = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    digests = models.JSONField(default=dict)
    witnessed = models.JSONField(default=dict)
    record = models.JSONField(default=dict)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="signoffs")
    signed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("signed_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("gate", "signer"), condition=Q(state="signed"), name="one_signature_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gate_id} {self.signer} {self.state}"

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def why(self) -> str:
        """Why it counts no more, in words; empty while it does."""
        return str(self.WHYS.get(self.ended_why, self.ended_why))


class LateEdit(models.Model):
    """Somebody changed, after the submission, content that the gate covers."""

    gate = models.ForeignKey(Gate, models.CASCADE, related_name="late_edits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("gate", "by"), name="late_edit_once")]

    def __str__(self) -> str:
        return f"{self.gate_id} {self.by}"
