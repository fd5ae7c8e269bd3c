"""A rehearsal as a page or a printed chapter shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calendars.days import Day, day_of, written_days
from desk.rehearsal.pictures import figures
from desk.rehearsal.points import BATCH, END, GATE, STAGE, Point, Rehearsal
from gray.words import Lasting

WORDS = {
    GATE: (_("签字"), "warn"),
    BATCH: (_("批次"), "run"),
    STAGE: (pgettext_lazy("kind", "灰度"), "ramp"),
    END: (_("走完"), "ok"),
}


@dataclass(frozen=True)
class Line:
    """A point with the word and the colour of its kind; `goes_on` says that it ends another day."""

    point: Point
    word: str
    tone: str
    goes_on: bool


@dataclass(frozen=True)
class Group:
    """The points of one day; those that never come stand in the group without a date."""

    date: date | None
    kind: Day | None
    lines: Sequence[Line]


def page_of(found: Rehearsal) -> dict[str, Any]:
    """The context of the page's and of the chapter's parts."""
    end = found.end
    return {
        "found": found,
        "groups": list(_groups(found)),
        "figures": figures(found),
        "end": end,
        "takes": Lasting(end - found.start) if end and end > found.start else "",
    }


def _groups(found: Rehearsal) -> Iterator[Group]:
    zone = found.plan.zone
    days = {_date(point, zone) for point in found.points}
    written = written_days({day.year for day in days if day})
    for day, points in groupby(found.points, key=lambda point: _date(point, zone)):
        kind = day_of(day, written) if day else None
        yield Group(day, kind, [_line(point, zone) for point in points])


def _date(point: Point, zone: ZoneInfo) -> date | None:
    return point.at.astimezone(zone).date() if point.at else None


def _line(point: Point, zone: ZoneInfo) -> Line:
    word, tone = WORDS[point.kind]
    ends = point.until.astimezone(zone).date() if point.until else None
    return Line(point, str(word), tone if point.at else "bad", ends != _date(point, zone))
