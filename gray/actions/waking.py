"""Making ramps due now, because something they depend on has changed."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from gray.following import plans_waiting_for
from gray.runs import Run
from gray.view import State
from ground.notify import notify
from plans.models import Plan


def wake(plan: Plan, *, now: datetime) -> None:
    """Every ramp of the plan that has begun is looked at as soon as this commits."""
    _due(Run.objects.filter(plan=plan), now)


def wake_all(*, now: datetime) -> None:
    """Windows or freezes of the installation have changed."""
    _due(Run.objects.all(), now)


def wake_followers(numbers: Collection[str], *, now: datetime) -> None:
    """Ramps of other plans that wait for ramps of these plans are looked at now."""
    if waiting := plans_waiting_for(numbers):
        _due(Run.objects.filter(plan__in=waiting), now)


@transaction.atomic
def _due(runs: QuerySet[Run], now: datetime) -> None:
    """Locked in the order in which the workers lock them."""
    begun = runs.filter(state__in=(State.RUNNING.value, State.HELD.value, State.DONE.value))
    ids = list(begun.select_for_update().order_by("pk").values_list("pk", flat=True))
    if ids:
        Run.objects.filter(pk__in=ids).update(due_at=now)
        notify("releaseplan_due")
