"""By when a gate should be signed, and who is told in between: values in, values out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.due import (
    ESCALATED,
    HOUR,
    LONGEST_NOTICE,
    OVERDUE,
    OWNER,
    SOON,
    Times,
    due_at,
    nudges,
    passed,
    times,
)
from approvals.rules.norm import NORM, TESTED
from approvals.rules.templates import TEMPLATES
from approvals.rules.urgent import URGENT
from tests.approvals.scenes import NOON

BARE = replace(TESTED, due_after=None, due_before=None, escalates=(), patience=4)
BOTH = replace(BARE, due_after=24, due_before=4, escalates=("test_lead", "pm"))
WINDOW = NOON + timedelta(days=2)


@pytest.mark.parametrize(
    ("rule", "window", "hours"),
    [
        (BARE, WINDOW, None),
        (replace(BARE, due_after=24), None, 24),
        (replace(BARE, due_before=4), WINDOW, 44),
        (replace(BARE, due_before=4), None, None),
        (BOTH, WINDOW, 24),
        (BOTH, NOON + timedelta(hours=20), 16),
        (BOTH, NOON - timedelta(days=3), 1),
    ],
)
def test_the_earlier_moment_counts_but_leaves_an_hour(
    rule: object, window: object, hours: int | None
) -> None:
    expected = None if hours is None else NOON + hours * HOUR
    assert due_at(rule, NOON, window) == expected  # type: ignore[arg-type]


def test_the_line_is_walked_step_by_step_up_to_the_owner() -> None:
    due = NOON + 24 * HOUR
    assert [(one.kind, one.part, (one.at - due) / HOUR) for one in nudges(BOTH, NOON, due)] == [
        (SOON, "", -6), (OVERDUE, "", 0), (ESCALATED, "test_lead", 4), (ESCALATED, "pm", 8),
        (ESCALATED, OWNER, 12),
    ]  # fmt: skip


def test_the_notice_is_a_quarter_of_the_time_and_at_most_a_day() -> None:
    assert nudges(BOTH, NOON, NOON + HOUR)[0].at == NOON + timedelta(minutes=45)
    far = NOON + timedelta(days=30)
    assert nudges(BOTH, NOON, far)[0].at == far - LONGEST_NOTICE


def test_a_late_clock_tells_once_what_it_missed() -> None:
    planned = nudges(BOTH, NOON, NOON + 24 * HOUR)
    assert passed(planned, 0, NOON) == ()
    assert [one.kind for one in passed(planned, 0, NOON + 18 * HOUR)] == [SOON]
    assert [one.kind for one in passed(planned, 0, NOON + 24 * HOUR)] == [OVERDUE]
    late = passed(planned, 0, NOON + 33 * HOUR)
    assert [one.part for one in late] == ["", "test_lead", "pm"]
    assert passed(planned, 4, NOON + 33 * HOUR) == ()


def test_a_moved_window_takes_the_times_along() -> None:
    rule = replace(BARE, due_before=4, escalates=("pm",))
    first = times(rule, Times(), is_asked=True, window_start=WINDOW, now=NOON)
    assert (first.asked_at, first.due_at, first.nudges) == (NOON, NOON + 44 * HOUR, 0)
    assert first.nudge_at == NOON + 33 * HOUR
    told = replace(first, nudges=2, nudge_at=NOON + 48 * HOUR)
    now = NOON + 45 * HOUR
    same = times(rule, told, is_asked=True, window_start=WINDOW, now=now)
    assert same == told
    later = times(rule, told, is_asked=True, window_start=WINDOW + 96 * HOUR, now=now)
    assert (later.nudges, later.due_at) == (0, NOON + 140 * HOUR)
    assert later.nudge_at and later.nudge_at > now
    slightly = times(rule, told, is_asked=True, window_start=WINDOW + HOUR / 2, now=now)
    assert slightly.nudges == 2, "who has been told that it is overdue is not told again"


def test_a_gate_that_cannot_be_signed_has_no_times() -> None:
    before = Times(NOON, NOON + HOUR, NOON + HOUR, 3)
    assert times(BOTH, before, is_asked=False, window_start=WINDOW, now=NOON) == Times()
    assert times(BARE, Times(), is_asked=True, window_start=WINDOW, now=NOON) == Times(NOON)


@given(
    after=st.none() | st.integers(1, 720),
    before=st.none() | st.integers(1, 720),
    window=st.none() | st.integers(-500, 2000),
    patience=st.integers(1, 168),
)
def test_nobody_is_told_before_the_opening_or_out_of_turn(
    after: int | None, before: int | None, window: int | None, patience: int
) -> None:
    rule = replace(BOTH, due_after=after, due_before=before, patience=patience)
    start = None if window is None else NOON + window * HOUR
    due = due_at(rule, NOON, start)
    if due is None:
        return
    moments = [one.at for one in nudges(rule, NOON, due)]
    assert due >= NOON + HOUR
    assert moments[0] > NOON
    assert moments == sorted(set(moments))


def test_every_gate_that_ships_has_a_time_and_a_line() -> None:
    for template in TEMPLATES.values():
        assert all(rule.due_after or rule.due_before for rule in template.rules)
        assert all(rule.escalates for rule in template.rules)
    before = {rule.key: rule.due_before for rule in NORM.rules}
    assert before["submission"] > before["tested"] > before["go_no_go"]  # type: ignore[operator]
    review = [rule for rule in URGENT.rules if rule.phase == "review"]
    assert {rule.due_after for rule in review} == {1}
