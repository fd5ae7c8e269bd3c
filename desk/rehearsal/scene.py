"""What the warnings of a rehearsal look at, and what they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.rehearsal.batches import Slot
from desk.rehearsal.climb import Climb
from desk.rehearsal.lengths import Work
from desk.rehearsal.points import GATE, Point
from plans.batches import AppNode
from plans.models import Plan
from plans.times import Times


@dataclass(frozen=True)
class Caution:
    """`is_misfit`: the plan cannot be carried out like this within its window, or ever."""

    text: str
    is_misfit: bool = False


@dataclass(frozen=True)
class Scene:
    """Everything that a caution looks at."""

    plan: Plan
    start: datetime
    times: Times
    points: Sequence[Point]
    slots: Sequence[Slot]
    climbs: Sequence[Climb]
    apps: Sequence[AppNode]
    homeless: Sequence[Work]

    @property
    def begin(self) -> datetime:
        """When the release itself would begin: a plan cannot be started before its window."""
        first = self.plan.window_start if self.plan.started_at is None else None
        return max(self.start, first) if first else self.start

    @property
    def work(self) -> list[Point]:
        """What changes production: everything but the gates."""
        return [point for point in self.points if point.kind != GATE]

    def say(self, moment: datetime) -> str:
        return moment.astimezone(self.times.zone).strftime("%Y-%m-%d %H:%M")
