"""Weekly windows, freezes and daylight saving, as pure arithmetic."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from calendars.spans import (
    Closed,
    Span,
    Weekly,
    at_wall,
    difference,
    freeze_at,
    is_open,
    next_opening,
    open_spans,
    union,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
SEED = (
    Weekly(time(9), time(11)),
    Weekly(time(16), time(17, 30)),
    Weekly(time(23), time(9)),
)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def test_the_windows_of_the_seed_are_open_as_written():
    for moment, opened in [
        ("2020-05-16 08:59:59", True),  # 23:00 – next day 9:00 touches 9:00 – 11:00
        ("2020-05-16 10:59:59", True),
        ("2020-05-16 11:00", False),
        ("2020-05-16 16:00", True),
        ("2020-05-16 17:30", False),
        ("2020-05-16 22:59", False),
        ("2020-05-16 23:00", True),
        ("2020-05-17 03:00", True),
    ]:
        assert is_open(at(moment), SEED, [], SHANGHAI) is opened, moment


def test_a_window_over_midnight_belongs_to_the_day_on_which_it_opens():
    friday = (Weekly(time(23), time(2), frozenset({5})),)
    assert is_open(at("2026-11-20 23:30"), friday, [], SHANGHAI)
    assert is_open(at("2026-11-21 01:59"), friday, [], SHANGHAI)
    assert not is_open(at("2026-11-20 01:00"), friday, [], SHANGHAI)
    assert not is_open(at("2026-11-21 23:30"), friday, [], SHANGHAI)


def test_equal_times_are_a_whole_day():
    saturday = (Weekly(time(0), time(0), frozenset({6})),)
    assert open_spans(at("2026-11-20 00:00"), at("2026-11-30 00:00"), saturday, [], SHANGHAI) == [
        Span(at("2026-11-21 00:00"), at("2026-11-22 00:00")),
        Span(at("2026-11-28 00:00"), at("2026-11-29 00:00")),
    ]


def test_no_windows_at_all_means_always():
    assert is_open(at("2026-11-20 03:00"), [], [], SHANGHAI)
    assert next_opening(at("2026-11-20 03:00"), [], [], SHANGHAI) == at("2026-11-20 03:00")


def test_the_next_opening_is_found_behind_a_freeze():
    freeze = Closed(at("2026-11-20 15:00"), at("2026-11-21 16:30"), "大促封网")
    assert next_opening(at("2026-11-20 12:00"), SEED, [], SHANGHAI) == at("2026-11-20 16:00")
    assert next_opening(at("2026-11-20 12:00"), SEED, [freeze], SHANGHAI) == at("2026-11-21 16:30")
    assert freeze_at(at("2026-11-20 16:10"), [freeze]) == freeze


def test_touching_freezes_are_walked_through():
    freezes = [
        Closed(at("2026-11-20 00:00"), at("2026-11-25 00:00")),
        Closed(at("2026-11-25 00:00"), at("2026-12-01 12:00")),
    ]
    assert next_opening(at("2026-11-22 00:00"), SEED, freezes, SHANGHAI) == at("2026-12-01 16:00")


def test_a_freeze_cuts_the_open_spans():
    freeze = Closed(at("2026-11-20 09:30"), at("2026-11-20 10:00"))
    day = (at("2026-11-20 09:00"), at("2026-11-20 18:00"))
    assert open_spans(*day, SEED, [freeze], SHANGHAI) == [
        Span(at("2026-11-20 09:00"), at("2026-11-20 09:30")),
        Span(at("2026-11-20 10:00"), at("2026-11-20 11:00")),
        Span(at("2026-11-20 16:00"), at("2026-11-20 17:30")),
    ]


def test_a_wall_time_that_the_clock_jumps_over_is_the_jump():
    jump = datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
    assert at_wall(date(2026, 3, 8), time(2, 30), NEW_YORK) == jump
    swallowed = (Weekly(time(2), time(2, 45)),)
    around = (jump - timedelta(hours=6), jump + timedelta(hours=6))
    assert open_spans(*around, swallowed, [], NEW_YORK) == []
    later = next_opening(around[0], swallowed, [], NEW_YORK)
    assert later == datetime(2026, 3, 9, 2, 0, tzinfo=NEW_YORK)


def test_windows_over_the_change_are_an_hour_shorter_and_longer():
    night = (Weekly(time(23), time(4)),)

    def hours(day: str) -> float:
        start = datetime.fromisoformat(day).replace(hour=20, tzinfo=NEW_YORK)
        [span] = open_spans(start, start + timedelta(hours=14), night, [], NEW_YORK)
        return (span.end.astimezone(UTC) - span.start.astimezone(UTC)).total_seconds() / 3600

    assert hours("2026-03-06") == 5
    assert hours("2026-03-07") == 4
    assert hours("2026-10-31") == 6


def test_an_hour_that_comes_twice_is_read_at_its_first_coming():
    assert at_wall(date(2026, 11, 1), time(1, 30), NEW_YORK) == datetime(
        2026, 11, 1, 5, 30, tzinfo=UTC
    )


clocks = st.times().map(lambda clock: clock.replace(microsecond=0))
weeklies = st.builds(Weekly, clocks, clocks, st.frozensets(st.integers(1, 7), max_size=7))
zones = st.sampled_from([SHANGHAI, NEW_YORK, ZoneInfo("Europe/London"), ZoneInfo("Asia/Kathmandu")])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
freezes = st.builds(
    lambda start, hours: Closed(start, start + timedelta(hours=hours)), moments, st.integers(1, 800)
)


@given(moments, st.lists(weeklies, max_size=3), st.lists(freezes, max_size=3), zones)
def test_open_spans_and_is_open_agree(now, windows, frozen, zone):
    spans = open_spans(now - timedelta(days=2), now + timedelta(days=2), windows, frozen, zone)
    assert any(now in span for span in spans) is is_open(now, windows, frozen, zone)


@given(moments, st.lists(weeklies, max_size=3), st.lists(freezes, max_size=3), zones)
def test_the_next_opening_is_open_and_nothing_before_it_is(now, windows, frozen, zone):
    opening = next_opening(now, windows, frozen, zone)
    assert opening is not None and opening >= now
    assert is_open(opening, windows, frozen, zone)
    assert open_spans(now, opening, windows, frozen, zone) == []


hours = st.integers(0, 200).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n))
spans = st.lists(st.builds(Span, hours, hours), max_size=8)


@given(spans, spans, hours)
def test_union_and_difference_are_those_of_sets(ours, holes, moment):
    in_ours = any(moment in span for span in ours)
    in_holes = any(moment in span for span in holes)
    assert any(moment in span for span in union(ours)) is in_ours
    assert any(moment in span for span in difference(ours, holes)) is (in_ours and not in_holes)
