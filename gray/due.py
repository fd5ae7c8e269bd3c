"""What the clock asks of ramps: when is one due? Workers take what is due themselves."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from celery import current_app
from django.db import transaction
from django.db.models import Q

from gray.actions import look, look_together
from gray.actions.waking import wake_followers
from gray.runs import Move, Run
from ground.clock import now as present

log = logging.getLogger("releaseplan.gray")

TASK = "gray.look"
BATCH = 25
"""So many plans are locked at a time, and a person who presses waits no longer than for these."""
CLAIM = timedelta(seconds=3)
"""A worker that has not looked at what it took by then is taken for dead."""
ALONE = timedelta(seconds=30)
"""The same for one ramp whose look asks other systems."""


def next_due() -> datetime | None:
    """The next moment at which a ramp is to be looked at, or a lost claim runs out."""
    waiting = Run.objects.filter(due_at__isnull=False, claimed_until=None)
    claimed = Run.objects.filter(claimed_until__isnull=False)
    moments = [
        waiting.order_by("due_at").values_list("due_at", flat=True).first(),
        claimed.order_by("claimed_until").values_list("claimed_until", flat=True).first(),
    ]
    return min(filter(None, moments), default=None)


def wake(_now: datetime) -> None:
    """Call a worker; several may come, each ramp is taken by one."""
    current_app.send_task(TASK)


def work() -> int:
    """Look at everything that is due until nothing is; how many looks that took."""
    count = 0
    while taken := _take(present()):
        count += len(taken)
        wake_followers(_moved(taken), now=present())
    return count


def run(now: datetime) -> int:
    """Look at everything due here, in this process, as if it were `now`."""
    count = 0
    while taken := _take(now):
        count += len(taken)
        wake_followers(_moved(taken), now=now)
    return count


def _take(now: datetime) -> dict[int, datetime]:
    """{id of what was looked at: when}; empty when nothing was due."""
    ids = claim(now)
    for pk in look_together(ids, now=now):
        if _claim_alone(pk, now):
            _look_alone(pk, now)
    return dict.fromkeys(ids, now)


def _moved(looked: Mapping[int, datetime]) -> set[str]:
    """Numbers of the plans of these runs that have moved when they were looked at."""
    since = min(looked.values())
    moves = Move.objects.filter(run__in=looked, at__gte=since).order_by()
    return set(moves.values_list("run__plan__number", flat=True))


def _look_alone(pk: int, now: datetime) -> None:
    """One that fails does not stop the others; it is looked at again when its claim runs out."""
    try:
        look(pk, now=now)
    except Exception:
        log.exception("ramp run %s could not be looked at", pk)


def claim(now: datetime, limit: int = BATCH) -> list[int]:
    """Take up to `limit` ramps that have been due longest; nobody else gets them for CLAIM."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    due = Run.objects.filter(free, due_at__lte=now).order_by("due_at")
    with transaction.atomic():
        rows = due.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
        ids = list(rows[:limit])
        if ids:
            Run.objects.filter(pk__in=ids).update(claimed_until=now + CLAIM)
    return ids


def _claim_alone(pk: int, now: datetime) -> bool:
    """Keep one that was claimed at `now` for longer; False when somebody else has it by now."""
    mine = Run.objects.filter(pk=pk, claimed_until=now + CLAIM)
    return bool(mine.update(claimed_until=present() + ALONE))
