"""Sign-offs, and who changed what they cover."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.models.gates import Gate
from plans.models import Revision
from plans.tables.cells import Choice


class SignOff(models.Model):
    """One person's decision on one gate, bound to the digests of what the gate covered.

    `codes` are the parts that signed, of `on_behalf_of` when a delegate did, `witnessed` the
    progress seen, `record` the gate's record as it stood, `ended_why` why it counts no more.
    """

    SIGNED, REJECTED, VOID = "signed", "rejected", "void"
    STATES = (
        (SIGNED, _("已签")),
        (REJECTED, _("已拒")),
        (VOID, _("已失效·需重签")),
    )
    TONES = {SIGNED: "ok", REJECTED: "bad", VOID: "warn"}
    WHYS = {
        "content": _("签过的内容之后有改动"),
        "progress": _("签字时通过的用例或检查后来没有通过"),
        "rejected": _("这个关口被拒绝"),
        "barred": _("签字人不能签新提交的这一版"),
        "asked": _("灰度重新请求批准"),
        "reopened": _("关口被重新开启"),
        "submitted": _("计划已重新提交"),
        "gates": _("审批关口改过，要按现在的关口重签"),
        "withdrawn": _("签字人自己撤回"),
    }

    gate = models.ForeignKey(Gate, models.CASCADE, related_name="signoffs")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="signoffs")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
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
            ),
            models.UniqueConstraint(
                fields=("gate", "on_behalf_of"),
                condition=Q(state="signed", on_behalf_of__isnull=False),
                name="one_delegate_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate_id} {self.signer} {self.state}"

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def by_line(self) -> str:
        """Who signed, and for whom."""
        if self.on_behalf_of is None:
            return self.signer.called
        words = {"who": self.signer.called, "whom": self.on_behalf_of.called}
        return gettext("%(who)s 代 %(whom)s") % words

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
