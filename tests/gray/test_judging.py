"""One look at one metric, and looks in a row."""

from datetime import timedelta
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gray.gauges.base import Sample
from gray.judging import Answers, Policy, Role, Rule, Verdict, judge
from gray.limits import limit_of
from gray.tallying import Look, Span, breaches, in_the_way, row_words, tally
from gray.view import Breach
from tests.gray.worlds import at

NOW = at("20 12:00")
BEAT = timedelta(seconds=15)
OLDEST = timedelta(minutes=2)


def rule(role: Role = Role.GUARD, sign: str = "<", threshold: str = "1%", **more) -> Rule:
    sign = ">" if role is Role.GUARD and sign == "<" else sign
    limit = limit_of(sign, threshold, "", "ratio")
    return Rule(1, "错误率", role, "ratio", limit, **more)


def said(one: Rule, value: float | None, **more) -> tuple[str, str]:
    series = 0 if value is None else 1
    found = judge(one, Answers(Sample(value, NOW, series), **more), NOW, OLDEST)
    return found.verdict.value, str(found.words)


def test_a_target_and_a_gate_say_what_is_good():
    for role in (Role.GOAL, Role.GATE):
        assert said(rule(role), 0.002) == ("pass", "0.2%，达标（< 1%）")
        assert said(rule(role), 0.02) == ("fail", "2%，不达标（要 < 1%）")


def test_a_rollback_line_says_what_is_bad():
    assert said(rule(), 0.002) == ("pass", "0.2%，没有到回滚线（> 1%）")
    assert said(rule(), 0.02) == ("fail", "2%，到了回滚线（> 1%）")


@pytest.mark.parametrize("value", [None, nan, inf, -inf])
def test_what_is_no_number_is_neither_good_nor_bad(value):
    for role in Role:
        assert said(rule(role), value)[0] == "missing"


def test_old_data_are_none():
    old = Sample(0.002, NOW - timedelta(minutes=3), 1)
    found = judge(rule(), Answers(old), NOW, OLDEST)
    assert (found.verdict, str(found.words)) == (Verdict.MISSING, "最新的数据是 3 分前的")
    assert found.value is None


def test_several_series_are_an_error_with_advice():
    found = judge(rule(), Answers(Sample(None, NOW, 3)), NOW, OLDEST)
    assert found.verdict is Verdict.ERROR
    assert "3 条序列" in str(found.words)


def test_too_few_samples_are_unsure_whatever_the_reading():
    one = rule(Role.GATE, minimum=100.0, samples="hits")
    for value in (0.002, 0.5):
        verdict, words = said(one, value, count=Sample(3.0, NOW, 1))
        assert (verdict, words) == ("unsure", "样本 3，至少要 100 才算数")
    assert said(one, 0.002, count=Sample(100.0, NOW, 1))[0] == "pass"
    for nothing in (Sample(), Sample(nan, NOW, 1)):
        assert said(one, 0.002, count=nothing)[0] == "unsure"


def test_a_percentage_above_everything_never_passes():
    assert said(rule(Role.GATE, ">", "99.9%"), 99.95)[0] == "error"


def test_a_threshold_that_is_no_number_never_passes():
    assert said(Rule(1, "RT", Role.GATE, "rt", None), 0.1)[0] == "error"


@given(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from(["<", "<=", ">", ">="]))
def test_only_a_number_on_the_right_side_passes(value, sign):
    verdict, _words = said(rule(Role.GATE, sign, "0.5"), value)
    good = {"<": value < 0.5, "<=": value <= 0.5, ">": value > 0.5, ">=": value >= 0.5}[sign]
    assert (verdict == "pass") is (good and abs(value) != inf)


def looks(text: str, *, every: timedelta = BEAT, counts: bool = True) -> list[Look]:
    """F fail, P pass, U unsure, M missing, E error; the last one is now."""
    letters = {verdict.value[0].upper(): verdict for verdict in Verdict}
    found = [letters[letter] for letter in text]
    return [
        Look(NOW - (len(found) - 1 - at) * every, verdict, 0.08, None, "没有数据", counts)
        for at, verdict in enumerate(found)
    ]


def span(**more) -> Span:
    values = {"since": NOW - timedelta(hours=4), "ends": NOW, "fell_at": None, "interval": BEAT}
    return Span(NOW, **{**values, **more})


