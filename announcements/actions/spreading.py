"""Spreading one piece of news: rows that waited for it, then everyone whom none of them reached."""

from collections.abc import Callable, Iterable
from functools import partial

from announcements.actions.telling import Reached, tell
from announcements.letters.invitation import invitation
from announcements.letters.notice import on_event
from announcements.models import PLANNED, Announcement
from ground.models import Event
from people.models import User
from plans.grants import everyone
from plans.letters import Calendar, Draft, say, send
from plans.models import Plan

Calendars = dict[User, Calendar]
"""What calendars are still to be told; each letter takes along what is for its reader."""


def tell_rows(plan: Plan, event: Event, occasions: frozenset[str], going: Calendars) -> Reached:
    """Every row that waited for one of `occasions`; whom they reached."""
    told = [
        tell(plan, row, partial(on_event, plan, row, event), event=event, calendars=going)
        for row in _waiting(plan, occasions)
    ]
    return Reached(
        frozenset().union(*(one.people for one in told)), sum(one.robots for one in told)
    )


def tell_others(
    plan: Plan, event: Event, draft: Callable[[], Draft], reached: Reached, going: Calendars,
    *, kind: str = "",
) -> None:  # fmt: skip
    """Everyone of the plan, and the groups that listen, whom no row reached."""
    kind = kind or event.kind
    key = f"{event.chain}#{event.position}:{kind}"
    people = [one for one in everyone(plan) if one.pk not in reached.people]
    taken = {one.pk: going.pop(one) for one in people if one in going}
    send(plan, people, draft, key=key, kind=kind, calendars=taken)
    if not reached.robots:
        say(plan, draft, key=key, kind=kind)


def invite(plan: Plan, going: Calendars) -> None:
    """Who got no letter that could take the invitation along gets one of its own."""
    for person, calendar in going.items():
        send(
            plan, [person], partial(invitation, plan, calendar.method),
            key=f"{plan.chain}:invitation:{plan.invitation.sequence}", kind="window.invited",
            calendars={person.pk: calendar},
        )  # fmt: skip


def _waiting(plan: Plan, occasions: frozenset[str]) -> Iterable[Announcement]:
    if not occasions:
        return []
    rows = plan.announcements.filter(state=PLANNED, due_at=None).order_by("pk")
    return [row for row in rows if occasions & set(row.occasions)]
