"""Files that a worker makes because they take long."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models import Plan

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"


class Renderings(models.QuerySet["Rendering"]):
    def due(self, now: datetime) -> "Renderings":
        """Queued, or claimed by a worker that has not answered in time."""
        return self.filter(Q(state=QUEUED) | Q(state=RUNNING, claimed_until__lte=now))


class Rendering(models.Model):
    """One export of a plan in the state that `head` names, asked for once and kept a day.

    `head` is the newest hash of the plan's event chain, so a change asks for a new file.
    `step` and `pages` tell how far the worker is.
    """

    STATES = (
        (QUEUED, _("排队中")),
        (RUNNING, _("正在生成")),
        (DONE, _("已完成")),
        (FAILED, _("没有生成")),
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="renderings")
    kind = models.CharField(max_length=10)
    language = models.CharField(max_length=10)
    head = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default=QUEUED)
    step = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="renderings/%Y/%m", blank=True)
    error = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = Renderings.as_manager()

    class Meta:
        ordering = ("-asked_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("plan", "kind", "language", "head"), name="rendering_asked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan.number} {self.kind} {self.state}"

    @property
    def label(self) -> str:
        return str(dict(self.STATES)[self.state])

    @property
    def is_over(self) -> bool:
        return self.state in (DONE, FAILED)

    @property
    def percent(self) -> int:
        """A figure that only grows: most of the time goes into the pages, of unknown number."""
        if self.state == DONE:
            return 100
        done = min(self.pages, 200) / 4 if self.step < 6 else 50 + 10 * (self.step - 5)
        return min(95, round(5 * min(self.step, 5) + done))
