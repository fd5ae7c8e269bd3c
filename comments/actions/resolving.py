"""A thread is done with, or is not after all."""

from typing import Any

from django.db import transaction

from comments import events
from comments.lookup import find_thread
from comments.models import Thread
from comments.places import place_of
from ground.clock import now
from ground.journal import record
from ground.kinds import EventKind
from ground.policies import authorize
from plans.actions import lock


def resolve(thread: Thread, *, by: Any) -> Thread:
    """Mark it as done with; asking twice changes nothing."""
    return _set(thread, by, events.RESOLVED, is_resolved=True)


def reopen(thread: Thread, *, by: Any) -> Thread:
    """The other way; asking twice changes nothing."""
    return _set(thread, by, events.REOPENED, is_resolved=False)


@transaction.atomic
def _set(thread: Thread, by: Any, kind: EventKind, *, is_resolved: bool) -> Thread:
    plan = lock(thread.plan)
    thread = find_thread(plan, thread.pk)
    authorize(by, "thread.resolve", thread)
    if thread.is_resolved == is_resolved:
        return thread
    moment = now()
    thread.resolved_at = moment if is_resolved else None
    thread.resolved_by = by if is_resolved else None
    thread.changed_at = moment
    thread.save(update_fields=["resolved_at", "resolved_by", "changed_at"])
    told = place_of(thread).told()
    record(kind, chain=plan.chain, by=by, subject=f"thread:{thread.pk}", data=told)
    return thread
