"""Edits after the submission: what they void, whom they bar, what they hold."""

from types import SimpleNamespace

import pytest

from approvals.models import LateEdit, SignOff
from ground.errors import Denied, WrongState
from ground.models import Event
from plans.actions import (
    add_note,
    add_rows,
    change_plan,
    move_app,
    order_rows,
    record_progress,
    save_block,
    save_note,
    save_row,
    start,
)
from plans.contribute import contributions
from plans.models import Clearance, Plan
from plans.release import amendment_is_open
from plans.tables.registry import section
from tests.approvals.hands import (
    CASES,
    REVIEWERS,
    approve,
    approved,
    pass_cases,
    reject,
    state,
    up_to_review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def first(plan: Plan, key: str) -> object:
    row = section(key).rows(plan).first()
    row.plan = Plan.objects.get(pk=plan.pk)
    return row


def edit(plan: Plan, key: str, by: object, reason: str = "", **values: object) -> None:
    row = first(plan, key)
    save_row(row, by=by, version=row.row_version, values=values, reason=reason)


def signed_keys(plan: Plan) -> set[str]:
    rows = SignOff.objects.filter(gate__plan=plan, state="signed")
    return set(rows.values_list("gate__key", flat=True))


def voided(plan: Plan) -> set[tuple[str, str]]:
    rows = SignOff.objects.filter(gate__plan=plan, state="void")
    return {(one.gate.key, one.signer.username) for one in rows}


def test_an_edit_in_review_voids_exactly_what_covers_it(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "cases", by=cast.ann, rows=CASES)
    up_to_review(plan, cast)
    approve(plan, "go_no_go", cast.pia)
    add_rows(plan, "configs", by=cast.dev, rows=[{"key": "switch.on", "value": "1"}])
    assert voided(plan) == {("submission", "dev"), ("staging", "rob"), ("go_no_go", "pia")}
    assert signed_keys(plan) == {"tested"}
    event = Event.objects.filter(chain=plan.chain, kind="gate.voided").last()
    assert event.actor == cast.dev


def test_progress_voids_nothing(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "checks", by=cast.ann, rows=[{"item": "监控就绪", "blocking": True}])
    up_to_review(plan, cast)
    record_progress(first(plan, "checks"), by=cast.rob, values={"done": True, "evidence": "截图"})
    assert voided(plan) == set()


def test_an_unticked_blocking_check_opens_what_witnessed_it(
    plan: Plan, cast: SimpleNamespace
) -> None:
    add_rows(plan, "checks", by=cast.ann, rows=[{"item": "监控就绪", "blocking": True}])
    record_progress(first(plan, "checks"), by=cast.rob, values={"done": True})
    up_to_review(plan, cast)
    record_progress(first(plan, "checks"), by=cast.rob, values={"done": False})
    assert voided(plan) == {("submission", "dev"), ("tested", "rob")}
    whys = set(SignOff.objects.filter(state="void").values_list("ended_why", flat=True))
    assert whys == {"progress"}
    assert not LateEdit.objects.exists()


def test_a_failed_case_after_approval_holds_the_deployment(
    plan: Plan, cast: SimpleNamespace
) -> None:
    add_rows(plan, "cases", by=cast.ann, rows=CASES)
    approved(plan, cast)
    record_progress(first(plan, "cases"), by=cast.rob, values={"result_staging": "failed"})
    assert [state(plan, key) for key in ("submission", "tested", "staging", "go_no_go")] == [
        "signed", "open", "waiting", "waiting",
    ]  # fmt: skip
    assert amendment_is_open(plan)
    with pytest.raises(WrongState, match="变更待签"):
        start(plan, by=cast.oli)
    pass_cases(plan, cast.rob)
    for key, names in (("tested", ["rob"]), ("staging", ["rob"]), ("go_no_go", REVIEWERS)):
        for name in names:
            approve(plan, key, getattr(cast, name))
    assert not amendment_is_open(plan)
    start(plan, by=cast.oli)


def test_the_order_of_steps_is_content(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "steps", by=cast.ann, rows=[{"action": "a"}, {"action": "b"}])
    up_to_review(plan, cast)
    ids = list(section("steps").rows(plan).values_list("pk", flat=True))
    order_rows(plan, "steps", by=cast.ann, ids=ids[::-1])
    assert voided(plan) == {("submission", "dev")}


def test_the_order_of_apps_is_none(plan: Plan, cast: SimpleNamespace) -> None:
    up_to_review(plan, cast)
    ids = list(section("apps").rows(plan).values_list("pk", flat=True))
    order_rows(plan, "apps", by=cast.ann, ids=ids[::-1])
    assert voided(plan) == set()
    assert not LateEdit.objects.exists()


def test_what_changes_nothing_is_no_amendment(plan: Plan, cast: SimpleNamespace) -> None:
    note = add_note(plan, by=cast.ann, heading=["背景"], text="为什么")
    approved(plan, cast)
    rows = list(section("apps").rows(plan))
    by, why = cast.ann, {"reason": "再存一次"}
    block = [{"id": row.pk, "row_version": row.row_version, "app": row.app} for row in rows]
    save_block(plan, "apps", by=by, rows=block, **why)
    order_rows(plan, "apps", by=by, ids=[row.pk for row in rows], **why)
    save_note(note, by=by, version=note.version, text="为什么", **why)
    change_plan(plan, by=by, version=plan.version_lock, values={"title": plan.title}, **why)
    assert not amendment_is_open(plan)
    assert not Event.objects.filter(chain=plan.chain, reason=why["reason"]).exists()


def test_an_amendment_voids_the_go_no_go_and_holds_everything(
    plan: Plan, cast: SimpleNamespace
) -> None:
    approved(plan, cast)
    edit(plan, "apps", cast.ann, "风险重估", risk="高")
    assert voided(plan) == {("go_no_go", name) for name in REVIEWERS}
    assert signed_keys(plan) == {"submission", "tested", "staging"}
    plan.refresh_from_db()
    assert plan.status == "approved"
    with pytest.raises(WrongState, match="变更待签"):
        start(plan, by=cast.oli)
    for name in REVIEWERS:
        assert amendment_is_open(plan)
        approve(plan, "go_no_go", getattr(cast, name))
    assert not amendment_is_open(plan)
    start(plan, by=cast.oli)


def test_who_amended_does_not_sign_the_amendment(plan: Plan, cast: SimpleNamespace) -> None:
    approved(plan, cast)
    edit(plan, "apps", cast.dev, "分支写错", branch="release/2")
    with pytest.raises(Denied, match="提交之后你改过"):
        approve(plan, "go_no_go", cast.dev)
    approve(plan, "go_no_go", cast.oli)


def test_sql_that_came_by_amendment_needs_the_dba(plan: Plan, cast: SimpleNamespace) -> None:
    approved(plan, cast)
    assert state(plan, "database") == "spare"
    add_rows(plan, "sql_changes", by=cast.ann, rows=[{"statement": "alter table a add b int"}],
             reason="漏了一条")  # fmt: skip
    for name in REVIEWERS:
        approve(plan, "go_no_go", getattr(cast, name))
    assert amendment_is_open(plan)
    approve(plan, "database", cast.dan)
    assert not amendment_is_open(plan)


def test_an_amendment_while_releasing_stops_the_next_app(plan: Plan, cast: SimpleNamespace) -> None:
    approved(plan, cast)
    start(plan, by=cast.oli)
    edit(plan, "apps", cast.ann, "改分支", branch="hot")
    with pytest.raises(WrongState, match="变更待签"):
        move_app(first(plan, "apps"), by=cast.oli, to="deploying")
    for name in REVIEWERS:
        approve(plan, "go_no_go", getattr(cast, name))
    move_app(first(plan, "apps"), by=cast.oli, to="deploying")


def test_a_rejected_amendment_before_the_start_sends_the_plan_back(
    plan: Plan, cast: SimpleNamespace
) -> None:
    approved(plan, cast)
    edit(plan, "apps", cast.ann, "改分支", branch="hot")
    reject(plan, "go_no_go", cast.oli)
    plan.refresh_from_db()
    assert plan.status == "rejected"


def test_a_rejected_amendment_after_the_start_only_holds(plan: Plan, cast: SimpleNamespace) -> None:
    approved(plan, cast)
    start(plan, by=cast.oli)
    edit(plan, "apps", cast.ann, "改分支", branch="hot")
    reject(plan, "go_no_go", cast.oli)
    plan.refresh_from_db()
    assert plan.status == "releasing"
    assert amendment_is_open(plan)
    edit(plan, "apps", cast.ann, "改回来", branch="")
    assert state(plan, "go_no_go") == "open", "what was rejected has been repaired"


def test_changing_the_window_is_an_amendment_too(plan: Plan, cast: SimpleNamespace) -> None:
    approved(plan, cast)
    plan.refresh_from_db()
    change_plan(
        plan, by=cast.ann, version=plan.version_lock, values={"title": "改名"}, reason="统一命名"
    )
    assert state(plan, "go_no_go") == "open"
    assert Clearance.objects.get(plan=plan).state == "asked"


def test_the_editor_is_warned_by_name(plan: Plan, cast: SimpleNamespace) -> None:
    up_to_review(plan, cast)
    wing = next(one for one in contributions() if type(one).__name__ == "Approvals")
    warning = wing.warning_before_edit(plan, ["cases"])
    assert all(
        words in warning for words in ("提测（戴维）", "测试通过（罗博）", "预发验收（罗博）")
    )
    assert wing.warning_before_edit(plan, ["members"]) == "修改会让这些签字失效：提测（戴维）。"
    plan.refresh_from_db()


def test_after_approval_only_what_an_amendment_voids_is_named(
    plan: Plan, cast: SimpleNamespace
) -> None:
    approved(plan, cast)
    wing = next(one for one in contributions() if type(one).__name__ == "Approvals")
    warning = wing.warning_before_edit(plan, ["cases"])
    assert "上线评审" in warning and "提测" not in warning


def test_every_edit_of_one_person_is_remembered_once(plan: Plan, cast: SimpleNamespace) -> None:
    up_to_review(plan, cast)
    for risk in ("a", "b"):
        edit(plan, "apps", cast.dev, risk=risk)
    bars = LateEdit.objects.filter(by=cast.dev).values_list("gate__key", flat=True)
    assert sorted(bars) == ["go_no_go", "submission", "tested"]
