"""What the clock asks: whom has something been told about, but not yet written to."""

from datetime import datetime

from celery import current_app
from django.db.models import Min

from comments.actions import tell_due
from comments.models import Listener

TASK = "comments.tell"


def next_due() -> datetime | None:
    """When the next letter is to be written, or None."""
    return Listener.objects.aggregate(soonest=Min("due_at"))["soonest"]


def wake(_now: datetime) -> None:
    """Hand it to a worker; several may come, the second finds nothing to do."""
    current_app.send_task(TASK)


def run(now: datetime) -> int:
    """Write what is due; how many letters."""
    return tell_due(now)
