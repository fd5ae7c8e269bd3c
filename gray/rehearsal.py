"""What would happen: the earliest time of every stage to come, by asking the engine itself.

Pure. Times (holds, windows, freezes) are taken as they stand; whatever needs people or
other systems is taken to come at once and is named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gray.engine import closed, decide, obstacles, timers
from gray.view import BEFORE, Act, Block, Gate, State, Step, View
from gray.words import Sentence


@dataclass(frozen=True, slots=True)
class Forecast:
    """Stage `index` could come at `at`, if `assumed` comes at once.

    ripe    when its hold and its planned start are over, whether or not it may rise then
    waits   the times that hold it until then
    behind  when the work comes that it depends on, if that holds it longest
    """

    index: int
    at: datetime
    share: int
    ripe: datetime
    waits: tuple[Block, ...] = ()
    assumed: tuple[Sentence, ...] = ()
    behind: datetime | None = None

    @property
    def held(self) -> Sentence | None:
        """The first thing that holds it."""
        return self.waits[0].why if self.waits else None


Bounds = Mapping[int, datetime | None]
"""{index of a stage: when the work comes that it depends on, None for never}."""


def rehearse(now: datetime, view: View, bounds: Bounds | None = None) -> list[Forecast]:
    """The stages to come in order; fewer than all when no open time ever comes."""
    found: list[Forecast] = []
    moment, seen = now, _as_if_running(now, view)
    while seen.index < seen.last:
        forecast = _next(moment, seen, (bounds or {}).get(seen.index + 1, moment))
        if forecast is None:
            break
        found.append(forecast)
        moment = forecast.at
        seen = replace(
            seen, index=forecast.index, share=forecast.share, since=moment, free_since=moment
        )
    return found


def _as_if_running(now: datetime, view: View) -> View:
    """Begun, or going on, at this moment; what people have stopped goes on at once."""
    fresh = view.state in (State.READY, State.OFF)
    return replace(
        view,
        state=State.RUNNING,
        index=BEFORE if fresh else view.index,
        share=0 if fresh else view.share,
        since=None if fresh else view.since,
        free_since=now,
        actual=None,
        foreign="",
        unread="",
        stops=(),
        guardrails=(),
        renewed=(),
        error="",
    )


def _next(now: datetime, view: View, bound: datetime | None) -> Forecast | None:
    """The next stage, not before `bound`."""
    if bound is None:
        return None
    target = view.index + 1
    ripe = max(now, view.hold_ends or now)
    behind = bound if bound > ripe else None
    moment = behind or now
    cleared = replace(view, steps=_cleared(view.steps, target), free_since=moment)
    while True:
        decision = decide(moment, cleared)
        if decision.act is Act.RISE:
            break
        if decision.due is None or decision.due <= moment:
            return None
        moment = decision.due
        cleared = replace(cleared, free_since=moment)
    return Forecast(
        target,
        moment,
        view.steps[target].share,
        max(ripe, bound),
        tuple(_waits(now, view, behind)),
        tuple(block.why for block in obstacles(view, target)),
        behind,
    )


def _waits(now: datetime, view: View, behind: datetime | None) -> Iterator[Block]:
    return closed(behind, view, now) if behind else timers(now, view)


def _cleared(steps: tuple[Step, ...], target: int) -> tuple[Step, ...]:
    step = replace(steps[target], gate=Gate.FREE, needs=(), checks=())
    return (*steps[:target], step, *steps[target + 1 :])


def ends(view: View, forecast: list[Forecast]) -> datetime | None:
    """When the hold of the last stage is over, if every stage comes."""
    if not view.steps:
        return None
    hold: timedelta = view.steps[-1].hold
    if forecast and forecast[-1].index == view.last:
        return forecast[-1].at + hold
    if view.index == view.last and view.since:
        return view.since + hold
    return None
