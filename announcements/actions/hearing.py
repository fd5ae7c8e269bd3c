"""What a plan's people hear when its state, window, 沟通计划 or people change."""

from copy import copy
from datetime import datetime
from functools import partial
from typing import Any

from announcements.actions.inviting import calendars
from announcements.actions.scheduling import schedule
from announcements.actions.spreading import Calendars, invite, tell_others, tell_rows
from announcements.letters import state
from announcements.letters.moved import moved
from announcements.models import Bulletin
from announcements.occasions import BY_EVENT, MOVED, occasions_in
from announcements.standing import is_live
from ground.clock import now
from ground.models import Event
from plans.models import Plan
from plans.tables.registry import has_section, section

WINDOW_MOVED = "plan.window_moved"


def hear_state(plan: Plan) -> None:
    """Called in the transaction in which the state changed, once or more; each event is told once.

    A change may bring the next one before we hear of it, so the log is asked, not the plan.
    """
    moment, bulletin = now(), bulletin_of(plan)
    news = _news(plan, bulletin)
    _note_life(plan, bulletin, news)
    going = calendars(plan, moment)
    for event in news:
        reached = tell_rows(plan, event, _occasions(plan, event), going)
        if event.kind in state.HEADINGS:
            tell_others(plan, event, partial(state.changed, plan, event), reached, going)
    schedule(plan, bulletin, moment)
    invite(plan, going)


def hear_change(plan: Plan) -> None:
    """Called in the transaction in which window, zone, title, 沟通计划 or people changed."""
    moment, bulletin = now(), bulletin_of(plan)
    schedule(plan, bulletin, moment)
    going = calendars(plan, moment)
    if is_live(plan) and _window(plan) != _window(bulletin):
        _tell_of_move(plan, bulletin, going)
    invite(plan, going)


def bulletin_of(plan: Plan) -> Bulletin:
    found, _made = Bulletin.objects.get_or_create(plan=plan)
    return found


def _news(plan: Plan, bulletin: Bulletin) -> list[Event]:
    """The changes of state that nobody was told of, oldest first."""
    found = Event.objects.filter(
        chain=plan.chain, position__gt=bulletin.heard_upto, kind__in=[*BY_EVENT, "plan.withdrawn"]
    )
    return list(found.order_by("position"))


def _note_life(plan: Plan, bulletin: Bulletin, news: list[Event]) -> None:
    """How far was heard, since when the plan is told about, and which window people know of."""
    for event in news:
        bulletin.heard_upto = event.position
        if event.kind == "plan.approved":
            bulletin.live_since = event.at
            bulletin.window_start, bulletin.window_end = _window(plan)
        if event.kind == "plan.withdrawn":
            bulletin.live_since = None
    bulletin.save(update_fields=["heard_upto", "live_since", "window_start", "window_end"])


def _tell_of_move(plan: Plan, bulletin: Bulletin, going: Calendars) -> None:
    before = copy(plan)
    before.window_start = bulletin.window_start  # type: ignore[assignment]  # null, as on Plan
    before.window_end = bulletin.window_end  # type: ignore[assignment]
    bulletin.window_start, bulletin.window_end = _window(plan)
    bulletin.save(update_fields=["window_start", "window_end"])
    changes = Event.objects.filter(chain=plan.chain, kind="plan.changed")
    event = changes.latest("position")
    reached = tell_rows(plan, event, frozenset({MOVED}), going)
    draft = partial(moved, plan, before, event)
    tell_others(plan, event, draft, reached, going, kind=WINDOW_MOVED)


def _occasions(plan: Plan, event: Event) -> frozenset[str]:
    has_ramps = has_section("ramps") and section("ramps").rows(plan).exists()
    return occasions_in(event.kind, has_ramps=has_ramps)


def _window(of: Any) -> tuple[datetime | None, datetime | None]:
    return of.window_start, of.window_end
