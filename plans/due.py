"""What the clock asks of plans: when does an emergency override lapse."""

import logging
from datetime import datetime

from celery import current_app
from django.db.models import Min

from plans.actions import lapse_override
from plans.models import Override

TASK = "plans.lapse"
log = logging.getLogger("releaseplan.plans")


def next_due() -> datetime | None:
    """When the next request or override lapses by itself, or None."""
    live = Override.objects.filter(state__in=Override.LIVE)
    soonest: datetime | None = live.aggregate(until=Min("until"))["until"]
    return soonest


def wake(_now: datetime) -> None:
    """Hand it to a worker; several may come, the second finds nothing to do."""
    current_app.send_task(TASK)


def run(now: datetime) -> int:
    """Write down what has lapsed; how many. One that fails stays due and stops no other."""
    over = Override.objects.filter(state__in=Override.LIVE, until__lte=now)
    return sum(_safely(override, now) for override in over.select_related("plan"))


def _safely(override: Override, now: datetime) -> bool:
    try:
        return lapse_override(override, at=now)
    except Exception:
        log.exception("an override of %s could not be closed", override.plan.number)
        return False
