"""What the clock asks of ramps: when is one due, and whose hands is it given to."""

from datetime import datetime, timedelta

from celery import current_app
from django.db import transaction
from django.db.models import Min, Q

from gray.actions import look
from gray.runs import Run

TASK = "gray.look"
BATCH = 100
CLAIM = timedelta(seconds=10)
"""A worker that has not answered by then is taken for dead."""


def next_due() -> datetime | None:
    """The next moment at which a ramp is to be looked at, or a lost claim runs out."""
    moments = Run.objects.filter(due_at__isnull=False).aggregate(
        free=Min("due_at", filter=Q(claimed_until=None)),
        claimed=Min("claimed_until", filter=Q(claimed_until__isnull=False)),
    )
    return min(filter(None, moments.values()), default=None)


def wake(now: datetime) -> int:
    """Hand everything due to the workers, a hundred ids at a time; how many."""
    count = 0
    while ids := claim(now):
        current_app.send_task(TASK, args=[ids])
        count += len(ids)
    return count


def run(now: datetime) -> int:
    """Look at everything due here, in this process, as if it were `now`."""
    count = 0
    while ids := claim(now):
        for pk in ids:
            look(pk, now=now)
        count += len(ids)
    return count


def claim(now: datetime, limit: int = BATCH) -> list[int]:
    """Take up to `limit` ramps that have been due longest; nobody else gets them for CLAIM."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    due = Run.objects.filter(free, due_at__lte=now).order_by("due_at")
    if not due.exists():
        return []
    with transaction.atomic():
        rows = due.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
        ids = list(rows[:limit])
        Run.objects.filter(pk__in=ids).update(claimed_until=now + CLAIM)
    return ids
