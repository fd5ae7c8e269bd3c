"""Conditions that want proof, each both ways and with its reason."""

from dataclasses import replace
from typing import Any

import pytest

from approvals.rules.conditions import ask
from approvals.rules.outside import Outside
from approvals.rules.readings import all_read, blanks_for, judged, key_of
from approvals.rules.scene import Scene
from approvals.rules.vocabulary import CONDITIONS, condition_label, word_of
from approvals.rules.witness import witness, worse
from ground.verdict import ALLOWED, Verdict, denied
from tests.approvals.scenes import document, scene

DONE = {"group": "发布前", "item": "备份", "done": True, "evidence": "见工单 12"}


def said(name: str, whole: Scene, **record: Any) -> str:
    """The reason for which the condition does not hold at 线上验证; empty when it does."""
    here = whole.named("verified")
    assert here
    return ask((name,), whole, replace(here, record=record)).reason


@pytest.mark.parametrize(
    ("found", "reason"), [((0, 0), ""), ((2, 5), "2 个错误"), ((0, 3), "3 个提醒没有确认")]
)
def test_a_clean_check_has_no_errors_and_no_open_warnings(
    found: tuple[int, int], reason: str
) -> None:
    whole = scene(outside=Outside(unclean=lambda: found))
    assert reason in said("check_clean", whole)
    assert bool(said("check_clean", whole)) is bool(reason)


def test_nothing_is_found_out_that_no_gate_asks_for() -> None:
    def never() -> Any:
        raise AssertionError("asked")

    whole = scene(outside=Outside(never, never, never))
    assert said("apps_verified", whole) == ""


@pytest.mark.parametrize(
    ("rows", "attached", "reason"),
    [
        ([], (), "“发布前”里还没有检查项"),
        ([{**DONE, "group": "发布后"}], (), "“发布前”里还没有检查项"),
        ([DONE], (), ""),
        ([DONE, {**DONE, "done": None}], (), "“发布前”还有 1 项没有完成：备份。"),
        ([DONE, {**DONE, "done": False, "group": "发布后"}], (), ""),
        ([{**DONE, "evidence": " "}], (), "“发布前”还有 1 项没有凭据：备份。请附上"),
        ([{**DONE, "evidence": " "}], (1,), ""),
        ([{**DONE, "evidence": ""}], (7,), "“发布前”还有 1 项没有凭据"),
    ],
)
def test_every_item_of_a_group_is_done_and_shows_how(
    rows: list[dict[str, Any]], attached: tuple[int, ...], reason: str
) -> None:
    whole = scene(plan=document(checks=rows), outside=Outside(attached=lambda: frozenset(attached)))
    assert said("checklist:发布前", whole).startswith(reason)
    assert bool(said("checklist:发布前", whole)) is bool(reason)


def test_a_checklist_without_a_group_is_the_whole_list() -> None:
    rows = [DONE, {**DONE, "group": "发布后", "item": "观察", "done": None}]
    assert "1 项没有完成：观察" in said("checklist", scene(plan=document(checks=rows)))
    assert said("checklist", scene(plan=document(checks=rows[:1]))) == ""


def test_the_first_few_are_named() -> None:
    rows = [{**DONE, "item": str(n), "done": None} for n in range(5)]
    assert "5 项没有完成：0、1、2…。" in said("checklist", scene(plan=document(checks=rows)))


def case(phase: str, staging: str = "", production: str = "") -> dict[str, Any]:
    return {
        "title": f"{phase}用例", "phase": phase,
        "result_staging": staging, "result_production": production,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "staging", "production"),
    [
        ([], "还没有预发用例", "还没有生产用例"),
        ([case("预发", "passed")], "", "还没有生产用例"),
        ([case("预发", "failed"), case("生产", "", "passed")], "1 个预发用例没有通过", ""),
        ([case("两者", "passed")], "", "1 个生产用例没有通过"),
        ([case("两者", "passed", "passed")], "", ""),
        ([case("两者", "passed", "blocked")], "", "1 个生产用例没有通过"),
    ],
)
def test_all_cases_of_a_phase_have_passed(
    rows: list[dict[str, Any]], staging: str, production: str
) -> None:
    whole = scene(plan=document(cases=rows))
    for phase, reason in (("staging", staging), ("production", production)):
        found = said(f"cases_passed:{phase}", whole)
        assert reason in found
        assert bool(found) is bool(reason)
    assert said("cases_passed:mars", whole)


