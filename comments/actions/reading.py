"""Somebody has read a thread: what was said to them waits no more."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from comments.models import Mention, Thread
from ground.clock import now
from plans.actions import lock


@transaction.atomic
def note_read(thread: Thread, *, by: Any) -> int:
    """Mark the mentions of this person as read, and write no letter of what they saw."""
    lock(thread.plan)
    last = thread.comments.aggregate(last=Max("pk"))["last"] or 0
    thread.listeners.filter(person=by).update(told_upto=last, due_at=None)
    mine = Mention.objects.filter(comment__thread=thread, person=by, read_at=None)
    return mine.update(read_at=now())
