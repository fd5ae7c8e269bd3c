"""The picture of a ramp: what is drawn of windows and rehearsals."""

from dataclasses import replace
from datetime import time, timedelta

from calendars.spans import Closed, Weekly, window_spans
from gray.staircase import Point, Story, draw
from tests.gray.worlds import SHANGHAI, at

NIGHTS = (Weekly(time(23), time(9)),)
STORY = Story(
    at("20 12:00"),
    SHANGHAI,
    (),
    (Point(at("20 23:00"), 100, "1%"), Point(at("21 23:00"), 10_000, "100%")),
    at("22 23:00"),
    NIGHTS,
    (Closed(at("21 00:00"), at("21 06:00"), "大促"),),
)


def test_every_window_is_one_piece_of_one_path() -> None:
    picture = draw(STORY)
    assert picture.windows.count("M") == picture.windows.count("z") == 3
    assert [box.label for box in picture.freezes] == ["大促"]


def test_windows_that_somebody_reckoned_for_a_longer_time_look_the_same() -> None:
    spans = window_spans(at("10 00:00"), at("30 00:00"), NIGHTS, SHANGHAI)
    assert draw(replace(STORY, opened=spans)).windows == draw(STORY).windows


def test_a_rehearsal_has_no_line_of_now() -> None:
    assert draw(STORY).now is not None
    rehearsed = draw(replace(STORY, is_rehearsed=True))
    assert rehearsed.now is None
    assert rehearsed.bottom > draw(STORY).bottom, "the room of its word is the picture's"


def test_years_are_drawn_without_windows_and_with_few_ticks() -> None:
    late = at("20 23:00") + timedelta(days=40 * 365)
    picture = draw(replace(STORY, coming=(Point(late, 10_000, "100%"),), end=late))
    assert not picture.windows
    assert 1 <= len(picture.ticks) <= 8
    assert all(len(mark.text) == len("2026-11") for mark in picture.ticks)