@pytest.mark.parametrize(
    ("state", "holds"),
    [("verified", True), ("skipped", True), ("deployed", False), ("", False), ("pending", False)],
)
def test_every_application_was_verified_or_left_out(state: str, holds: bool) -> None:
    rows = [{"app": "coin", "state": "verified"}, {"app": "trade", "state": state}]
    found = said("apps_verified", scene(plan=document(apps=rows)))
    assert (found == "") is holds
    assert holds or "trade" in found


ERRORS = {"name": "错误率", "operator": "<", "threshold": "0.1", "unit": "%", "purpose": "门禁"}
SLOW = {"name": "RT", "operator": "<=", "threshold": "300ms", "unit": "", "purpose": "目标"}
BACK = {"name": "错误率", "operator": ">", "threshold": "1", "unit": "%", "purpose": "回滚"}


@pytest.mark.parametrize(
    ("row", "text", "reason"),
    [
        (ERRORS, "0.05", ""), (ERRORS, "0.05%", ""), (ERRORS, "0.1", "没有达到：实测 0.1"),
        (ERRORS, "3 ms", "不是同一单位"), (ERRORS, "很好", "不是同一单位"),
        (SLOW, "280", ""), (SLOW, "0.3 s", ""), (SLOW, "301ms", "没有达到"),
        ({**ERRORS, "operator": ">="}, "0.1", ""), ({**ERRORS, "operator": ">"}, "0.1", "没有达到"),
        ({**ERRORS, "operator": "="}, "0.1", ""), ({**ERRORS, "operator": "!="}, "0.1", "没有达到"),
        ({**ERRORS, "operator": "!="}, "0.2", ""),
        ({**ERRORS, "threshold": "平稳"}, "看起来平稳", ""),
        ({**ERRORS, "operator": ""}, "0.5", ""),
    ],
)  # fmt: skip
def test_what_was_read_off_is_compared_with_the_threshold(
    row: dict[str, Any], text: str, reason: str
) -> None:
    verdict = judged({"id": 1, **row}, text)
    assert bool(verdict) is not bool(reason)
    assert reason in verdict.reason


def metrics(*rows: dict[str, Any], measured: dict[int, Verdict] | None = None) -> Scene:
    outside = Outside(measured=lambda: measured or {})
    return scene(plan=document(metrics=list(rows)), outside=outside)


def test_metrics_pass_by_machine_or_by_hand() -> None:
    assert "没有目标或门禁" in said("metrics_passing", metrics())
    assert "没有目标或门禁" in said("metrics_passing", metrics(BACK))
    whole = metrics(ERRORS, SLOW, measured={1: ALLOWED})
    assert said("metrics_passing", whole) == "", "what nobody has read off is asked at signing"
    assert said("metrics_passing", whole, **{"metric-2": "250"}) == ""
    assert "RT" in said("metrics_passing", whole, **{"metric-2": "350"})
    failing = metrics(ERRORS, measured={1: denied("错误率 2%，高于 0.1%。")})
    assert said("metrics_passing", failing, **{"metric-1": "0"}) == "错误率 2%，高于 0.1%。"


def test_the_signer_reads_off_what_no_machine_measures() -> None:
    whole = metrics(ERRORS, SLOW, BACK)
    here = whole.named("verified")
    assert here
    rule = replace(here.rule, signs=("metrics_passing",))
    assert blanks_for(here.rule, whole.document, ()) == ()
    blanks = blanks_for(rule, whole.document, {1})
    assert [(one.key, one.label) for one in blanks] == [("metric-2", "RT <= 300ms")]
    assert "RT <= 300ms" in all_read(blanks, {}).reason
    assert all_read(blanks, {"metric-2": "250"})


def test_a_reading_that_gets_worse_ends_the_signature_that_saw_it() -> None:
    plan = document(metrics=[ERRORS])
    here = scene(plan=plan).named("verified")
    assert here
    rule = replace(here.rule, signs=("metrics_passing",))
    key = key_of({"id": 1})
    before = witness(rule, plan, {key: "0.01"})
    assert worse(before, witness(rule, plan, {key: "0.02"})) == []
    assert worse(before, witness(rule, plan, {key: "0.2"})) == [f"record:{key}"]


def test_every_condition_has_words_and_none_takes_any_argument() -> None:
    for name, word in CONDITIONS.items():
        assert word_of(name) is word
        assert condition_label(name) == str(word.label) != name
    assert word_of("checklist:发布前") is CONDITIONS["checklist"]
    assert "发布前" in condition_label("checklist:发布前")
    for nonsense in ("checklist:", "checklist: x", "has_sql:x", "never", "", ":"):
        assert word_of(nonsense) is None
