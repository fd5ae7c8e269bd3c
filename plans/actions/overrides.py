"""Emergency overrides: one asks with a reason, another confirms, and it ends by itself."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Denied, WrongState
from ground.journal import record
from ground.kinds import EventKind
from ground.models import Event
from ground.policies import authorize, can
from plans import events
from plans.actions.locking import lock
from plans.actions.override_rules import (
    explain,
    measure,
    require_asked,
    require_seen,
    require_under_way,
    state_of,
)
from plans.contribute import announce
from plans.lookup import find_override
from plans.models import Override, Plan
from plans.overrides import PATIENCE
from plans.overriding import letters
from plans.overriding.freezes import freezes_until


@transaction.atomic
def ask_override(plan: Plan, *, by: Any, reason: str, minutes: int) -> Override:
    """Ask for the plan's closed times to be opened for `minutes` from a confirmation on.

    Raises Denied, Invalid for a length or reason that will not do, WrongState when the plan
    is not under way or another override is asked for or in force.
    """
    plan, moment = lock(plan), now()
    authorize(by, "override.ask", plan)
    explain(reason)
    measure(minutes)
    require_under_way(plan)
    for live in list(plan.overrides.filter(state__in=Override.LIVE)):
        if not live.is_over(moment):
            raise WrongState(
                _("已经有一个紧急放行（%(state)s），先等它结束或提前结束它。")
                % {"state": live.get_state_display()}
            )
        _lapse(plan, live, moment)
    override = Override.objects.create(
        plan=plan, reason=reason.strip(), minutes=minutes, asked_by=by, asked_at=moment,
        until=moment + PATIENCE,
    )  # fmt: skip
    event = _log(events.OVERRIDE_ASKED, override, by, moment, override.reason)
    letters.asked(override, event)
    return override


@transaction.atomic
def confirm_override(
    override: Override, *, by: Any, seen: Collection[int] | None = None
) -> Override:
    """The second person opens the times; the length counts from this moment.

    `seen` are the ids of the freezes that the person was shown; Stale when there are others now.
    """
    plan, override, moment = _locked(override)
    authorize(by, "override.decide", override)
    if not can(override.asked_by, "override.ask", plan):
        raise Denied(_("申请的人已经不能申请紧急放行，请驳回它，再由现在的成员重新申请。"))
    require_asked(override, moment)
    require_under_way(plan)
    until = moment + override.length
    lifted = freezes_until(plan, moment, until)
    if seen is not None:
        require_seen(lifted, seen)
    _move(
        override, Override.ASKED, Override.CONFIRMED, confirmed_by=by, begins_at=moment,
        until=until, freezes=[freeze.pk for freeze in lifted],
    )  # fmt: skip
    event = _log(
        events.OVERRIDE_BEGUN, override, by, moment, override.reason,
        asker=override.asked_by.called, freezes=[freeze.reason for freeze in lifted],
    )  # fmt: skip
    letters.begun(override, event)
    announce("times_changed", plan, by)
    return override


@transaction.atomic
def refuse_override(override: Override, *, by: Any, reason: str) -> Override:
    """The second person says no, or the first one takes the request back."""
    _plan, override, moment = _locked(override)
    is_own = by.pk == override.asked_by_id
    authorize(by, "override.end" if is_own else "override.decide", override)
    explain(reason)
    require_asked(override, moment)
    _move(override, Override.ASKED, Override.REFUSED, closed_by=by, closed_at=moment)
    kind = events.OVERRIDE_WITHDRAWN if is_own else events.OVERRIDE_REFUSED
    letters.closed(override, _log(kind, override, by, moment, reason))
    return override


@transaction.atomic
def end_override(override: Override, *, by: Any, reason: str = "") -> Override:
    """Windows and freezes bind again from this moment on."""
    plan, override, moment = _locked(override)
    authorize(by, "override.end", override)
    if reason:
        explain(reason)
    if override.state != Override.CONFIRMED or override.is_over(moment):
        raise WrongState(_("这个紧急放行不在进行中（%(state)s）。") % state_of(override, moment))
    _move(override, Override.CONFIRMED, Override.ENDED, closed_by=by, closed_at=moment)
    letters.closed(override, _log(events.OVERRIDE_ENDED, override, by, moment, reason))
    announce("times_changed", plan, by)
    return override


@transaction.atomic
def lapse_override(override: Override, *, at: datetime) -> bool:
    """Write down that its time is up; False when somebody was first or it is not."""
    plan, override, _moment = _locked(override)
    if override.state not in Override.LIVE or not override.is_over(at):
        return False
    _lapse(plan, override, at)
    return True


def close_with(plan: Plan, *, by: Any) -> None:
    """The plan is over: nothing of it is to be opened any more. The caller holds its lock."""
    moment = now()
    for override in plan.overrides.filter(state__in=Override.LIVE):
        is_asked = override.state == Override.ASKED
        closing = Override.REFUSED if is_asked else Override.ENDED
        kind = events.OVERRIDE_WITHDRAWN if is_asked else events.OVERRIDE_ENDED
        _move(override, override.state, closing, closed_by=by, closed_at=moment)
        reason = _("计划现在是“%(state)s”。") % {"state": plan.get_status_display()}
        _log(kind, override, by, moment, reason)


def _lapse(plan: Plan, override: Override, at: datetime) -> None:
    was_open = override.state == Override.CONFIRMED
    kind = events.OVERRIDE_LAPSED if was_open else events.OVERRIDE_UNANSWERED
    _move(override, override.state, Override.LAPSED, closed_at=at)
    letters.closed(override, _log(kind, override, None, at))
    if was_open:
        announce("times_changed", plan, None)


def _locked(override: Override) -> tuple[Plan, Override, datetime]:
    """The plan's lock first, then the override as it stands."""
    plan = lock(override.plan)
    return plan, find_override(plan, override.pk), now()


def _move(override: Override, frm: str, to: str, **values: Any) -> None:
    """Compare and set: whoever comes second is told so."""
    if not Override.objects.filter(pk=override.pk, state=frm).update(state=to, **values):
        raise WrongState(_("刚才已经有人决定过这个紧急放行。"))
    override.state = to
    for name, value in values.items():
        setattr(override, name, value)


def _log(
    kind: EventKind, override: Override, by: Any, at: datetime, reason: str = "", **more: Any
) -> Event:
    data = {
        "override": override.pk, "minutes": override.minutes,
        "until": override.until.isoformat(), **more,
    }  # fmt: skip
    return record(
        kind, chain=override.plan.chain, by=by, subject=f"override:{override.pk}", at=at,
        reason=reason, data=data,
    )  # fmt: skip
