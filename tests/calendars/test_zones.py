"""Windows where the clocks jump: Berlin and New York by an hour, Lord Howe by half of one."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from calendars.spans import Span, Weekly, is_open, next_opening, open_spans

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
NIGHT = (Weekly(time(23), time(5)),)
MINUTE = timedelta(minutes=1)

JUMPS = [
    (BERLIN, "2026-03-29 01:00", 60),
    (BERLIN, "2026-10-25 01:00", -60),
    (NEW_YORK, "2026-03-08 07:00", 60),
    (NEW_YORK, "2026-11-01 06:00", -60),
    (LORD_HOWE, "2026-10-03 15:30", 30),
    (LORD_HOWE, "2026-04-04 15:00", -30),
]
"""(zone, moment of the jump in UTC, minutes that the clocks go forward)."""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def around(jump: datetime) -> tuple[datetime, datetime]:
    return jump - timedelta(hours=12), jump + timedelta(hours=12)


@pytest.mark.parametrize(("zone", "jump", "forward"), JUMPS)
def test_the_table_of_jumps_is_that_of_the_zone(zone: ZoneInfo, jump: str, forward: int) -> None:
    before, after = (utc(jump) - MINUTE).astimezone(zone), utc(jump).astimezone(zone)
    leap = after.replace(tzinfo=None) - before.replace(tzinfo=None) - MINUTE
    assert leap == timedelta(minutes=forward)


@pytest.mark.parametrize(("zone", "jump", "forward"), JUMPS)
def test_a_night_over_the_jump_lasts_what_the_clocks_leave_of_it(
    zone: ZoneInfo, jump: str, forward: int
) -> None:
    spans = open_spans(*around(utc(jump)), NIGHT, [], zone)
    [night] = [span for span in spans if utc(jump) in span]
    assert night.end - night.start == timedelta(hours=6) - timedelta(minutes=forward)
    assert night.start.astimezone(zone).time() == time(23)
    assert night.end.astimezone(zone).time() == time(5)


@pytest.mark.parametrize(("zone", "jump", "forward"), JUMPS)
def test_a_window_inside_the_jump(zone: ZoneInfo, jump: str, forward: int) -> None:
    """What is jumped over has no moment; what comes twice is open from its first coming on."""
    minutes = abs(forward)
    shown = (utc(jump) - MINUTE).astimezone(zone) + MINUTE
    first = shown if forward > 0 else shown - timedelta(minutes=minutes)
    inside = (
        Weekly(first.time(), (first + timedelta(minutes=minutes // 2)).time().replace(fold=0)),
    )
    found = open_spans(*around(utc(jump)), inside, [], zone)
    if forward > 0:
        assert found == []
        tomorrow = next_opening(around(utc(jump))[0], inside, [], zone)
        assert tomorrow is not None and tomorrow > utc(jump) + timedelta(hours=12)
    else:
        half = timedelta(minutes=minutes // 2)
        begins = utc(jump) - timedelta(minutes=minutes)
        assert found == [Span(begins, begins + half)]
        assert not is_open(utc(jump), inside, [], zone), "its second coming is closed"


@pytest.mark.parametrize(("zone", "jump", "forward"), JUMPS)
def test_a_whole_day_is_open_minute_for_minute(zone: ZoneInfo, jump: str, forward: int) -> None:
    sunday = utc(jump).astimezone(zone)
    days = (Weekly(time(0), time(0), frozenset({sunday.isoweekday()})),)
    [whole] = [
        span
        for span in open_spans(
            utc(jump) - timedelta(days=2), utc(jump) + timedelta(days=2), days, [], zone
        )
        if utc(jump) in span
    ]
    assert whole.end - whole.start == timedelta(days=1) - timedelta(minutes=forward)


def test_sunday_night_ends_on_monday_and_no_other_night_does() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    sunday = (Weekly(time(22), time(6), frozenset({7})),)

    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=zone)

    assert is_open(at("2026-11-22 22:00"), sunday, [], zone)
    assert is_open(at("2026-11-23 05:59"), sunday, [], zone), "Monday morning"
    assert not is_open(at("2026-11-23 06:00"), sunday, [], zone)
    assert not is_open(at("2026-11-22 05:59"), sunday, [], zone), "Saturday's night is none"
    assert not is_open(at("2026-11-23 22:00"), sunday, [], zone)
    assert next_opening(at("2026-11-23 06:00"), sunday, [], zone) == at("2026-11-29 22:00")
