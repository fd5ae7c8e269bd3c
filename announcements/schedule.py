"""What is told about a plan's window, and when: a function of window, rows and zone (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from announcements.moments import Moment, read
from announcements.occasions import occasions_of
from plans.tables.moments import bounded

DEFAULTS = {
    "T-7d": Moment(days=-7),
    "T-3d": Moment(days=-3),
    "T-1d": Moment(days=-1),
    "T-2h": Moment(rest=timedelta(hours=-2)),
}
UNREADABLE, NO_WINDOW = "unreadable", "no_window"
LONGEST_SHIFT = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """A row of the 沟通计划: its id and what people wrote."""

    id: int
    moment: str
    audience: str = ""
    channel: str = ""
    content: str = ""


@dataclass(frozen=True)
class Planned:
    """One announcement: due `at`, or on any of `occasions`; `problem` says why at neither.

    `rule` names it for good: a default such as "T-7d", or "row:12". `shift` is by how much it
    must move to be told once more after it was told.
    """

    rule: str
    row: Row
    at: datetime | None = None
    occasions: frozenset[str] = frozenset()
    problem: str = ""
    shift: timedelta = timedelta(0)


def planned(
    start: datetime | None, end: datetime | None, rows: Iterable[Row], zone: ZoneInfo
) -> list[Planned]:
    """The rows of the plan in order, and the defaults whose moment no row takes."""
    own = [(_moment_of(row), row) for row in rows]
    told = [_of_row(moment, row, start, end, zone) for moment, row in own]
    taken = {moment.days for moment, _row in own if moment and _is_day(moment)}
    usual = _defaults(start, zone, taken, [one.at for one in told])
    return sorted([*usual, *told], key=lambda one: (one.at is None, one.at and one.at.timestamp()))


def _defaults(
    start: datetime | None, zone: ZoneInfo, days: set[int], moments: Sequence[datetime | None]
) -> Iterator[Planned]:
    for rule, moment in DEFAULTS.items():
        at = moment.at(start, None, zone)
        if at and at not in moments and not (_is_day(moment) and moment.days in days):
            yield Planned(rule, Row(0, rule), at, shift=_shift(moment))


def _of_row(
    moment: Moment | None, row: Row, start: datetime | None, end: datetime | None, zone: ZoneInfo
) -> Planned:
    rule = f"row:{row.id}"
    if moment is None:
        occasions = occasions_of(row.moment, row.content)
        return Planned(rule, row, occasions=occasions, problem="" if occasions else UNREADABLE)
    try:
        at = _bounded(moment.at(start, end, zone))
    except (ValueError, OverflowError):
        return Planned(rule, row, problem=UNREADABLE)
    return Planned(rule, row, at, problem="" if at else NO_WINDOW, shift=_shift(moment))


def _moment_of(row: Row) -> Moment | None:
    try:
        return read(row.moment)
    except (OverflowError, ValueError):  # more days, or more digits, than there are
        return None


def _bounded(at: datetime | None) -> datetime | None:
    return bounded(at) if at else None


def _is_day(moment: Moment) -> bool:
    """Whether it names a day before the release: D-1 18:00 takes the place of T-1d."""
    return moment.days < 0 and not moment.rest and not moment.from_end


def _shift(moment: Moment) -> timedelta:
    return min(moment.lead, LONGEST_SHIFT) or timedelta(hours=1)
