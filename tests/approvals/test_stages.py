"""Stages that ask for sign-offs: asked, granted, refused, asked again."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import transaction

from approvals.actions import reopen
from approvals.models import Gate, SignOff
from gray.actions import command, create_ramp, look
from gray.models import Flag
from ground.clock import now
from ground.errors import Denied, Invalid, WrongState
from plans.actions import add_rows, answer_clearance, ask_clearance, start
from plans.models import Clearance, Plan
from plans.tables.registry import section
from tests.approvals.hands import approve, approved, gate, reject, state
from tests.approvals.scenes import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SUBJECT = "stage:7:31"


@pytest.fixture
def asked(plan: Plan, cast: SimpleNamespace) -> Plan:
    """A ramping plan whose second stage waits for people."""
    approved(plan, cast)
    start(plan, by=cast.oli)
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    plan.refresh_from_db()
    with transaction.atomic():
        ask_clearance(plan, SUBJECT, at=now(), title="返豆灰度 10%", wants={})
    return plan


def clearance(plan: Plan) -> Clearance:
    return Clearance.objects.get(plan=plan, subject=SUBJECT)


def test_a_tester_and_ops_let_the_stage_in(asked: Plan, cast: SimpleNamespace) -> None:
    assert gate(asked, SUBJECT).title == "返豆灰度 10%"
    assert state(asked, SUBJECT) == "open"
    approve(asked, SUBJECT, cast.rob)
    assert clearance(asked).state == "asked"
    approve(asked, SUBJECT, cast.oli)
    assert clearance(asked).state == "granted"
    assert clearance(asked).answered_at


def test_only_named_parts_and_nobody_who_submitted(asked: Plan, cast: SimpleNamespace) -> None:
    for name in ("ann", "dev", "eve", "adm"):
        with pytest.raises(Denied):
            approve(asked, SUBJECT, getattr(cast, name))


def test_the_stage_says_who_must_agree(plan: Plan, cast: SimpleNamespace) -> None:
    approved(plan, cast)
    start(plan, by=cast.oli)
    with transaction.atomic():
        ask_clearance(plan, SUBJECT, at=now(), title="5%", wants={"product": 1})
    with pytest.raises(Denied):
        approve(plan, SUBJECT, cast.rob)
    approve(plan, SUBJECT, cast.pia)
    assert clearance(plan).state == "granted"


def test_a_reject_refuses_the_stage_and_nothing_else(asked: Plan, cast: SimpleNamespace) -> None:
    approve(asked, SUBJECT, cast.oli)
    reject(asked, SUBJECT, cast.rob, "错误率在涨")
    assert (clearance(asked).state, clearance(asked).note) == ("refused", "错误率在涨")
    asked.refresh_from_db()
    assert asked.status == "ramping"
    assert set(SignOff.objects.filter(gate__key=SUBJECT).values_list("state", flat=True)) == {
        "void", "rejected",
    }  # fmt: skip


def test_the_owner_opens_a_refused_stage_anew(asked: Plan, cast: SimpleNamespace) -> None:
    reject(asked, SUBJECT, cast.rob)
    with pytest.raises(Denied):
        reopen(gate(asked, SUBJECT), by=cast.oli, reason="修好了")
    with pytest.raises(Invalid):
        reopen(gate(asked, SUBJECT), by=cast.ann, reason="")
    reopen(gate(asked, SUBJECT), by=cast.ann, reason="修好了")
    assert clearance(asked).state == "asked"
    approve(asked, SUBJECT, cast.rob)
    approve(asked, SUBJECT, cast.oli)
    assert clearance(asked).state == "granted"


def test_asked_again_former_signatures_do_not_count(asked: Plan, cast: SimpleNamespace) -> None:
    approve(asked, SUBJECT, cast.rob)
    approve(asked, SUBJECT, cast.oli)
    with transaction.atomic():
        answer_clearance(clearance(asked), "asked", at=now())
    assert state(asked, SUBJECT) == "open"
    assert not SignOff.objects.filter(gate__key=SUBJECT, state="signed").exists()
    approve(asked, SUBJECT, cast.rob)
    assert clearance(asked).state == "asked"


def test_an_edit_of_the_stages_takes_the_clearance_back(asked: Plan, cast: SimpleNamespace) -> None:
    approve(asked, SUBJECT, cast.rob)
    approve(asked, SUBJECT, cast.oli)
    add_rows(asked, "stages", by=cast.ann, rows=[{"ramp": "返豆", "position": 9}], reason="加一段")
    assert clearance(asked).state == "asked"
    assert state(asked, SUBJECT) == "open"


@pytest.mark.parametrize(
    ("key", "row"),
    [
        ("guards", {"metric": "错误率", "shadow": True}),
        ("triggers", {"condition": "错误率 > 50%", "kind": "考虑"}),
        ("metrics", {"name": "错误率", "purpose": "回滚", "operator": ">", "threshold": "50%"}),
    ],
)
def test_whoever_lets_a_stage_in_relies_on_what_would_stop_it(
    asked: Plan, cast: SimpleNamespace, key: str, row: dict[str, object]
) -> None:
    approve(asked, SUBJECT, cast.rob)
    approve(asked, SUBJECT, cast.oli)
    assert clearance(asked).state == "granted"
    add_rows(asked, key, by=cast.ann, rows=[row], reason="放宽一点")
    assert clearance(asked).state == "asked"


def test_an_edit_elsewhere_does_not(asked: Plan, cast: SimpleNamespace) -> None:
    approve(asked, SUBJECT, cast.rob)
    approve(asked, SUBJECT, cast.oli)
    add_rows(asked, "risks", by=cast.ann, rows=[{"title": "x"}], reason="补一条风险")
    assert clearance(asked).state == "granted"


def test_asking_twice_makes_one_gate(asked: Plan) -> None:
    with transaction.atomic():
        ask_clearance(asked, SUBJECT, at=now())
    assert asked.gates.filter(key=SUBJECT).count() == 1


def test_a_finished_plan_signs_no_stage(asked: Plan, cast: SimpleNamespace) -> None:
    Plan.objects.filter(pk=asked.pk).update(status="rolled_back")
    with pytest.raises(WrongState):
        approve(asked, SUBJECT, cast.rob)


def test_people_let_a_real_ramp_go_on(plan: Plan, cast: SimpleNamespace) -> None:
    """From the ramp's question to the traffic that rises, through both wings."""
    with time_machine.travel(NOON, tick=False) as clock:
        values = {"name": "返豆", "flag": "coin.refund", "environment": "prod"}
        stages = [{"percent": 1, "hold": "PT10M"}, {"percent": 10, "approval": "测试+运维"}]
        ramp = create_ramp(plan, by=cast.ann, values=values, stages=stages)
        approved(plan, cast)
        start(plan, by=cast.oli)
        section("apps").rows(plan).update(state="verified")
        Plan.objects.filter(pk=plan.pk).update(status="ramping")
        ramp.refresh_from_db()
        run = command(ramp, by=cast.oli, command="start")
        clock.move_to(NOON + timedelta(minutes=11))
        look(run.pk, now=NOON + timedelta(minutes=11))
        assert Flag.objects.get().share == 100, "1 % until people have signed"
        stage = Gate.objects.get(plan=plan, key__startswith="stage:")
        approve(plan, stage.key, cast.rob)
        approve(plan, stage.key, cast.oli)
        look(run.pk, now=NOON + timedelta(minutes=12))
        assert Flag.objects.get().share == 1_000
