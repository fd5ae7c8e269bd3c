"""Submission, withdrawal, completion: what they need and what they do."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import transaction

from approvals import due
from approvals.actions import complete, submit, withdraw
from approvals.models import Gate, LateEdit, SignOff
from ground.clock import now
from ground.errors import Denied, Invalid, WrongState
from ground.models import Event
from people.models import User
from plans.actions import (
    acknowledge,
    add_rows,
    change_plan,
    delete_rows,
    move_app,
    save_row,
    start,
)
from plans.actions.mending import mend
from plans.checks import findings_of
from plans.models import Clearance, Plan, PlanUserObjectPermission
from plans.tables.registry import section
from tests.approvals.hands import (
    REVIEWERS,
    approve,
    approved,
    gate,
    reject,
    state,
    submitted,
    up_to_review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_submission_seals_a_revision_and_opens_the_first_gate(
    plan: Plan, cast: SimpleNamespace
) -> None:
    submitted(plan, cast.ann)
    plan.refresh_from_db()
    assert (plan.status, plan.submitted_by) == ("in_review", cast.ann)
    assert plan.revisions.count() == 1
    assert [g.key for g in Gate.objects.filter(plan=plan, state="open")] == ["submission"]
    kinds = set(Event.objects.filter(chain=plan.chain).values_list("kind", flat=True))
    assert {"plan.submitted", "plan.sealed", "gate.opened"} <= kinds


@pytest.mark.parametrize("name", ["dev", "rob", "oli", "pia", "eve", "adm"])
def test_only_the_owners_side_submits(plan: Plan, cast: SimpleNamespace, name: str) -> None:
    with pytest.raises(Denied, match="项目负责人"):
        submit(plan, by=getattr(cast, name), reason="x")


def test_an_error_of_the_check_holds_it(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "apps", by=cast.ann, rows=[{"batch": 1, "app": "x", "depends_on": ["nowhere"]}])
    with pytest.raises(WrongState) as caught:
        submit(plan, by=cast.ann, reason="都看过")
    assert {one["level"] for one in caught.value.extra["findings"]} == {"error"}
    assert not Gate.objects.exists()


def test_warnings_need_a_reason_or_an_acknowledgement(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "members", by=cast.ann, rows=[{"role": "客服"}])
    warnings = [one for one in findings_of(plan, now()) if one.level == "warning"]
    assert "role-without-person" in {one.code for one in warnings}
    with pytest.raises(WrongState, match="提醒"):
        submit(plan, by=cast.ann)
    for one in warnings:
        acknowledge(plan, by=cast.ann, finding=one.key, message=one.message, reason="知道了")
    submit(plan, by=cast.ann)
    plan.refresh_from_db()
    assert plan.status == "in_review"


def test_a_reason_acknowledges_what_is_left(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "members", by=cast.ann, rows=[{"role": "客服"}])
    submit(plan, by=cast.ann, reason="内容清单稍后补")
    reasons = set(plan.acknowledgements.values_list("reason", flat=True))
    assert reasons == {"内容清单稍后补"}


def test_a_gate_that_nobody_can_sign_holds_it(plan: Plan, cast: SimpleNamespace) -> None:
    ops = section("members").rows(plan).get(name="欧力")
    delete_rows(plan, "members", by=cast.ann, ids=[ops.pk])
    with pytest.raises(WrongState, match="运维"):
        submit(plan, by=cast.ann, reason="x")
    found = [one for one in findings_of(plan, now()) if one.code == "gate-without-signer"]
    assert [one.title for one in found] == ["上线评审"]


def test_the_check_thinks_of_whoever_will_submit(plan: Plan, cast: SimpleNamespace) -> None:
    """pia is also PM: if she submits, nobody is left for 产品."""
    add_rows(
        plan, "members", by=cast.ann, rows=[{"role": "项目经理", "name": "皮雅", "user": "pia"}]
    )
    assert not [one for one in findings_of(plan, now()) if one.code == "gate-without-signer"]
    with pytest.raises(WrongState, match="产品"):
        submit(plan, by=cast.pia, reason="x")


def test_a_dba_who_wrote_the_sql_alone_is_an_error(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "sql_changes", by=cast.dan, rows=[{"statement": "alter table a add b int"}])
    with pytest.raises(WrongState, match="单丹"):
        submit(plan, by=cast.ann, reason="x")


def test_an_unlinked_member_signs_nothing(plan: Plan, cast: SimpleNamespace) -> None:
    User.objects.filter(pk=cast.oli.pk).update(is_active=False)
    with pytest.raises(WrongState, match="运维"):
        submit(plan, by=cast.ann, reason="x")


def test_submission_derives_the_grants_anew(plan: Plan, cast: SimpleNamespace) -> None:
    PlanUserObjectPermission.objects.filter(content_object=plan, user=cast.oli).delete()
    submitted(plan, cast.ann)
    assert PlanUserObjectPermission.objects.filter(content_object=plan, user=cast.oli).exists()


def test_nothing_is_submitted_twice(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    with pytest.raises(WrongState, match="评审中"):
        submitted(plan, cast.ann)


def test_withdrawal_needs_a_reason_and_keeps_what_is_still_true(
    plan: Plan, cast: SimpleNamespace
) -> None:
    up_to_review(plan, cast)
    with pytest.raises(Invalid):
        withdraw(plan, by=cast.ann, reason=" ")
    with pytest.raises(Denied):
        withdraw(plan, by=cast.dev, reason="x")
    withdraw(plan, by=cast.ann, reason="少了一个应用")
    plan.refresh_from_db()
    assert plan.status == "draft"
    assert [state(plan, key) for key in ("submission", "tested", "go_no_go")] == [
        "signed", "signed", "waiting",
    ]  # fmt: skip
    add_rows(plan, "apps", by=cast.dev, rows=[{"batch": 2, "app": "user-center"}])
    assert [state(plan, key) for key in ("submission", "tested", "staging")] == [
        "waiting", "waiting", "signed",
    ]  # fmt: skip
    assert not LateEdit.objects.exists()


def test_an_approved_plan_can_be_withdrawn_but_not_a_started_one(
    plan: Plan, cast: SimpleNamespace
) -> None:
    approved(plan, cast)
    start(plan, by=cast.oli)
    with pytest.raises(WrongState, match="暂停或回滚"):
        withdraw(plan, by=cast.ann, reason="x")


def test_who_submits_the_next_revision_has_not_signed_it(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "members", by=cast.ann, rows=[
        {"role": "项目经理", "name": "戴维", "user": "dev"},
        {"role": "后端", "name": "伊芙", "is_lead": True, "user": "eve"},
    ])  # fmt: skip
    up_to_review(plan, cast)
    approve(plan, "go_no_go", cast.rob)
    withdraw(plan, by=cast.ann, reason="换人提交")
    submit(plan, by=cast.dev, reason="x")
    ended = SignOff.objects.filter(state="void")
    assert {(one.signer.username, one.ended_why) for one in ended} == {("dev", "barred")}
    assert state(plan, "submission") == "open"
    assert approve(plan, "submission", cast.eve).state == "signed"


def test_kept_signatures_may_approve_at_once(plan: Plan, cast: SimpleNamespace) -> None:
    approved(plan, cast)
    withdraw(plan, by=cast.ann, reason="看错了")
    submitted(plan, cast.ann)
    plan.refresh_from_db()
    assert plan.status == "approved"


def test_a_plan_that_becomes_urgent_gets_the_short_way(plan: Plan, cast: SimpleNamespace) -> None:
    submitted(plan, cast.ann)
    reject(plan, "submission", cast.dev, "来不及，改紧急")
    plan.refresh_from_db()
    change_plan(plan, by=cast.ann, version=plan.version_lock, values={"kind": "紧急"})
    submitted(plan, cast.ann)
    states = dict(Gate.objects.filter(plan=plan).values_list("key", "state"))
    assert states == {
        "submission": "spare", "tested": "spare", "staging": "spare", "go_no_go": "open",
        "database": "spare", "verified": "waiting", "closed": "waiting",
    }  # fmt: skip
    for name in ("dev", "rob", "oli"):
        approve(plan, "go_no_go", getattr(cast, name))
    plan.refresh_from_db()
    assert plan.status == "approved"


def released(plan: Plan, cast: SimpleNamespace) -> Plan:
    """Every app verified, nothing to ramp: observing."""
    approved(plan, cast)
    start(plan, by=cast.oli)
    for batch in (1, 2):
        rows = section("apps").rows(plan).filter(batch=batch)
        for app in rows:
            for to, who in (
                ("deploying", cast.oli),
                ("deployed", cast.oli),
                ("verified", cast.rob),
            ):
                move_app(app, by=who, to=to)
                app.refresh_from_db()
    plan.refresh_from_db()
    return plan


def test_the_way_to_the_end(plan: Plan, cast: SimpleNamespace) -> None:
    change_plan(plan, by=cast.ann, version=plan.version_lock, values={"observe": "PT2H"})
    released(plan, cast)
    assert plan.status == "observing"
    with pytest.raises(WrongState, match="观察期"):
        complete(plan, by=cast.ann)
    approve(plan, "verified", cast.rob)
    approve(plan, "verified", cast.pia)
    assert state(plan, "closed") == "waiting"
    assert due.next_due() == plan.observing_since + timedelta(hours=2)
    with time_machine.travel(plan.observing_since + timedelta(hours=2, seconds=1)):
        assert due.run(now()) == 1
        assert not Gate.objects.exclude(look_at=None).exists()
        assert state(plan, "closed") == "open"
        with pytest.raises(WrongState, match="结束与总结"):
            complete(plan, by=cast.ann)
        with pytest.raises(Denied):
            approve(plan, "closed", cast.rob)
        approve(plan, "closed", cast.ann, written={"summary": "一切顺利"})
        with pytest.raises(Denied):
            complete(plan, by=cast.rob)
        complete(plan, by=cast.ann)
    plan.refresh_from_db()
    assert plan.status == "done"
    assert plan.finished_at


def test_verification_opens_with_the_last_batch_and_is_signed_after_the_ramps(
    plan: Plan, cast: SimpleNamespace
) -> None:
    approved(plan, cast)
    start(plan, by=cast.oli)
    for app in section("apps").rows(plan):
        assert state(plan, "verified") == "waiting"
        type(app).objects.filter(pk=app.pk).update(state="deployed")
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    with pytest.raises(WrongState, match="灰度"):
        approve(plan, "verified", cast.rob)


def test_a_rejected_verification_keeps_the_plan_observing(
    plan: Plan, cast: SimpleNamespace
) -> None:
    released(plan, cast)
    reject(plan, "verified", cast.rob, "返豆金额不对")
    plan.refresh_from_db()
    assert plan.status == "observing"
    with pytest.raises(WrongState, match="线上验证"):
        complete(plan, by=cast.ann)


def test_completion_waits_for_an_amendment(plan: Plan, cast: SimpleNamespace) -> None:
    released(plan, cast)
    with transaction.atomic():
        Clearance.objects.create(plan=plan, subject="amendment", asked_at=now())
    with pytest.raises(WrongState, match="变更待签"):
        complete(plan, by=cast.ann)


def test_reviewers_are_four_distinct_people() -> None:
    assert len(set(REVIEWERS)) == 4
    assert gate


def test_a_gate_without_a_lead_offers_to_make_one(plan: Plan, cast: SimpleNamespace) -> None:
    row = section("members").rows(plan).get(name="戴维")
    row = save_row(row, by=cast.ann, version=row.row_version, values={"is_lead": False})
    found = next(one for one in findings_of(plan, now()) if one.title == "提测")
    assert "负责人" in found.message
    (fix,) = found.fixes
    mend(plan, by=cast.ann, finding=found, fix=fix, version=row.row_version)
    assert section("members").rows(plan).get(pk=row.pk).is_lead
    fresh = Plan.objects.get(pk=plan.pk)
    assert not [one for one in findings_of(fresh, now()) if one.title == "提测"]
