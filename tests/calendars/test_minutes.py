"""The arithmetic of spans against a model that walks every minute by the clock on the wall."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from calendars.spans import Closed, Span, Weekly, Window, is_open, lifted, next_opening, open_spans

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONES = [
    ZoneInfo(name)
    for name in (
        "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
        "Asia/Kathmandu", "UTC",
    )
]  # fmt: skip
JUMPS = [
    datetime(2026, 3, 8, 7, tzinfo=UTC),
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
]


def shown(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def model_of(window: Weekly, start: datetime, end: datetime, zone: ZoneInfo) -> set[datetime]:
    """The open minutes of one window: each day the clock is watched for its start and its end."""
    found: set[datetime] = set()
    day = shown(start - 2 * DAY, zone).date()
    while day <= shown(end, zone).date():
        if not window.days or day.isoweekday() in window.days:
            found |= _one(window, day, zone)
        day += DAY
    return {moment for moment in found if start <= moment < end}


def _one(window: Weekly, day: object, zone: ZoneInfo) -> set[datetime]:
    opens = datetime.combine(day, window.start)  # type: ignore[arg-type]
    closes = datetime.combine(day, window.end)  # type: ignore[arg-type]
    if closes <= opens:
        closes += DAY
    first = opens.replace(tzinfo=UTC) - 15 * timedelta(hours=1)
    begins = _passes(first, opens, zone)
    ends = _passes(first, closes, zone)
    found, moment = set(), begins
    while moment < ends:
        found.add(moment)
        moment += MINUTE
    return found


def _passes(moment: datetime, wall: datetime, zone: ZoneInfo) -> datetime:
    """The first minute at which the clock shows `wall` or later."""
    while shown(moment, zone) < wall:
        moment += MINUTE
    return moment


clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
weeklies = st.builds(Weekly, clocks, clocks, st.frozensets(st.integers(1, 7), max_size=7))
offsets = st.integers(-36 * 60, 36 * 60).map(lambda minutes: minutes * MINUTE)
lengths = st.integers(1, 40 * 60).map(lambda minutes: minutes * MINUTE)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[datetime, list[Window], list[Closed], ZoneInfo]:
    """A moment near a jump of some zone, with windows, one-off openings and freezes about it."""
    base, zone = draw(st.sampled_from(JUMPS)), draw(st.sampled_from(ZONES))
    windows: list[Window] = list(draw(st.lists(weeklies, max_size=2)))
    for _ in range(draw(st.integers(0, 1))):
        start = base + draw(offsets)
        windows.append(Span(start, start + draw(lengths)))
    freezes = []
    for _ in range(draw(st.integers(0, 2))):
        start = base + draw(offsets)
        freezes.append(Closed(start, start + draw(lengths)))
    return base, windows, freezes, zone


def minutes_of(
    start: datetime, end: datetime, windows: list[Window], freezes: list[Closed], zone: ZoneInfo
) -> set[datetime]:
    """Every open minute between the two, found by walking."""
    every = {start + n * MINUTE for n in range(int((end - start) / MINUTE))}
    if windows:
        opened: set[datetime] = set()
        for one in windows:
            is_once = isinstance(one, Span)
            opened |= (
                {moment for moment in every if one.start <= moment < one.end}
                if is_once
                else model_of(one, start, end, zone)
            )
        every &= opened
    return {m for m in every if not any(one.start <= m < one.end for one in freezes)}


NIGHT = Weekly(time(23), time(2, 30), frozenset({7}))


@given(scenes())
@example((JUMPS[4], [NIGHT], [], ZONES[1]))
@example((JUMPS[3], [Weekly(time(2, 10), time(2, 20))], [], ZONES[3]))
@settings(max_examples=60)
def test_spans_are_open_at_exactly_the_minutes_of_the_model(
    scene: tuple[datetime, list[Window], list[Closed], ZoneInfo],
) -> None:
    base, windows, freezes, zone = scene
    start, end = base - DAY, base + DAY
    wanted = minutes_of(start, end, windows, freezes, zone)
    spans = open_spans(start, end, windows, freezes, zone)
    found = {
        span.start + n * MINUTE
        for span in spans
        for n in range(int((span.end - span.start) / MINUTE))
    }
    assert found == wanted
    for moment in (start, base, base + 95 * MINUTE):
        assert is_open(moment, windows, freezes, zone) is (moment in wanted)
    opening = next_opening(start, windows, freezes, zone)
    if wanted:
        assert opening == min(wanted)
    else:
        assert opening is None or opening >= end


@given(scenes(), st.lists(st.tuples(offsets, lengths), max_size=3))
@settings(max_examples=60)
def test_a_lifted_freeze_holds_at_all_minutes_but_those(
    scene: tuple[datetime, list[Window], list[Closed], ZoneInfo],
    openings: list[tuple[timedelta, timedelta]],
) -> None:
    base, _windows, freezes, _zone = scene
    holes = [Span(base + start, base + start + length) for start, length in openings]
    for freeze in freezes:
        left = lifted(freeze, holes)
        assert all(one.reason == freeze.reason for one in left)
        moment = freeze.start - 5 * MINUTE
        while moment < freeze.end + 5 * MINUTE:
            held = moment in freeze and not any(moment in hole for hole in holes)
            assert any(moment in one for one in left) is held
            moment += 7 * MINUTE
