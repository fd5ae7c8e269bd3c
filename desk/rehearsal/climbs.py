"""The ramps, each rehearsed as soon as its batches, times and dependencies let it go up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desk.rehearsal.awaiting import Known, awaited
from desk.rehearsal.batches import Slot
from desk.rehearsal.climb import Climb, climb
from gray.runs import Run
from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from gray.situation import stages_of, view_of
from gray.standing import Standing
from gray.view import BEFORE, State
from ground.texts import fold
from ground.words import in_row
from plans.models import Plan
from plans.times import Times


@dataclass(frozen=True)
class Waiting:
    """A ramp at the foot of its stairs, and its stages."""

    stages: Sequence[Stage]
    climb: Climb

    def go(self, known: Known) -> Climb:
        """As before if what its stages wait for comes when it did before."""
        found = awaited(self.stages, known)
        bounds = {index: last.at for index, [last, *_others] in found.items()}
        before = known.climbs[self.climb.key]
        if before.bounds == bounds:
            return before
        held = {index: last.held(known.plan) for index, [last, *_others] in found.items()}
        sure = tuple(one.sure for work in found.values() for one in work if one.sure)
        return climb(replace(self.climb, held=held, sure=sure, bounds=bounds))


@dataclass(frozen=True)
class Around:
    """What all ramps of a plan have in common."""

    plan: Plan
    start: datetime
    times: Times
    slots: Sequence[Slot]
    standing: Standing


def climbs(plan: Plan, start: datetime, times: Times, slots: Sequence[Slot]) -> list[Climb]:
    """Every ramp that has stages to go, in order."""
    around = Around(plan, start, times, slots, Standing(plan))
    ramps = around.standing.ramps_of(plan)
    ready = [
        _waiting(around, ramp, run or Run(plan=plan, ramp=ramp))
        for ramp, run in ramps
        if run is None or run.state != State.DONE
    ]
    return list(_together(Known(plan, slots, ramps, around.standing), ready).values())


def _together(known: Known, ready: Sequence[Waiting]) -> dict[int, Climb]:
    """First nobody comes to a stage that waits for a ramp; then again and again those whose
    ramps have come. Whoever is left waits for ever: ramps that wait for each other."""
    found = {one.climb.key: one.climb for one in ready}
    while True:
        before = found
        found = {one.climb.key: one.go(replace(known, climbs=before)) for one in ready}
        if found == before or not any(stage.needs for one in ready for stage in one.stages):
            return found


def _waiting(around: Around, ramp: Ramp, run: Run) -> Waiting:
    """A fresh one waits for the batches of its application."""
    plan, start = around.plan, around.start
    ramp.plan = plan
    stages = stages_of(ramp, plan)
    view = view_of(
        plan, ramp, run, start, stages=stages, times=around.times, standing=around.standing
    )
    fresh = view.index == BEFORE or view.state in (State.READY, State.OFF)
    needed = _needed(ramp, around.slots) if fresh else []
    behind = in_row(slot.name for slot in needed)
    begin = _begin(plan, start, needed)
    return Waiting(stages, Climb(ramp.pk, ramp.name or ramp.flag, view, begin, behind))


def _needed(ramp: Ramp, slots: Sequence[Slot]) -> list[Slot]:
    """The batches of the ramp's own application, else all that are still to come."""
    own = [
        slot
        for slot in slots
        if any(fold(node.app) == fold(ramp.application) for node in slot.apps)
    ]
    return own or list(slots)


def _begin(plan: Plan, start: datetime, needed: Sequence[Slot]) -> datetime | None:
    """When its batches are over; a plan cannot be started before its release window."""
    if any(slot.at is None for slot in needed):
        return None
    first = plan.window_start if plan.started_at is None else None
    moments = [start, *(slot.until for slot in needed if slot.until), *([first] if first else [])]
    return max(moments)
