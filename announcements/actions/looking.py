"""The people of a plan may have changed without the plan knowing: the clock looks."""

import logging
from datetime import datetime

from django.db import transaction

from announcements.actions.hearing import hear_change
from announcements.models import Bulletin
from plans.actions import lock
from plans.models import Plan

log = logging.getLogger("releaseplan.announcements")


def ask_to_look(plans: list[int], now: datetime) -> None:
    """Have the clock look at these plans (ids); those that nobody was told of yet need it not."""
    Bulletin.objects.filter(plan__in=plans).update(look_at=now)


def look_due(now: datetime) -> int:
    """Look at the plans that were asked for; one that fails stays due."""
    due = Bulletin.objects.filter(look_at__lte=now).order_by("look_at")
    return sum(_safely(pk, now) for pk in due.values_list("plan_id", flat=True))


def _safely(pk: int, now: datetime) -> bool:
    try:
        _look(pk, now)
    except Exception:
        log.exception("the announcements of plan %s could not be looked at", pk)
        return False
    return True


@transaction.atomic
def _look(pk: int, now: datetime) -> None:
    plan = lock(Plan.objects.only("pk").get(pk=pk))
    Bulletin.objects.filter(plan=plan, look_at__lte=now).update(look_at=None)
    hear_change(plan)
