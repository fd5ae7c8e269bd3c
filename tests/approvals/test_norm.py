"""The templates, as data: what each gate asks, covers, and waits for."""

import json
from dataclasses import replace

import pytest

from approvals.rules.norm import NORM
from approvals.rules.scene import OPEN, REJECTED, SIGNED, SPARE, WAITING
from approvals.rules.seats import seats_of
from approvals.rules.settling import is_passed, settle
from approvals.rules.shape import Rule
from approvals.rules.templates import stage_rule, template_of
from approvals.rules.urgent import URGENT
from approvals.words import covers_in_words
from tests.approvals.scenes import DAN, DEV, OLI, PIA, ROB, document, edited, scene, signed

TABLE = [
    ("submission", "提测", ["开发负责人"], "整个计划的内容"),
    ("tested", "测试通过", ["测试负责人"], "验证用例、检查清单、发布应用批次"),
    ("staging", "预发验收", ["测试"], "验证用例（预发）、配置项、数据库变更"),
    ("go_no_go", "上线评审", ["开发负责人", "测试", "运维", "产品 / 项目负责人"], "整个计划的内容"),
    ("database", "数据库", ["DBA"], "数据库变更"),
    ("verified", "线上验证", ["测试", "产品"], "验证用例（生产）"),
    ("closed", "结束与总结", ["项目负责人"], "不覆盖内容"),
]


@pytest.mark.parametrize(("key", "title", "seats", "covers"), TABLE)
def test_each_gate_of_the_norm(key: str, title: str, seats: list[str], covers: str) -> None:
    rule = next(one for one in NORM.rules if one.key == key)
    assert rule.title == title
    assert [one.label for one in seats_of(rule)] == seats
    assert covers_in_words(rule) == covers


def test_the_norm_has_these_gates_in_this_order() -> None:
    assert [rule.key for rule in NORM.rules] == [row[0] for row in TABLE]


@pytest.mark.parametrize("rule", [*NORM.rules, *URGENT.rules, stage_rule("stage:1:2", "", {})])
def test_a_rule_survives_the_database(rule: Rule) -> None:
    assert Rule.from_json(json.loads(json.dumps(rule.as_json()))) == rule


def test_hotfixes_get_the_short_template_and_unknown_kinds_the_long_one() -> None:
    assert template_of("紧急") is URGENT
    assert {template_of(kind) for kind in ("常规", "重大", "", "？")} == {NORM}
    assert [rule.key for rule in URGENT.rules] == ["go_no_go", "database", "verified", "closed"]


def test_a_stage_asks_whom_it_names_else_a_tester_and_ops() -> None:
    assert [one.codes for one in seats_of(stage_rule("stage:1:2", "", {}))] == [
        ("test",), ("ops",),
    ]  # fmt: skip
    asked = seats_of(stage_rule("stage:1:2", "", {"dba": 1, "product": 2, "test": 0}))
    assert [one.codes for one in asked] == [("dba",), ("product",), ("product",)]


def states(whole: object) -> dict[str, str]:
    return {one.key: one.state for one in settle(whole).scene.gates}  # type: ignore[arg-type]


def test_gates_open_one_after_the_other() -> None:
    plan = document(
        cases=[{"title": "a", "phase": "预发"}, {"title": "b", "phase": "生产"}],
        sql_changes=[{"statement": "alter table t add c int"}],
    )
    whole = scene(plan=plan)
    assert states(whole)["submission"] == OPEN
    assert states(whole)["tested"] == WAITING
    whole = signed(whole, "submission", DEV)
    assert states(whole)["tested"] == OPEN
    whole = signed(whole, "tested", ROB)
    assert states(whole)["staging"] == WAITING
    ran = document(
        cases=[
            {"title": "a", "phase": "预发", "result_staging": "passed"},
            {"title": "b", "phase": "生产"},
        ],
        sql_changes=plan.rows("sql_changes"),
    )
    whole = edited(whole, ran)
    assert states(whole)["staging"] == OPEN
    assert states(whole)["go_no_go"] == WAITING
    whole = signed(whole, "staging", ROB)
    assert states(whole)["go_no_go"] == OPEN
    assert states(whole)["database"] == WAITING
    whole = signed(whole, "go_no_go", DEV, ROB, OLI, PIA)
    assert states(whole)["database"] == OPEN
    assert not is_passed(settle(whole).scene)
    whole = signed(whole, "database", DAN)
    assert is_passed(settle(whole).scene)


def test_without_sql_no_dba_is_needed() -> None:
    assert states(scene())["database"] == SPARE


@pytest.mark.parametrize(
    ("status", "expected"),
    [("draft", WAITING), ("in_review", OPEN), ("rejected", WAITING), ("approved", OPEN)],
)
def test_the_review_is_open_from_submission_on(status: str, expected: str) -> None:
    assert states(scene(status=status))["submission"] == expected


@pytest.mark.parametrize("app_state", ["pending", "deploying", "failed", "verify_failed"])
def test_verification_waits_for_every_batch(app_state: str) -> None:
    apps = [{"app": "a", "state": "verified"}, {"app": "b", "state": app_state}]
    whole = scene(status="releasing", plan=document(apps=apps))
    assert states(whole)["verified"] == WAITING
    done = document(apps=[apps[0], {"app": "b", "state": "deployed"}])
    assert states(edited(whole, done))["verified"] == OPEN


def test_a_rejected_gate_stays_so() -> None:
    whole = scene()
    first = whole.named("submission")
    assert first
    whole = signed(whole.having(first, state=REJECTED), "submission", DEV)
    assert states(whole)["submission"] == REJECTED


def test_a_gate_without_seats_is_never_signed() -> None:
    whole = scene()
    first = whole.gates[0]
    empty = whole.having(first, rule=replace(first.rule, needs=()))
    assert states(empty)["submission"] == OPEN
    assert states(empty)["submission"] != SIGNED


def test_an_unknown_condition_never_opens_a_gate() -> None:
    whole = scene()
    first = whole.gates[0]
    strange = whole.having(first, rule=replace(first.rule, opens=("no_such_thing",)))
    assert states(strange)["submission"] == WAITING
