"""Emergency overrides: two people open a plan's closed times for a while."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from calendars.spans import Span
from ground.ahead import listed
from ground.words import in_row
from plans.tables.cells import Choice

SHORTEST, LONGEST = 15, 240
"""Minutes that an override may last."""
PATIENCE = timedelta(hours=2)
"""A request that nobody has answered by then lapses."""


class Override(models.Model):
    """Change windows and freezes do not bind the plan until `until`.

    One person asks with a reason and a length in minutes, a second one confirms; the length
    counts from there. `until` is when a request, and later the override, lapses by itself.
    `freezes` are the ids of those that the second person has seen: no later one is lifted.
    """

    ASKED, CONFIRMED, REFUSED, ENDED, LAPSED = "asked", "confirmed", "refused", "ended", "lapsed"
    STATES = (
        (ASKED, _("等第二个人确认")),
        (CONFIRMED, _("放行中")),
        (REFUSED, _("没有同意")),
        (ENDED, _("已提前结束")),
        (LAPSED, _("已到期")),
    )
    LIVE = (ASKED, CONFIRMED)

    plan = models.ForeignKey("plans.Plan", models.CASCADE, related_name="overrides")
    reason = models.TextField()
    minutes = models.PositiveSmallIntegerField()
    state = Choice(_("状态"), of=STATES, default=ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    begins_at = models.DateTimeField(null=True, blank=True)
    freezes = models.JSONField(default=list, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        indexes = [models.Index(fields=("state", "until"), name="override_due")]
        constraints = [
            models.UniqueConstraint(
                fields=("plan",), condition=Q(state__in=("asked", "confirmed")),
                name="one_override_each",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")),
                name="override_needs_two",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.plan_id} {self.state}"

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def span(self) -> Span:
        """When it opens the plan's times, if it does."""
        return Span(self.begins_at or self.until, self.until)

    @property
    def by_line(self) -> str:
        """Both names; that of the asker alone while nobody has confirmed."""
        return in_row(one.called for one in (self.asked_by, self.confirmed_by) if one)

    def is_over(self, now: datetime) -> bool:
        """Its time is up, whether or not that has been written down."""
        return self.until <= now


def in_force(plan: models.Model, now: datetime) -> Sequence[Override]:
    """What opens the plan's times at `now` or, when the clock was set back, soon after."""
    mine = Override.objects.filter(plan_id=plan.pk, state=Override.CONFIRMED, until__gt=now)
    found = listed(plan, "overrides", lambda: mine.select_related("asked_by", "confirmed_by"))
    return [one for one in found if one.state == Override.CONFIRMED and one.until > now]
