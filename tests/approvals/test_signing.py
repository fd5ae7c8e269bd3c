"""Signing: the whole way, the record, rejecting, and everybody who may not."""

from types import SimpleNamespace

import pytest

from approvals.actions import reopen, sign, write_record
from approvals.models import Gate, SignOff
from approvals.reading import look
from ground.clock import now
from ground.errors import Denied, Invalid, Stale, WrongState
from ground.journal import verify
from ground.models import Event
from people.models import User
from plans.actions import add_rows, copy_plan, save_row
from plans.document import load
from plans.models import Plan
from plans.tables.registry import section
from tests.approvals.hands import (
    CASES,
    REVIEWERS,
    approve,
    approved,
    digest,
    gate,
    pass_cases,
    reject,
    state,
    submitted,
    up_to_review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_the_norm_from_submission_to_approval(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "cases", by=cast.ann, rows=CASES)
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.dev)
    approve(plan, "tested", cast.rob)
    assert state(plan, "staging") == "waiting"
    pass_cases(plan, cast.rob)
    assert state(plan, "staging") == "open"
    approve(plan, "staging", cast.rob)
    for name in REVIEWERS:
        assert state(plan, "go_no_go") == "open"
        approve(plan, "go_no_go", getattr(cast, name))
    plan.refresh_from_db()
    assert plan.status == "approved"
    assert verify(plan.chain) is None
    assert Event.objects.filter(chain=plan.chain, kind="plan.approved").count() == 1


def test_with_sql_the_dba_signs_last(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "sql_changes", by=cast.dev, rows=[{"statement": "alter table a add b int"}])
    up_to_review(plan, cast)
    with pytest.raises(WrongState, match="上线评审"):
        approve(plan, "database", cast.dan)
    for name in REVIEWERS:
        approve(plan, "go_no_go", getattr(cast, name))
    plan.refresh_from_db()
    assert plan.status == "in_review"
    approve(plan, "database", cast.dan)
    plan.refresh_from_db()
    assert plan.status == "approved"


def test_a_signature_keeps_what_was_seen(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    signoff = approve(plan, "submission", cast.dev, comment="自测通过")
    assert signoff.digest == digest(plan, "submission")
    assert signoff.codes == ["dev", "dev_lead"]
    assert set(signoff.digests) == {"plan", "members", "apps"}
    assert signoff.revision == plan.revisions.first()
    assert signoff.revision.number == 1
    event = Event.objects.get(chain=plan.chain, kind="gate.signed")
    assert event.actor == cast.dev
    assert event.data["digest"] == signoff.digest
    assert event.reason == "自测通过"


def test_a_signature_on_newer_content_seals_that_content(plan: Plan, cast: SimpleNamespace) -> None:
    up_to_review(plan, cast)
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "缓存击穿"}])
    again = approve(plan, "submission", cast.dev)
    assert again.revision.number == 2
    assert again.revision.snapshot["sections"]["risks"][0]["title"] == "缓存击穿"
    assert approve(plan, "go_no_go", cast.pia).revision == again.revision
    assert verify(plan.chain) is None


def test_a_copy_carries_no_signature(plan: Plan, cast: SimpleNamespace) -> None:
    approved(plan, cast)
    copied = copy_plan(plan, by=cast.ann, document=load(plan))
    assert not copied.gates.exists()
    assert copied.status == "draft"


def test_the_submitter_is_refused_with_the_reason(plan: Plan, cast: SimpleNamespace) -> None:
    up_to_review(plan, cast)
    with pytest.raises(Denied, match="这一版是你提交的"):
        approve(plan, "go_no_go", cast.ann)


@pytest.mark.parametrize("name", ["eve", "adm"])
def test_outsiders_and_administrators_are_refused(
    plan: Plan, cast: SimpleNamespace, name: str
) -> None:
    submitted(plan, cast.ann)
    with pytest.raises(Denied, match="发布人员"):
        approve(plan, "submission", getattr(cast, name))
    assert not SignOff.objects.exists()


def test_an_administrator_who_submitted_is_not_exempt(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "members", by=cast.ann, rows=[
        {"role": "项目经理", "name": "管理员", "user": "adm"},
        {"role": "后端", "name": "管理员", "is_lead": True, "user": "adm"},
    ])  # fmt: skip
    submitted(plan, cast.adm)
    with pytest.raises(Denied, match="这一版是你提交的"):
        approve(plan, "submission", cast.adm)


