"""One ramp from the moment on at which it may begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from desk.rehearsal.openings import is_endless
from gray.engine import standstill
from gray.rehearsal import Bounds, Forecast, ends, rehearse
from gray.view import BEFORE, State, View
from gray.words import Sentence


@dataclass(frozen=True)
class Climb:
    """How a ramp would go up.

    begin     from when on it could; None when a batch before it never comes
    behind    what its first stage stands behind: the batches before it, in words
    forecast  the stages that come, in order
    end       when the hold of the last stage is over, if all come
    held      {index of a stage: the work that it depends on and when that comes, in words}
    sure      what stages say of work whose time is rehearsed and not assumed
    bounds    {index of a stage: when that comes}, None while nothing is rehearsed
    """

    key: int
    name: str
    view: View
    begin: datetime | None
    behind: str = ""
    forecast: Sequence[Forecast] = field(default=(), repr=False)
    end: datetime | None = None
    held: Mapping[int, str] = field(default_factory=dict, repr=False)
    sure: Sequence[Sentence] = field(default=(), repr=False)
    bounds: Bounds | None = None

    @property
    def reached(self) -> int:
        return self.forecast[-1].index if self.forecast else self.view.index

    @property
    def is_stuck(self) -> bool:
        return bool(self.view.steps) and self.reached < self.view.last

    @property
    def never(self) -> frozenset[int]:
        """The stages whose work never comes."""
        return frozenset(index for index, at in (self.bounds or {}).items() if at is None)

    @property
    def is_fresh(self) -> bool:
        """It has not let anybody in yet."""
        return self.view.index == BEFORE or self.view.state in (State.READY, State.OFF)

    @property
    def stopped(self) -> list[Sentence]:
        """What people have to clear away before it goes on at all; times and the plan's state
        are no such thing."""
        if self.begin is None:
            return []
        blocks = standstill(self.begin, self.view)
        stops = [one.why for one in blocks if one.until is None and one.why.code != "plan"]
        return [*(guardrail.words for guardrail in self.view.guardrails), *stops]


def climb(waiting: Climb) -> Climb:
    """The ramp rehearsed from its `begin` on; a stage that would wait for ever ends it."""
    if waiting.begin is None:
        return waiting
    forecast: list[Forecast] = []
    for one in rehearse(waiting.begin, waiting.view, waiting.bounds):
        if is_endless(one.ripe, one.at):
            break
        forecast.append(one)
    return replace(waiting, forecast=forecast, end=ends(waiting.view, forecast))
