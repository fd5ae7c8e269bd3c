"""Accepting a warning of the plan check."""

from typing import Any

from django.db import transaction

from ground.clock import now
from ground.journal import record
from ground.policies import authorize
from plans import events
from plans.actions.lifecycle import require
from plans.actions.locking import lock
from plans.models import Acknowledgement, Plan


@transaction.atomic
def acknowledge(plan: Plan, *, by: Any, finding: str, message: str, reason: str) -> None:
    """Accept the warning of that key, with the reason; a second time changes nothing."""
    plan = lock(plan)
    authorize(by, "plan.manage", plan)
    require(reason)
    _made, fresh = Acknowledgement.objects.get_or_create(
        plan=plan, finding=finding, defaults={"reason": reason[:500], "by": by, "at": now()}
    )
    if fresh:
        record(
            events.ACKNOWLEDGED, chain=plan.chain, by=by, subject=f"finding:{finding}",
            reason=reason, data={"message": message},
        )  # fmt: skip
