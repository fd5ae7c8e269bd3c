"""What the plan check says about measuring."""

from typing import Any

import pytest

from gray.guard_check import findings
from plans.document import Document

RAMP = {"id": 1, "name": "返希豆灰度", "flag": "coin.refund"}
GOOD = {
    "id": 2, "name": "错误率", "operator": "<", "threshold": "1%", "purpose": "门禁",
    "query": 'errors{flag="{{flag}}"} / hits',
}  # fmt: skip


def codes(**tables: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    document = Document({}, {"ramps": [RAMP], **tables})
    return [(one.level, one.code, one.message) for one in findings(document)]


def test_a_metric_that_can_be_measured_is_nothing_to_say():
    assert codes(metrics=[GOOD], guards=[{"id": 3, "metric": "错误率", "failures": 2}]) == []


def test_without_a_ramp_nothing_is_measured():
    bad = {**GOOD, "threshold": "正常"}
    assert list(findings(Document({}, {"metrics": [bad]}))) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"threshold": "正常"}, "metric-without-limit"),
        ({"operator": ""}, "metric-without-limit"),
        ({"query": 'errors{flag="{{flagg}}"}'}, "query-placeholder"),
    ],
)
def test_what_cannot_be_judged_is_an_error(change, code):
    [(level, found, words)] = codes(metrics=[{**GOOD, **change}])
    assert (level, found) == ("error", code)
    assert "%(" not in words


def test_a_target_may_be_in_words():
    assert codes(metrics=[{**GOOD, "threshold": "正常", "purpose": "目标"}]) == []


def test_a_guard_of_nothing_offers_what_was_meant():
    document = Document({}, {
        "ramps": [RAMP], "metrics": [GOOD], "guards": [{"id": 3, "metric": "错误率率"}],
    })  # fmt: skip
    [found] = findings(document)
    assert (found.level, found.code) == ("error", "guard-unknown-metric")
    assert found.fixes[0].values == {"metric": "错误率"}


def test_a_guard_needs_a_query():
    bare = {**GOOD, "query": ""}
    [(level, code, _words)] = codes(metrics=[bare], guards=[{"id": 3, "metric": "错误率"}])
    assert (level, code) == ("warning", "guard-without-query")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"failures": 0}, "guard-failures"),
        ({"failures": 99}, "guard-failures"),
        ({"minimum": 100}, "guard-without-samples"),
        ({"samples": 'sum(hits{x="{{what}}"})', "minimum": 1}, "query-placeholder"),
    ],
)
def test_the_settings_of_a_guard_are_looked_at(change, code):
    guards = [{"id": 3, "metric": "错误率", **change}]
    assert [found for _level, found, _words in codes(metrics=[GOOD], guards=guards)] == [code]


def test_conditions_that_people_judge_are_named_where_others_are_measured():
    conditions = [{"id": 4, "condition": "客服投诉明显增多"}, {"id": 5, "condition": "错误率 > 5%"}]
    assert codes(triggers=conditions) == []
    [(level, code, words)] = codes(metrics=[GOOD], triggers=conditions)
    assert (level, code) == ("hint", "trigger-by-hand")
    assert "客服投诉" in words
