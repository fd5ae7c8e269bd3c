"""What a rehearsal finds, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from desk.rehearsal.climb import Climb
from plans.models import Plan

GATE, BATCH, STAGE, END = "gate", "batch", "stage", "end"


@dataclass(frozen=True)
class Point:
    """`at` is None when it can never come as things stand.

    until    when it is over, for what lasts: a batch, a stage
    held     what holds it until `at`, in words
    assumed  what is taken to come at once, each in words
    """

    kind: str
    title: str
    at: datetime | None
    until: datetime | None = None
    held: str = ""
    assumed: Sequence[str] = ()

    @property
    def last(self) -> datetime | None:
        return self.until or self.at

    def as_json(self, zone: ZoneInfo) -> dict[str, Any]:
        """Moments as ISO 8601 with the offset of `zone`."""
        return {
            "kind": self.kind,
            "title": self.title,
            "at": _iso(self.at, zone),
            "until": _iso(self.until, zone),
            "held": self.held,
            "assumed": list(self.assumed),
        }


@dataclass(frozen=True)
class Rehearsal:
    """Everything to come from `start` on, in the order of its moments.

    warnings  sentences, each with what to do
    fits      every point comes, and batches and ramps are over before the release window is
    climbs    the ramps, for their pictures
    """

    plan: Plan
    start: datetime
    points: Sequence[Point]
    warnings: Sequence[str] = ()
    fits: bool = True
    climbs: Sequence[Climb] = field(default=(), repr=False)

    @property
    def end(self) -> datetime | None:
        """When the last point is over; None when one of them never comes, or there is none."""
        if any(point.at is None for point in self.points):
            return None
        return max((point.last for point in self.points if point.last), default=None)

    def as_json(self) -> dict[str, Any]:
        zone = self.plan.zone
        return {
            "plan": self.plan.number,
            "start": _iso(self.start, zone),
            "points": [point.as_json(zone) for point in self.points],
            "warnings": list(self.warnings),
            "fits": self.fits,
        }


def _iso(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).isoformat() if moment else None
