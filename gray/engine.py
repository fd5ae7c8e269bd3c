"""The ramp engine: what to do with one ramp now, and why. Pure: values in, a value out.

The order inside one look: off → guardrails → drift → failed write → hold and pause →
freeze and window → hold time → metric gate → dependencies → approval. Whoever acts on
the decision writes the switch, reads it back, and records.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from calendars.spans import freeze_at, in_window, next_opening
from gray import reasons
from gray.view import BEFORE, Act, Block, Breach, Decision, Gate, State, View
from gray.words import Sentence

FOLD_AFTER = timedelta(minutes=1)
"""A stage this late is served from its planned moment on; a smaller delay costs it nothing."""


def decide(now: datetime, view: View) -> Decision:
    """The one thing to do with this ramp at `now`."""
    found = (
        _at_rest(now, view)
        or _guarded(view)
        or _stopped(now, view)
        or _renewed(now, view)
        or _finished(now, view)
        or _next(now, view)
    )
    return replace(found, also=(*found.also, *_overridden(now, view)))


def _overridden(now: datetime, view: View) -> Iterator[Sentence]:
    """That an emergency override keeps windows and freezes open, and until when."""
    if view.state not in (State.DONE, State.OFF):
        yield from (reasons.overridden(view, one.end, now) for one in view.openings if now in one)


def _at_rest(now: datetime, view: View) -> Decision | None:
    """Off stays off, and who has not begun waits for a person."""
    if view.state not in (State.OFF, State.READY):
        return None
    why = reasons.OFF if view.state is State.OFF else reasons.READY
    ahead = () if view.state is State.OFF else (*standstill(now, view), *_ahead(now, view))
    return Decision(Act.STAY, why, also=tuple(block.why for block in ahead), blocked=True)


def _guarded(view: View) -> Decision | None:
    """A breached guardrail acts in every state that has traffic, also while holding."""
    for guardrail in view.guardrails:
        if guardrail.breach is Breach.HOLD:
            if view.state is State.RUNNING:
                return Decision(Act.HOLD, guardrail.words, blocked=True)
        elif guardrail.breach is Breach.OFF or view.index <= 0:
            return Decision(Act.OFF, guardrail.words, blocked=True)
        else:
            return Decision(Act.FALL, guardrail.words, to=view.index - 1, blocked=True)
    return None


def _stopped(now: datetime, view: View) -> Decision | None:
    if view.state is State.DONE and not view.is_drifted:
        return Decision(Act.STAY, reasons.DONE, blocked=True)
    stops = list(standstill(now, view))
    if view.state is State.HELD:
        stops.append(Block(reasons.HELD))
    return _stay([*stops, *_ahead(now, view)]) if stops else None


def _ahead(now: datetime, view: View) -> Iterator[Block]:
    """What would be in the way if the ramp were not stopped."""
    if view.index < view.last:
        yield from timers(now, view)
        yield from obstacles(view, view.index + 1)


def standstill(now: datetime, view: View) -> Iterator[Block]:
    """What keeps the ramp from rising whichever stage is meant: drift, error, pause."""
    if view.is_drifted:
        yield Block(reasons.drifted(view))
    if view.error and view.retry and now < view.retry:
        yield Block(reasons.failed(view, now), view.retry)
    if view.unread:
        yield Block(reasons.unread(view))
    yield from (Block(words) for words in view.stops)


def _renewed(now: datetime, view: View) -> Decision | None:
    """A living machine takes the place of a dead one, at a moment when traffic may rise."""
    if not view.renewed or any(closed(now, view, now)):
        return None
    return Decision(Act.RENEW, reasons.RENEWED, to=view.index)


def _finished(now: datetime, view: View) -> Decision | None:
    if not view.steps:
        return Decision(Act.STAY, reasons.EMPTY, blocked=True)
    if view.index < view.last:
        return None
    ends = view.hold_ends
    if ends and now < ends:
        return _stay([Block(reasons.holding(view, ends, now), ends)])
    return Decision(Act.FINISH, reasons.DONE, to=view.index)


def _next(now: datetime, view: View) -> Decision:
    """Rise to the next stage, or stay and say everything that is in the way."""
    target = view.index + 1
    waits = list(timers(now, view))
    blocks = [*waits, *obstacles(view, target)]
    if blocks:
        return _stay(blocks, ask=_to_ask(now, view, target))
    reached, since = fold(now, view)
    return Decision(Act.RISE, reasons.rising(view.steps[reached]), to=reached, since=since)


def _stay(blocks: list[Block], ask: int | None = None) -> Decision:
    """Stay for the first reason, look again when the earliest of them ends."""
    first, *others = blocks
    return Decision(
        Act.STAY,
        first.why,
        ask=ask,
        due=min((one.until for one in blocks if one.until), default=None),
        until=first.until,
        also=tuple(one.why for one in others),
        blocked=any(one.until is None for one in blocks),
    )


def timers(now: datetime, view: View) -> Iterator[Block]:
    """The hold (or the planned start), and the windows and freezes behind it."""
    ends = view.hold_ends
    if ends and now < ends:
        say = reasons.starting if view.index == BEFORE else reasons.holding
        yield Block(say(view, ends, now), ends)
        yield from closed(max(now, ends), view, now)
    else:
        yield from closed(now, view, now)


def closed(moment: datetime, view: View, now: datetime) -> Iterator[Block]:
    """Why nothing may rise at `moment`, if so."""
    freeze = freeze_at(moment, view.freezes)
    if freeze is None and in_window(moment, view.windows, view.zone):
        return
    until = _opening(moment, view)
    yield Block(reasons.shut(view, until, now, freeze), until)


def obstacles(view: View, target: int) -> Iterator[Block]:
    """What only events or people can clear away before stage `target`."""
    step = view.steps[target]
    yield from (Block(words) for words in (*step.checks, *step.needs))
    if step.gate is Gate.REFUSED:
        yield Block(reasons.refused(step))
    elif not step.gate.is_open:
        yield Block(reasons.unsigned(step))


def _to_ask(now: datetime, view: View, target: int) -> int | None:
    """A sign-off is asked for once the stage before is over and its metrics pass."""
    step, ends = view.steps[target], view.hold_ends
    ripe = (ends is None or ends <= now) and not step.checks
    return target if ripe and step.gate is Gate.UNASKED else None


def fold(now: datetime, view: View) -> tuple[int, datetime]:
    """The stage to rise to at `now`, and from when its hold counts.

    One stage further, as a rule from now on. When the clock itself was late, the
    stages that only wait for time and would be over by now fold into one move, as
    if each had come at its planned moment. Time that people took is not lateness.
    """
    target = view.index + 1
    planned = _planned(view)
    if planned is None or now - planned < FOLD_AFTER:
        return target, now
    while target < view.last and view.steps[target + 1].is_time_only:
        following = _opening(planned + view.steps[target].hold, view)
        if following is None or now - following < FOLD_AFTER:
            break
        target, planned = target + 1, following
    return target, now if _is_watched(view, target) else planned


def _is_watched(view: View, index: int) -> bool:
    """Metrics are to be looked at before the stage after `index`: it is held for its whole time."""
    return index < view.last and view.steps[index + 1].measured


def _planned(view: View) -> datetime | None:
    """When the next stage could have come at the earliest."""
    moments = [moment for moment in (view.hold_ends, view.free_since) if moment]
    return _opening(max(moments), view) if moments else None


def _opening(moment: datetime, view: View) -> datetime | None:
    return next_opening(moment, view.windows, view.freezes, view.zone)
