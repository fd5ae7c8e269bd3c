"""Old measurements become fewer: every one of the last day, six an hour after it, later one.

Of every verdict one stays, so that a failure is seen for ever.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import transaction

from gray.measurements import Measurement
from ground.models import Lease

NAME = "measurements"
EVERY = timedelta(hours=1)
TIERS = (
    (timedelta(days=1), timedelta(minutes=10)),
    (timedelta(days=30), timedelta(hours=1)),
)
"""(older than this, one is kept of each such stretch)."""
AT_ONCE = 500
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def thin(now: datetime) -> int:
    """Once an hour, by whoever comes first; how many went."""
    before = _taken(now)
    if before is None:
        return 0
    gone = sum(_thin(before - age - kept, now - age, kept) for age, kept in TIERS)
    Lease.objects.filter(name=NAME).update(beat=now)  # who is killed before leaves it to the next
    return gone


def _taken(now: datetime) -> datetime | None:
    """When this was done last, if it is this caller's turn now."""
    Lease.objects.get_or_create(name=NAME)
    with transaction.atomic():
        row = Lease.objects.select_for_update().get(name=NAME)
        if row.until and row.until > now:
            return None
        before = row.beat or LONG_AGO
        row.until = now + EVERY
        row.save(update_fields=["until"])
    return before


def _thin(begin: datetime, end: datetime, kept: timedelta) -> int:
    """Of each stretch of `kept` between the two, the newest of each rule and verdict stays."""
    gone = list(_superfluous(begin, end, kept))
    for at in range(0, len(gone), AT_ONCE):
        Measurement.objects.filter(pk__in=gone[at : at + AT_ONCE]).delete()
    return len(gone)


def _superfluous(begin: datetime, end: datetime, kept: timedelta) -> Iterator[int]:
    rows = Measurement.objects.filter(at__gte=begin, at__lt=end).order_by("-at", "-pk")
    seen = set()
    fields = ("pk", "run", "metric", "name", "verdict", "at")
    for pk, *rule, at in rows.values_list(*fields).iterator():
        place = (*rule, int(at.timestamp() // kept.total_seconds()))
        if place in seen:
            yield pk
        seen.add(place)
