"""Accepting a warning of the plan check, and taking that back."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Hidden
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


@transaction.atomic
def withdraw_acknowledgement(plan: Plan, *, by: Any, finding: str, message: str) -> None:
    """The warning of that key stands again; Hidden when nobody has accepted it."""
    plan = lock(plan)
    authorize(by, "plan.manage", plan)
    gone, _each = Acknowledgement.objects.filter(plan=plan, finding=finding).delete()
    if not gone:
        raise Hidden(_("这条提醒没有被接受过，或刚被撤销。"))
    record(
        events.NOT_ACKNOWLEDGED, chain=plan.chain, by=by, subject=f"finding:{finding}",
        data={"message": message},
    )  # fmt: skip
