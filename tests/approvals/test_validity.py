"""Signatures count while what they cover is what was signed."""

from dataclasses import replace

import pytest

from approvals.rules.covering import digests_of, signed_digest
from approvals.rules.norm import NORM
from approvals.rules.settling import settle
from approvals.rules.shape import STAGE, Cover
from approvals.rules.templates import stage_rule
from approvals.rules.witness import witness, worse
from plans.document import Document
from tests.approvals.scenes import DEV, OLI, ROB, document, edited, gate, scene, signature, signed

PLAN = document(
    cases=[
        {"title": "预发", "phase": "预发"},
        {"title": "生产", "phase": "生产"},
        {"title": "两者", "phase": "两者"},
    ],
    apps=[{"app": "a", "state": "pending"}],
    sql_changes=[{"statement": "select 1"}],
    members=[{"role": "测试", "name": "罗博"}],
)
RULES = {rule.key: rule for rule in NORM.rules}


def changed(key: str, **cells: object) -> Document:
    """PLAN with the first row of that section changed."""
    rows = PLAN.rows(key)
    return replace(PLAN, sections={**PLAN.sections, key: [{**rows[0], **cells}, *rows[1:]]})


def voided(after: Document, status: str = "in_review") -> set[str]:
    """The gates whose signature an edit from PLAN to `after` voids."""
    whole = scene(plan=PLAN, status=status)
    for one in whole.gates:
        whole = whole.having(
            one, state="signed", signatures=(signature(one, DEV, pk=one.id),)
        )  # fmt: skip
    keys = {one.id: one.key for one in whole.gates}
    return {keys[void.gate] for void in settle(edited(whole, after)).voids}


@pytest.mark.parametrize(
    ("after", "gates"),
    [
        (PLAN, set()),
        (changed("members", name="新人"), {"submission", "go_no_go"}),
        (changed("cases", title="x"), {"submission", "tested", "staging", "go_no_go"}),
        (changed("sql_changes", statement="x"), {"submission", "staging", "go_no_go", "database"}),
        (changed("apps", app="b"), {"submission", "tested", "go_no_go"}),
        (changed("apps", state="deployed"), set()),
        (changed("cases", result_staging="passed", evidence="截图"), set()),
        (changed("members", id=77, row_version=9), set()),
        (replace(PLAN, plan={"title": "新"}), {"submission", "go_no_go"}),
        (replace(PLAN, notes=[{"heading": [], "text": "x"}]), {"submission", "go_no_go"}),
    ],
)
def test_an_edit_voids_exactly_what_covers_it(after: Document, gates: set[str]) -> None:
    assert voided(after) == gates


def test_only_the_production_gate_feels_a_production_case() -> None:
    rows = PLAN.rows("cases")
    after = replace(
        PLAN, sections={**PLAN.sections, "cases": [rows[0], {**rows[1], "title": "x"}, rows[2]]}
    )
    assert voided(after) == {"submission", "tested", "go_no_go", "verified"}


def test_from_approval_on_the_earlier_gates_stay_for_their_revision() -> None:
    assert voided(changed("cases", title="x"), "approved") == {"go_no_go"}
    assert voided(changed("sql_changes", statement="x"), "releasing") == {"go_no_go", "database"}


def test_a_finished_plan_loses_no_signature() -> None:
    assert voided(changed("cases", title="x"), "done") == set()


def test_a_stage_that_was_let_in_keeps_its_signature() -> None:
    rule = replace(stage_rule("stage:1:2", "", {}), phase=STAGE, covers=(Cover("apps"),))
    before = gate(50, rule, PLAN)
    whole = scene(plan=PLAN, status="ramping", gates=(
        replace(before, state="signed", clearance="granted",
                signatures=(signature(before, ROB), signature(before, OLI))),
    ))  # fmt: skip
    after = edited(whole, changed("apps", app="b"))
    assert len(settle(after).voids) == 2
    spent = after.having(after.gates[0], is_spent=True)
    assert settle(spent).voids == ()


def test_empty_sections_are_in_no_digest() -> None:
    """So a section that an upgrade brings voids nothing."""
    assert set(digests_of(RULES["submission"], PLAN)) == {
        "plan", "cases", "apps", "sql_changes", "members",
    }  # fmt: skip
    assert digests_of(RULES["staging"], document()) == {}


def test_the_digest_to_sign_belongs_to_one_gate() -> None:
    digests = digests_of(RULES["submission"], PLAN)
    assert signed_digest("submission", digests) != signed_digest("go_no_go", digests)


def run(**results: str) -> Document:
    return document(
        cases=[{"title": "a", "phase": "两者", **results}],
        checks=[{"item": "b", "blocking": True, "done": True}],
    )


@pytest.mark.parametrize(
    ("key", "before", "after", "is_worse"),
    [
        ("staging", {"result_staging": "passed"}, {"result_staging": "failed"}, True),
        ("staging", {"result_staging": "passed"}, {"result_staging": ""}, True),
        ("staging", {"result_staging": "failed"}, {"result_staging": "blocked"}, False),
        ("staging", {"result_staging": "failed"}, {"result_staging": "passed"}, False),
        ("staging", {"result_production": "passed"}, {"result_production": "failed"}, False),
        ("verified", {"result_production": "passed"}, {"result_production": "failed"}, True),
        ("tested", {"result_production": "passed"}, {"result_production": "failed"}, True),
    ],
)
def test_witnessed_results_that_get_worse(
    key: str, before: dict[str, str], after: dict[str, str], is_worse: bool
) -> None:
    rule = RULES[key]
    seen, now = witness(rule, run(**before), {}), witness(rule, run(**after), {})
    assert bool(worse(seen, now)) == is_worse


def test_a_blocking_check_unticked_is_worse_and_others_are_not() -> None:
    rule = RULES["tested"]
    for blocking in (True, False):
        ticked = document(checks=[{"item": "b", "blocking": blocking, "done": True}])
        open_one = document(checks=[{"item": "b", "blocking": blocking, "done": None}])
        found = worse(witness(rule, ticked, {}), witness(rule, open_one, {}))
        assert bool(found) == blocking


def test_a_bug_that_comes_back_is_worse() -> None:
    rule = RULES["tested"]
    seen = witness(rule, document(), {"bugs_a": 0})
    assert worse(seen, witness(rule, document(), {"bugs_a": 2})) == ["record:bugs_a"]


def test_worse_progress_opens_a_gate_that_an_amendment_would_leave() -> None:
    whole = signed(scene(plan=run(result_staging="passed"), status="releasing"), "staging", ROB)
    outcome = settle(edited(whole, run(result_staging="failed")))
    assert [void.why for void in outcome.voids] == ["progress"]


@pytest.mark.parametrize("status", ["cancelled", "rolled_back", "rolling_back", "done"])
def test_what_is_open_closes_with_the_plan(status: str) -> None:
    whole = settle(scene()).scene
    assert whole.gates[0].state == "open"
    assert settle(replace(whole, status=status)).scene.gates[0].state == "waiting"
