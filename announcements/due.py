"""What the clock asks: when is something to be told, or to be looked at, and do it."""

from datetime import datetime

from celery import current_app
from django.db.models import Min

from announcements.actions import look_due, tell_due
from announcements.models import PLANNED, Announcement, Bulletin

TASK = "announcements.tell"


def next_due() -> datetime | None:
    """When the next announcement is due or a plan is to be looked at, or None."""
    planned = Announcement.objects.filter(state=PLANNED).aggregate(soonest=Min("due_at"))
    asked = Bulletin.objects.aggregate(soonest=Min("look_at"))
    return min(filter(None, (planned["soonest"], asked["soonest"])), default=None)


def wake(_now: datetime) -> None:
    """Hand it to a worker; several may come, the second finds nothing to do."""
    current_app.send_task(TASK)


def run(now: datetime) -> int:
    """Look first, so that nobody is told of what does not hold any more; how much was done."""
    return look_due(now) + tell_due(now)