def test_a_deactivated_person_is_refused(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    User.objects.filter(pk=cast.dev.pk).update(is_active=False)
    with pytest.raises(Denied, match="停用"):
        approve(plan, "submission", User.objects.get(pk=cast.dev.pk))


def test_somebody_whose_account_went_cannot_sign_any_more_by_a_stale_object(
    plan: Plan, cast: SimpleNamespace
) -> None:
    submitted(plan, cast.ann)
    User.objects.filter(pk=cast.dev.pk).update(is_active=False)
    with pytest.raises(Denied):
        approve(plan, "submission", cast.dev)


def test_a_late_editor_is_refused(plan: Plan, cast: SimpleNamespace) -> None:
    up_to_review(plan, cast)
    row = section("apps").rows(plan).first()
    row.plan = plan
    save_row(row, by=cast.dev, version=row.row_version, values={"risk": "高"})
    with pytest.raises(Denied, match="提交之后你改过"):
        approve(plan, "submission", cast.dev)


def test_what_others_wrote_in_draft_bars_nobody(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "apps", by=cast.dev, rows=[{"batch": 2, "app": "user-center"}])
    submitted(plan, cast.ann)
    assert approve(plan, "submission", cast.dev).state == "signed"


def test_the_editor_of_a_statement_cannot_sign_for_the_database(
    plan: Plan, cast: SimpleNamespace
) -> None:
    add_rows(plan, "members", by=cast.ann, rows=[{"role": "DBA", "name": "伊芙", "user": "eve"}])
    add_rows(plan, "sql_changes", by=cast.dan, rows=[{"statement": "alter table a add b int"}])
    up_to_review(plan, cast)
    for name in REVIEWERS:
        approve(plan, "go_no_go", getattr(cast, name))
    with pytest.raises(Denied, match="最后编辑"):
        approve(plan, "database", cast.dan)
    assert approve(plan, "database", cast.eve).state == "signed"


def test_the_database_needs_the_installations_role_where_one_is_used(
    plan: Plan, cast: SimpleNamespace
) -> None:
    add_rows(plan, "sql_changes", by=cast.ann, rows=[{"statement": "alter table a add b int"}])
    up_to_review(plan, cast)
    for name in REVIEWERS:
        approve(plan, "go_no_go", getattr(cast, name))
    User.objects.filter(pk=cast.eve.pk).update(roles=["dba"])
    with pytest.raises(Denied, match="安装角色"):
        approve(plan, "database", cast.dan)
    User.objects.filter(pk=cast.dan.pk).update(roles=["dba"])
    assert approve(plan, "database", cast.dan).state == "signed"


def test_one_person_with_two_parts_signs_once(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "members", by=cast.ann, rows=[{"role": "运维", "name": "罗博", "user": "rob"}])
    up_to_review(plan, cast)
    approve(plan, "go_no_go", cast.rob)
    with pytest.raises(WrongState, match="已经签过"):
        approve(plan, "go_no_go", cast.rob)
    approve(plan, "go_no_go", cast.dev)
    approve(plan, "go_no_go", cast.pia)
    assert state(plan, "go_no_go") == "open", "he sits on one chair, the other one is empty"
    approve(plan, "go_no_go", cast.oli)
    assert state(plan, "go_no_go") == "signed"


def test_the_second_tester_finds_the_seat_taken(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "members", by=cast.ann, rows=[{"role": "测试", "name": "伊芙", "user": "eve"}])
    up_to_review(plan, cast)
    approve(plan, "go_no_go", cast.rob)
    with pytest.raises(WrongState, match="罗博"):
        approve(plan, "go_no_go", cast.eve)


def test_a_gate_that_is_not_open_refuses(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    with pytest.raises(WrongState, match="提测"):
        approve(plan, "tested", cast.rob)
    approve(plan, "submission", cast.dev)
    with pytest.raises(WrongState, match="签完"):
        approve(plan, "submission", cast.dev)


def test_a_stale_digest_is_refused_with_the_current_one(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    seen = digest(plan, "submission")
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "缓存击穿"}])
    with pytest.raises(Stale) as caught:
        approve(plan, "submission", cast.dev, digest=seen)
    assert caught.value.extra["current"]["digest"] == digest(plan, "submission")
    assert not SignOff.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"decision": "maybe"}, "decision"), ({"digest": ""}, "digest"),
     ({"decision": "reject"}, "comment"), ({"comment": "x" * 5001}, "comment"),
     ({"written": {"no_such": 1}}, "no_such")],
)  # fmt: skip
def test_nonsense_is_refused_by_field(
    plan: Plan, cast: SimpleNamespace, changes: dict, field: str
) -> None:
    submitted(plan, cast.ann)
    given = {"decision": "approve", "digest": digest(plan, "submission"), **changes}
    with pytest.raises(Invalid) as caught:
        sign(gate(plan, "submission"), by=cast.dev, **given)
    assert field in caught.value.fields


