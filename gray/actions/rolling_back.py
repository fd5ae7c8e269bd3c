"""Rolling back a whole plan: traffic first, applications after."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from gray.actions.applying import LEASE, carry_out, keep
from gray.actions.intents import Intent, new_token
from gray.actions.locking import Locked, lock_ramp
from gray.choosing import driver_or_reason
from gray.holding import successor
from gray.runs import Run
from gray.view import BEFORE, State
from ground.clock import now
from ground.notify import notify
from plans.actions.lifecycle import begin_rollback
from plans.actions.locking import lock
from plans.models import Plan


def roll_back_plan(plan: Plan, *, by: Any, reason: str) -> Plan:
    """Let the plan roll back; its ramps go off in the same transaction (see contribute)."""
    with transaction.atomic():
        return begin_rollback(lock(plan), by=by, reason=reason)


def turn_off_all(plan: Plan, *, by: Any, reason: str = "") -> int:
    """Every ramp of a locked plan that has begun goes off; how many.

    Inside switches at once. For an outside one the wish is kept, and the clock carries it
    out, and repeats it until the switch obeys.
    """
    runs = Run.objects.filter(plan=plan).exclude(state__in=(State.READY, State.OFF))
    found = [run.ramp for run in runs.select_related("ramp__plan")]
    for ramp in found:
        _turn_off(lock_ramp(ramp), by=by, reason=reason)
    return len(found)


def _turn_off(locked: Locked, *, by: Any, reason: str) -> None:
    ramp, moment = locked.ramp, now()
    driver = driver_or_reason(ramp.driver, ramp.environment)
    is_ours = successor(locked.run) is None
    intent = Intent(
        State.OFF, BEFORE, 0, (), "plan", reason=reason, actor=by.pk if by else None,
        writes=is_ours, token=new_token(),
    )  # fmt: skip
    if driver.inside or not is_ours:
        carry_out(locked, driver, intent, moment)
        return
    keep(locked, driver, intent, moment - LEASE - timedelta(seconds=1))
    Run.objects.filter(pk=locked.run.pk).update(due_at=moment, claimed_until=None)
    notify("releaseplan_due")
