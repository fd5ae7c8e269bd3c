"""How prose is laid out: pure."""

from plans.folding import OPEN_AT_FIRST, shown_notes
from plans.models import Note


def note(*heading: str, text: str = "x") -> Note:
    return Note(heading=list(heading), text=text)


def test_headings_that_all_share_are_left_away() -> None:
    shown = shown_notes(
        [note("文档", "背景"), note("文档", "目标", "一"), note("文档", "目标", "二")]
    )
    assert [one.path for one in shown] == [["背景"], ["目标", "一"], ["目标", "二"]]


def test_a_note_always_keeps_its_own_heading() -> None:
    shown = shown_notes([note("文档"), note("文档", "目标")])
    assert [one.path for one in shown] == [["文档"], ["目标"]]
    assert [one.path for one in shown_notes([note("唯一")])] == [["唯一"]]
    assert shown_notes([note(), note("a")])[0].path == []


def test_long_reading_is_folded_after_the_first_screens() -> None:
    shown = shown_notes([note("a", text="x" * 100), note("b", text="x" * OPEN_AT_FIRST), note("c")])
    assert [one.is_folded for one in shown] == [False, True, True]
