"""What the clock asks: when time alone may open a gate, and when somebody is told of one."""

import logging
from datetime import datetime

from celery import current_app
from django.db import transaction
from django.db.models import Min, Q

from approvals.actions import nudge, settle_plan
from approvals.models import Gate
from plans.actions import lock
from plans.models import Plan

TASK = "approvals.look"
log = logging.getLogger("releaseplan.approvals")


def next_due() -> datetime | None:
    """The next moment at which a gate may open by itself or somebody is told of one, or None."""
    soonest = Gate.objects.aggregate(look=Min("look_at"), nudge=Min("nudge_at"))
    return min(filter(None, soonest.values()), default=None)


def wake(_now: datetime) -> None:
    """Hand it to a worker; several may come, the second finds nothing to do."""
    current_app.send_task(TASK)


def run(now: datetime) -> int:
    """Look at the plans whose time has come; returns how many.

    One that fails does not stop the others; it stays due and is looked at again.
    """
    due = Gate.objects.filter(Q(look_at__lte=now) | Q(nudge_at__lte=now))
    found = Plan.objects.filter(pk__in=due.values("plan"))
    return sum(_safely(plan, now) for plan in found)


def _safely(plan: Plan, now: datetime) -> bool:
    try:
        return _look(plan, now)
    except Exception:
        log.exception("the gates of %s could not be looked at", plan.number)
        return False


@transaction.atomic
def _look(plan: Plan, now: datetime) -> bool:
    plan = lock(plan)
    Gate.objects.filter(plan=plan, look_at__lte=now).update(look_at=None)
    nudge(plan, settle_plan(plan, by=None, at=now), at=now)
    return True
