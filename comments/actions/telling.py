"""Writing the letters that are due: what was said in a thread since the last one."""

import logging
from datetime import datetime

from django.db import transaction

from comments.letters import send
from comments.models import Comment, Listener
from plans.actions import lock
from plans.models import Plan

log = logging.getLogger("releaseplan.comments")


def tell_due(now: datetime) -> int:
    """Write to everybody whose time has come; how many letters went into the outbox.

    One that fails does not stop the others; it stays due.
    """
    ids = list(Listener.objects.filter(due_at__lte=now).values_list("pk", flat=True))
    return sum(_safely(pk, now) for pk in ids)


def _safely(pk: int, now: datetime) -> bool:
    try:
        return _tell(pk, now)
    except Exception:
        log.exception("the letter of listener %s could not be written", pk)
        return False


@transaction.atomic
def _tell(pk: int, now: datetime) -> bool:
    """Whether there was something to tell: what is secret or taken back is not told.

    The plan is locked first, so that nothing is said between reading and writing.
    """
    lock(Plan.objects.only("pk").get(comment_threads__listeners=pk))
    due = Listener.objects.select_related("thread__plan", "person")
    listener = due.filter(pk=pk, due_at__lte=now).first()
    if listener is None:
        return False
    said = _said(listener)
    last = max([listener.told_upto, *(one.pk for one in said)])
    Listener.objects.filter(pk=pk).update(due_at=None, told_upto=last)
    if not said or not _may_hear(listener):
        return False
    Listener.objects.filter(pk=pk).update(told_at=now)
    send(listener, said)
    return True


def _said(listener: Listener) -> list[Comment]:
    """What others said since, and still stands."""
    found = listener.thread.comments.filter(pk__gt=listener.told_upto, deleted_at=None)
    others = found.exclude(author=listener.person_id)
    return list(others.select_related("author").prefetch_related("mentions"))


def _may_hear(listener: Listener) -> bool:
    person, plan = listener.person, listener.thread.plan
    return Plan.objects.open_to(person).filter(pk=plan.pk).exists()
