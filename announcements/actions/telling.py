"""Telling what is due, or what something that happened makes due."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from announcements.audience import audience_of
from announcements.events import TOLD
from announcements.letters.notice import before_window
from announcements.models import PLANNED, SENT, SKIPPED, Announcement
from announcements.standing import is_live
from announcements.ways import MAIL, ROBOTS, ways_of
from ground.clock import now as clock
from ground.journal import record
from ground.models import Event
from people.models import User
from plans.actions import lock
from plans.letters import Calendar, Draft, say, send
from plans.models import Plan

log = logging.getLogger("releaseplan.announcements")


@dataclass(frozen=True)
class Reached:
    """Who got a mail (ids), and how many robots were told."""

    people: frozenset[int] = frozenset()
    robots: int = 0


def tell_due(now: datetime) -> int:
    """Announce what is due; how many announcements went into the outbox.

    One that fails does not stop the others; it stays due.
    """
    due = Announcement.objects.filter(state=PLANNED, due_at__lte=now).order_by("due_at", "pk")
    return sum(_safely(pk, now) for pk in due.values_list("pk", flat=True))


def _safely(pk: int, now: datetime) -> bool:
    try:
        return _tell_one(pk, now)
    except Exception:
        log.exception("announcement %s could not be told", pk)
        return False


@transaction.atomic
def _tell_one(pk: int, now: datetime) -> bool:
    """Whether it was told: not of a plan that nobody has approved, nor once its window has begun."""
    plan = lock(Plan.objects.only("pk").get(announcements=pk))
    row = Announcement.objects.filter(pk=pk, state=PLANNED, due_at__lte=now).first()
    if row is None:
        return False
    if why := _against(plan, row, now):
        Announcement.objects.filter(pk=pk).update(state=SKIPPED, why=why)
        return False
    tell(plan, row, partial(before_window, plan, row, now))
    return True


def _against(plan: Plan, row: Announcement, now: datetime) -> str:
    if not is_live(plan):
        return "late"
    start = plan.window_start
    return "begun" if start and row.due_at and row.due_at < start <= now else ""


def tell(
    plan: Plan,
    row: Announcement,
    draft: Callable[[], Draft],
    *,
    event: Event | None = None,
    calendars: dict[User, Calendar] | None = None,
) -> Reached:
    """Tell its audience by the ways it names.

    A row that waits for something to happen stays planned: each time is told once. Chats that
    nobody set up do not swallow it: then it is a mail. Of `calendars` each letter takes along
    what is for its reader.
    """
    told = _note(row, event)
    if told is None:
        return Reached()
    kind, key = event.kind if event else "window.near", f"announcement:{told.pk}"
    ways = ways_of(row.channel)
    robots = say(plan, draft, key=key, kind=kind) if ROBOTS in ways else 0
    people = audience_of(plan, row.audience).people if MAIL in ways or not robots else []
    send(plan, people, draft, key=key, kind=kind, calendars=_taken(people, calendars))
    _record(plan, told, len(people), robots)
    return Reached(frozenset(one.pk for one in people), robots)


def _taken(people: list[User], calendars: dict[User, Calendar] | None) -> dict[int, Calendar]:
    going = calendars if calendars is not None else {}
    return {one.pk: going.pop(one) for one in people if one in going}


def _note(row: Announcement, event: Event | None) -> Announcement | None:
    """The announcement that is now told; None when somebody was first."""
    if event is None:
        own = Announcement.objects.filter(pk=row.pk, state=PLANNED)
        return row if own.update(state=SENT, told_at=clock()) else None
    same = ("rule", "row", "moment", "occasions", "audience", "channel", "content")
    values = {name: getattr(row, name) for name in same}
    told, made = Announcement.objects.get_or_create(
        plan_id=row.plan_id, key=f"{row.rule}@{event.position}",
        defaults={**values, "due_at": event.at, "state": SENT, "told_at": clock()},
    )  # fmt: skip
    return told if made else None


def _record(plan: Plan, told: Announcement, people: int, robots: int) -> None:
    data = {"moment": told.moment, "people": people, "robots": robots}
    record(TOLD, chain=plan.chain, subject=f"announcement:{told.pk}", data=data)
