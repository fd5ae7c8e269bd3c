"""Sealing snapshots."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from ground.clock import now
from ground.journal import record
from ground.policies import authorize
from plans import events
from plans.actions.locking import lock
from plans.document import load, whole_digest
from plans.models import Plan, Revision

LONGEST_REASON = 500
"""What a revision shows of its reason; the event has all of it."""


@transaction.atomic
def seal(plan: Plan, *, by: Any, reason: str = "") -> Revision:
    """Keep a snapshot of the whole plan as it stands now."""
    plan = lock(plan)
    authorize(by, "plan.comment", plan)
    return seal_locked(plan, by=by, reason=reason)


def seal_locked(plan: Plan, *, by: Any, reason: str = "") -> Revision:
    """`seal` for an action that has locked the plan and authorised already."""
    document = load(plan)
    last = plan.revisions.aggregate(last=Max("number"))["last"] or 0
    revision = Revision.objects.create(
        plan=plan,
        number=last + 1,
        digest=whole_digest(document),
        snapshot=document.as_json(),
        reason=reason[:LONGEST_REASON],
        created_by=by,
        created_at=now(),
    )
    record(
        events.SEALED, chain=plan.chain, by=by, subject=f"revision:{revision.number}",
        reason=reason, data={"number": revision.number, "digest": revision.digest},
    )  # fmt: skip
    return revision