def test_a_reject_sends_the_plan_back_and_ends_that_gate_only(
    plan: Plan, cast: SimpleNamespace
) -> None:
    up_to_review(plan, cast)
    approve(plan, "go_no_go", cast.dev)
    reject(plan, "go_no_go", cast.oli, "窗口太短")
    plan.refresh_from_db()
    assert plan.status == "rejected"
    states = dict(SignOff.objects.values_list("signer__username", "state").filter(
        gate__key="go_no_go"
    ))  # fmt: skip
    assert states == {"dev": "void", "oli": "rejected"}
    assert state(plan, "tested") == "signed"
    with pytest.raises(WrongState, match="拒绝"):
        approve(plan, "go_no_go", cast.pia)


def test_after_a_reject_the_plan_is_submitted_again_and_valid_signatures_stay(
    plan: Plan, cast: SimpleNamespace
) -> None:
    up_to_review(plan, cast)
    reject(plan, "go_no_go", cast.oli)
    add_rows(plan, "cases", by=cast.dev, rows=[{"title": "新用例", "phase": "生产"}])
    submitted(plan, cast.ann)
    assert [state(plan, key) for key in ("submission", "tested", "staging", "go_no_go")] == [
        "open", "waiting", "signed", "waiting",
    ]  # fmt: skip
    assert approve(plan, "submission", cast.dev), "he wrote in between, which bars nobody"
    approve(plan, "tested", cast.rob)
    for name in REVIEWERS:
        approve(plan, "go_no_go", getattr(cast, name))
    plan.refresh_from_db()
    assert plan.status == "approved"


def test_numbers_that_nobody_wrote_are_stated_by_the_signature(
    plan: Plan, cast: SimpleNamespace
) -> None:
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.dev)
    approve(plan, "tested", cast.rob, written={"report": "全部通过", "bugs_c": "3"})
    found = gate(plan, "tested").record
    assert found == {"report": "全部通过", "bugs_a": 0, "bugs_b": 0, "bugs_c": 3}


def test_an_open_a_level_bug_holds_the_gate(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.dev)
    write_record(gate(plan, "tested"), by=cast.rob, version=1, values={"bugs_a": 1})
    with pytest.raises(WrongState, match="A 级"):
        approve(plan, "tested", cast.rob)
    approve(plan, "tested", cast.rob, written={"bugs_a": 0})
    write_record(gate(plan, "tested"), by=cast.ann, version=3, values={"bugs_a": 2})
    assert state(plan, "tested") == "open", "what the signature witnessed got worse"


def test_the_record_knows_stale_writers_and_strangers(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    write_record(gate(plan, "go_no_go"), by=cast.ann, version=1, values={"minutes": "同意"})
    with pytest.raises(Stale):
        write_record(gate(plan, "go_no_go"), by=cast.dev, version=1, values={"minutes": "x"})
    with pytest.raises(Denied):
        write_record(gate(plan, "go_no_go"), by=cast.eve, version=2, values={"minutes": "x"})
    with pytest.raises(Invalid) as caught:
        write_record(gate(plan, "tested"), by=cast.rob, version=1, values={"bugs_a": "-1"})
    assert "bugs_a" in caught.value.fields


def test_reopening_is_for_rejected_gates_after_the_start(plan: Plan, cast: SimpleNamespace) -> None:
    up_to_review(plan, cast)
    reject(plan, "go_no_go", cast.oli)
    with pytest.raises(WrongState, match="重新提交"):
        reopen(gate(plan, "go_no_go"), by=cast.ann, reason="改好了")
    with pytest.raises(Denied):
        reopen(gate(plan, "go_no_go"), by=cast.eve, reason="改好了")


def test_nothing_is_signed_on_a_cancelled_plan(plan: Plan, cast: SimpleNamespace) -> None:
    approved(plan, cast)
    Plan.objects.filter(pk=plan.pk).update(status="cancelled")
    Gate.objects.filter(plan=plan, key="submission").update(state="open")
    SignOff.objects.all().update(state="void")
    with pytest.raises(WrongState):
        approve(plan, "submission", cast.dev)


def test_a_signature_without_notification_still_counts_no_more(
    plan: Plan, cast: SimpleNamespace
) -> None:
    """Content that changed behind everybody's back is noticed at the moment of use."""
    up_to_review(plan, cast)
    section("apps").rows(plan).update(risk="改了，没有人知道")
    fresh = Plan.objects.get(pk=plan.pk)
    assert look(fresh, now()).named("tested").signatures != ()
    with pytest.raises(WrongState, match="提测"):
        approve(plan, "go_no_go", cast.dev)
