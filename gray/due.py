"""What the clock asks of ramps: when is one due? Workers take what is due themselves."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from celery import current_app
from django.db import transaction
from django.db.models import Q

from gray.actions import look, look_together
from gray.actions.thinning import thin
from gray.actions.waking import wake_followers
from gray.asking import LIMIT
from gray.gauging import gauge_connections
from gray.measuring import Measured, measure
from gray.runs import Move, Run
from ground.clock import now as present

log = logging.getLogger("releaseplan.gray")

TASK = "gray.look"
BATCH = 25
"""So many plans are locked at a time, and a person who presses waits no longer than for these."""
CLAIM = timedelta(seconds=3)
"""A worker that has not looked at what it took by then is taken for dead."""
ASKING = CLAIM + timedelta(seconds=LIMIT)
"""The same while the metrics of what it took are asked."""
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
    left = look_together(ids, now=now)
    held = _hold(left, now)
    turn = measure(left, now)
    for pk in left:
        if _claim_alone(pk, held):
            _look_alone(pk, now + turn.spent, turn.of(pk))
    if turn.found:
        _tidy(now)
    return dict.fromkeys(ids, now)


def _tidy(now: datetime) -> None:
    """Whatever becomes of old measurements, ramps go on."""
    try:
        thin(now)
    except Exception:
        log.exception("old measurements could not be thinned")


def _moved(looked: Mapping[int, datetime]) -> set[str]:
    """Numbers of the plans of these runs that have moved when they were looked at."""
    since = min(looked.values())
    moves = Move.objects.filter(run__in=looked, at__gte=since).order_by()
    return set(moves.values_list("run__plan__number", flat=True))


def _look_alone(pk: int, now: datetime, measured: list[Measured]) -> None:
    """One that fails does not stop the others; it is looked at again when its claim runs out."""
    try:
        look(pk, now=now, measured=measured)
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


def _hold(ids: Sequence[int], now: datetime) -> datetime:
    """Keep what was claimed at `now` while its metrics are asked, if any are; until when."""
    if not ids or not gauge_connections():
        return now + CLAIM
    mine = Run.objects.filter(pk__in=ids, claimed_until=now + CLAIM)
    mine.update(claimed_until=now + ASKING)
    return now + ASKING


def _claim_alone(pk: int, held: datetime) -> bool:
    """Keep one that is claimed until `held` for longer; False when somebody else has it by now."""
    mine = Run.objects.filter(pk=pk, claimed_until=held)
    return bool(mine.update(claimed_until=present() + ALONE))
