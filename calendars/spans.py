"""When something may go up: windows less freezes, as pure interval arithmetic.

All moments are aware. Spans are half-open: the start belongs, the end does not.
A window comes every week (Weekly) or stands open once (Span).
Wall-clock times are read in the named zone: one that the clock jumps over is
the moment of the jump, one that comes twice is its first coming.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
LOOK_AHEAD = timedelta(days=15)
"""No weekly window stays shut longer than this, even when a jump swallows one."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` up to, not including, `end`."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class Weekly:
    """Open on `days` (1 Monday … 7 Sunday, none = every day) from `start` to `end`.

    An end not after the start lies on the next day; equal times are a whole day.
    `days` name the day on which the window opens.
    """

    start: time
    end: time
    days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Closed:
    """A freeze: nothing goes up from `start` to `end`, and why."""

    start: datetime
    end: datetime
    reason: str = ""

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


Window = Weekly | Span


def is_open(
    now: datetime, windows: Sequence[Window], freezes: Iterable[Closed], zone: ZoneInfo
) -> bool:
    """Is `now` in a window (no windows at all = always) and in no freeze?"""
    return freeze_at(now, freezes) is None and in_window(now, windows, zone)


def in_window(now: datetime, windows: Sequence[Window], zone: ZoneInfo) -> bool:
    around = (now - 2 * DAY, now + DAY)
    return not windows or any(now in span for span in window_spans(*around, windows, zone))


def freeze_at(now: datetime, freezes: Iterable[Closed]) -> Closed | None:
    """The freeze that holds `now`, the one that ends last."""
    return max((one for one in freezes if now in one), key=lambda one: one.end, default=None)


def next_opening(
    now: datetime, windows: Sequence[Window], freezes: Sequence[Closed], zone: ZoneInfo
) -> datetime | None:
    """The first open moment at or after `now`; None when none ever comes."""
    moment = now
    while True:
        frozen = freeze_at(moment, freezes)
        if frozen:
            moment = frozen.end
            continue
        if not windows or in_window(moment, windows, zone):
            return moment
        coming = window_spans(moment, moment + LOOK_AHEAD, windows, zone)
        start = next((span.start for span in coming if span.start > moment), None)
        if start is None:
            return None
        moment = start


def open_spans(
    start: datetime,
    end: datetime,
    windows: Sequence[Window],
    freezes: Iterable[Closed],
    zone: ZoneInfo,
) -> list[Span]:
    """Every open span between the two moments, clipped to them, in order, not touching."""
    opened = window_spans(start, end, windows, zone) if windows else [Span(start, end)]
    return difference(opened, [Span(one.start, one.end) for one in freezes])


def window_spans(
    start: datetime, end: datetime, windows: Iterable[Window], zone: ZoneInfo
) -> list[Span]:
    """The union of the windows between the two moments, freezes not looked at."""
    spans = [span for window in windows for span in _occurrences(window, start, end, zone)]
    return [Span(max(one.start, start), min(one.end, end)) for one in union(spans)]


def union(spans: Iterable[Span]) -> list[Span]:
    """The same moments as spans in order that neither overlap nor touch."""
    merged: list[Span] = []
    for span in sorted(one for one in spans if one.start < one.end):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def difference(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """The moments of `spans` that are in none of `holes`."""
    left = union(spans)
    for hole in union(holes):
        left = [part for span in left for part in _without(span, hole)]
    return left


def lifted(freeze: Closed, openings: Iterable[Span]) -> list[Closed]:
    """What is left of a freeze where nothing lifts it."""
    left = difference([Span(freeze.start, freeze.end)], openings)
    return [Closed(one.start, one.end, freeze.reason) for one in left]


def _without(span: Span, hole: Span) -> Iterator[Span]:
    if hole.end <= span.start or span.end <= hole.start:
        yield span
        return
    if span.start < hole.start:
        yield Span(span.start, hole.start)
    if hole.end < span.end:
        yield Span(hole.end, span.end)


def _occurrences(window: Window, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Span]:
    """The occurrences that meet the time between the two moments."""
    if isinstance(window, Span):
        if window.start < end and start < window.end:
            yield window
        return
    day = start.astimezone(zone).date() - DAY
    last = end.astimezone(zone).date()
    while day <= last:
        if not window.days or day.isoweekday() in window.days:
            span = _occurrence(window, day, zone)
            if span.start < end and start < span.end:
                yield span
        day += DAY


def _occurrence(window: Weekly, day: date, zone: ZoneInfo) -> Span:
    until = day if window.start < window.end else day + DAY
    return Span(at_wall(day, window.start, zone), at_wall(until, window.end, zone))


@lru_cache(maxsize=4096)
def at_wall(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment (UTC) at which the clocks of `zone` show that day and time."""
    naive = datetime.combine(day, clock.replace(tzinfo=None))
    moment = naive.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == naive:
        return moment
    return _jump(naive.replace(tzinfo=zone, fold=1).astimezone(UTC), moment, zone)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The moment between the two at which the zone's offset changes, to the second."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
