"""Breaking the glass: two people let a plan pass a gate that was not signed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.models.gates import Gate
from ground.words import in_row
from plans.tables.cells import Choice


class Waiver(models.Model):
    """A gate that was not signed lets its plan pass, for exactly this content.

    One person asks with a reason, another confirms; it counts while `digests` are those of
    what the gate covers. It stays a follow-up until somebody who could have signed has
    reviewed it afterwards.
    """

    ASKED, CONFIRMED, REVIEWED, ENDED = "asked", "confirmed", "reviewed", "ended"
    STATES = (
        (ASKED, _("等第二个人确认")),
        (CONFIRMED, _("已豁免·待复核")),
        (REVIEWED, _("已豁免·已复核")),
        (ENDED, _("已失效")),
    )
    TONES = {ASKED: "warn", CONFIRMED: "pause", REVIEWED: "ok", ENDED: "idle"}
    COUNTING = (CONFIRMED, REVIEWED)
    LIVE = (ASKED, *COUNTING)
    WHYS = {
        "content": _("豁免之后内容有改动"),
        "closed": _("关口已经不等签字"),
        "refused": _("没有同意豁免"),
        "asked": _("灰度重新请求批准"),
        "submitted": _("计划已重新提交"),
    }

    gate = models.ForeignKey(Gate, models.CASCADE, related_name="waivers")
    state = Choice(_("状态"), of=STATES, default=ASKED)
    reason = models.TextField()
    digest = models.CharField(max_length=64)
    digests = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("asked_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("gate",),
                condition=Q(state__in=("asked", "confirmed", "reviewed")),
                name="one_waiver_each",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")),
                name="waiver_needs_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate_id} {self.state}"

    @property
    def tone(self) -> str:
        return self.TONES[self.state]

    @property
    def counts(self) -> bool:
        return self.state in self.COUNTING

    @property
    def by_line(self) -> str:
        """Both names; that of the asker alone while nobody has confirmed."""
        both = (one.called for one in (self.asked_by, self.confirmed_by) if one)
        return in_row(both)

    @property
    def why(self) -> str:
        """Why it counts no more, in words; empty while it does."""
        return str(self.WHYS.get(self.ended_why, self.ended_why))
