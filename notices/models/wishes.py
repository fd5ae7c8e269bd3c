"""How somebody wants to hear of what."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

AT_ONCE, DAILY, NEVER = "at_once", "daily", "never"
WAYS: dict[str, Any] = {
    AT_ONCE: _("立即"),
    DAILY: _("每日摘要"),
    NEVER: _("不要"),
}
DIGEST_HOUR = time(9)
"""In the time zone of the installation."""


class Wish(models.Model):
    """One person's way for one group of kinds; without a row it is at once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="wishes", verbose_name=_("人员")
    )
    group = models.CharField(max_length=20)
    way = models.CharField(max_length=10, default=AT_ONCE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("person", "group"), name="wish_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.group} {self.way}"


def next_digest(now: datetime) -> datetime:
    """The next nine o'clock of the installation, later than `now`."""
    here = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    today = datetime.combine(here.date(), DIGEST_HOUR, here.tzinfo)
    return today if today > here else _tomorrow(today)


def _tomorrow(moment: datetime) -> datetime:
    """The same time on the clock, also where the clock is put forward in between."""
    return datetime.combine(moment.date() + timedelta(days=1), moment.timetz())