@pytest.mark.parametrize(
    ("text", "failing", "blind"),
    [
        ("FFF", 3, 0), ("FFPF", 1, 0), ("FFP", 0, 0), ("FMF", 2, 0), ("FUFU", 2, 0),
        ("PMMM", 0, 3), ("FEM", 1, 2), ("MMU", 0, 0), ("", 0, 0),
    ],
)  # fmt: skip
def test_failures_in_a_row_are_counted_from_the_newest_back(text, failing, blind):
    count = tally(rule(failures=3), looks(text), span())
    assert (count.failing, count.blind) == (failing, blind)


def test_looks_nearer_than_the_interval_are_one():
    assert tally(rule(), looks("FFFFFF", every=timedelta(seconds=5)), span()).failing == 2


def test_what_was_acted_on_counts_no_more():
    spent, fresh = looks("FFFF", counts=False), looks("F")
    assert tally(rule(), [*spent[:-1], *fresh], span()).failing == 1
    assert tally(rule(shadow=True), looks("FF", counts=False), span()).failing == 2


def test_after_a_fall_data_from_before_it_count_no_more():
    one = Rule(1, "错误率", Role.GUARD, "rate(x[5m])", rule().limit, failures=1)
    fell = NOW - timedelta(minutes=4)
    assert tally(one, looks("FFF"), span(fell_at=fell)).failing == 0
    assert tally(one, looks("FFF"), span(fell_at=fell - timedelta(minutes=2))).failing == 3


def test_no_data_may_be_a_failure_or_a_pass_where_a_guard_says_so():
    assert tally(rule(no_data=Policy.FAIL), looks("FMF"), span()).failing == 3
    assert tally(rule(no_data=Policy.PASS), looks("FMF"), span()).failing == 1
    assert tally(rule(unsure=Policy.FAIL), looks("UU"), span()).failing == 2


def acts(one: Rule, text: str) -> list[str]:
    return [found.breach.value for found in breaches([(one, looks(text))], span())]


def test_a_guardrail_acts_at_its_count_and_not_before():
    one = rule(failures=3, action=Breach.BACK)
    assert acts(one, "FF") == []
    assert acts(one, "FFF") == ["roll_back"]
    assert acts(one, "FFFM") == [], "nobody acts on what cannot be seen now"
    assert acts(rule(failures=3, action=Breach.BACK, shadow=True), "FFF") == []
    assert acts(rule(Role.GOAL, failures=1, action=Breach.OFF), "FFF") == []


def test_the_hardest_guardrail_comes_first():
    one, two = (rule(action=action) for action in (Breach.HOLD, Breach.OFF))
    found = breaches([(one, looks("F")), (two, looks("F"))], span())
    assert [guardrail.breach for guardrail in found] == [Breach.OFF, Breach.HOLD]


def against(one: Rule, text: str, **more) -> str:
    return "".join(map(str, in_the_way([(one, looks(text))], span(**more))))


def test_a_gate_lets_in_only_after_a_look_at_the_end_of_the_hold():
    gate = rule(Role.GATE)
    assert against(gate, "P") == ""
    later = NOW + timedelta(seconds=1)
    assert "还没有测到" in "".join(map(str, in_the_way([(gate, looks("P"))], Span(
        later, NOW, later, None, BEAT,
    ))))  # fmt: skip
    assert "还没有测到" in against(gate, "")
    assert "观察期满时再看" in against(gate, "", ends=NOW + timedelta(hours=1))
    assert "不达标" in against(gate, "PF")
    assert "没有数据" in against(gate, "PM")
    assert against(rule(Role.GATE, no_data=Policy.PASS), "PM") == ""
    assert against(rule(Role.GATE, shadow=True), "F") == ""


def test_an_old_look_lets_nobody_in():
    gate, old = rule(Role.GATE), looks("P")
    moved = Span(NOW + timedelta(minutes=1), NOW - BEAT, NOW - BEAT, None, BEAT)
    assert in_the_way([(gate, old)], moved)


def test_nothing_rises_past_a_line_that_was_reached_or_cannot_be_seen():
    line = rule(failures=3, action=Breach.BACK)
    assert "到了回滚线" in against(line, "F")
    assert against(line, "PMM") == ""
    assert "连续 3 次没有读数" in against(line, "PMMM")
    assert against(rule(no_data=Policy.PASS), "MMMM") == ""


def test_how_far_it_is_from_acting_is_said():
    one = rule(failures=3, action=Breach.BACK)
    words = str(row_words(one, tally(one, looks("FF"), span())))
    assert words == "连续第 2 次不达标，第 3 次即回退一级"
    assert row_words(one, tally(one, looks("P"), span())) is None
