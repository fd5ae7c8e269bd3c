"""A ramp through its actions: looks of the clock and commands of people."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from calendars.models import ChangeWindow, Freeze
from gray.actions import command, look, turn_off_all
from gray.models import Flag, Move, Run
from ground.errors import Denied, Invalid, WrongState
from ground.journal import verify
from ground.models import Event
from plans.actions import delete_rows, lifecycle
from plans.actions.clearances import answer_clearance
from plans.models import Clearance, Plan

START = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(autouse=True)
def frozen_clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def served() -> tuple[int, list[str]]:
    flag = Flag.objects.get()
    return (flag.share if flag.enabled else -1), flag.users


def without_review(plan: Plan) -> None:
    """This plan came to 灰度中 without its review, which the other wing takes amiss."""
    Clearance.objects.filter(plan=plan, subject="amendment").delete()


def walk(run: Run, until: timedelta, traveller) -> list[int]:
    """Looks whenever the run says it is due; the shares served on the way."""
    seen = []
    while True:
        run.refresh_from_db()
        if run.due_at is None or run.due_at > START + until:
            return seen
        now = max(run.due_at, datetime.now(UTC))
        traveller.move_to(now)
        look(run.pk, now=now)
        if not seen or served()[0] != seen[-1]:
            seen.append(served()[0])
        run.refresh_from_db()
        if run.due_at and run.due_at <= now:
            traveller.shift(timedelta(seconds=1))


def test_a_ramp_goes_through_all_its_stages_and_is_done(cast, ramp, frozen_clock):
    run = command(ramp, by=cast.oli, command="start")
    assert (run.state, run.index, served()) == ("running", 0, (0, ["ann", "无忌"]))
    assert walk(run, timedelta(hours=2), frozen_clock) == [0, 100, 1_000, 5_000, 10_000]
    run.refresh_from_db()
    assert run.state == "done"
    assert [move.to_share for move in run.moves.all()] == [0, 100, 1_000, 5_000, 10_000]
    assert [round((move.at - START).total_seconds() / 60) for move in run.moves.all()] == [
        0, 10, 20, 30, 40,
    ]  # fmt: skip
    assert Plan.objects.get(pk=ramp.plan_id).status == "observing"
    assert verify(ramp.plan.chain) is None


def test_a_look_that_comes_twice_moves_once(cast, ramp, frozen_clock):
    run = command(ramp, by=cast.oli, command="start")
    now = START + timedelta(minutes=10)
    frozen_clock.move_to(now)
    look(run.pk, now=now)
    look(run.pk, now=now)
    assert served()[0] == 100
    assert run.moves.filter(to_share=100).count() == 1


def test_hold_and_resume(cast, ramp, frozen_clock):
    run = command(ramp, by=cast.oli, command="start")
    assert command(ramp, by=cast.oli, command="hold", reason="看看日志").state == "held"
    later = START + timedelta(hours=5)
    frozen_clock.move_to(later)
    look(run.pk, now=later)
    assert served()[0] == 0
    run = command(ramp, by=cast.oli, command="resume")
    assert (run.state, run.share) == ("running", 100), "the hold ran on the wall clock"


def test_time_under_hold_is_not_lateness(cast, ramp, frozen_clock):
    command(ramp, by=cast.oli, command="start")
    command(ramp, by=cast.oli, command="hold")
    frozen_clock.shift(timedelta(days=3))
    assert command(ramp, by=cast.oli, command="resume").index == 1


def test_off_falls_to_nobody_and_start_begins_again(cast, ramp):
    command(ramp, by=cast.oli, command="start")
    command(ramp, by=cast.oli, command="advance", reason="数据正常")
    run = command(ramp, by=cast.oli, command="off")
    assert (run.state, run.index, served()) == ("off", -1, (-1, []))
    run = command(ramp, by=cast.oli, command="start")
    assert (run.state, run.index) == ("running", 0)


def test_roll_back_goes_one_stage_down_and_stays(cast, ramp, frozen_clock):
    run = command(ramp, by=cast.oli, command="start")
    command(ramp, by=cast.oli, command="advance", reason="数据正常")
    run = command(ramp, by=cast.oli, command="advance", reason="数据正常")
    assert run.share == 1_000
    run = command(ramp, by=cast.oli, command="roll_back", reason="错误率升高")
    assert (run.state, run.share, served()[0]) == ("held", 100, 100)
    later = START + timedelta(days=1)
    frozen_clock.move_to(later)
    look(run.pk, now=later)
    assert served()[0] == 100


def test_a_jump_names_its_stage(cast, ramp):
    run = command(ramp, by=cast.oli, command="start")
    stage = ramp.plan.gray_stage_rows.get(percent=50)
    run = command(ramp, by=cast.oli, command="jump", stage=stage.pk, reason="演练过")
    assert run.share == 5_000
    first = ramp.plan.gray_stage_rows.get(percent=1)
    run = command(ramp, by=cast.oli, command="jump", stage=first.pk, reason="回来")
    assert (run.state, run.share) == ("held", 100)


@pytest.mark.parametrize("verb", ["hold", "resume", "advance", "roll_back", "adopt", "restore"])
def test_a_command_in_the_wrong_state_says_why(cast, ramp, verb):
    with pytest.raises(WrongState) as refusal:
        command(ramp, by=cast.oli, command=verb, reason="试试")
    assert len(refusal.value.detail) > 4
    assert not Flag.objects.exists()


def test_unknown_commands_and_missing_reasons_are_invalid(cast, ramp):
    with pytest.raises(Invalid):
        command(ramp, by=cast.oli, command="explode")
    command(ramp, by=cast.oli, command="start")
    with pytest.raises(Invalid) as refusal:
        command(ramp, by=cast.oli, command="advance")
    assert "reason" in refusal.value.fields


@pytest.mark.parametrize("name", ["dev", "rob", "dan", "pia", "eve", "adm"])
def test_only_ops_and_the_owner_command_traffic(cast, ramp, name):
    with pytest.raises(Denied) as refusal:
        command(ramp, by=getattr(cast, name), command="start")
    assert "发布人员" in refusal.value.detail


def test_nothing_rises_before_the_plan_is_under_way(cast, make_ramp):
    with pytest.raises(WrongState) as refusal:
        command(make_ramp(), by=cast.oli, command="start")
    assert "草稿" in refusal.value.detail


def test_a_paused_plan_stops_its_ramps_and_resuming_lets_them_go_on(cast, ramp, frozen_clock):
    run = command(ramp, by=cast.oli, command="start")
    lifecycle.pause(ramp.plan, by=cast.oli)
    later = START + timedelta(hours=1)
    frozen_clock.move_to(later)
    decision = look(run.pk, now=later)
    assert "暂停" in str(decision.why) and served()[0] == 0
    with pytest.raises(WrongState):
        command(ramp, by=cast.oli, command="advance", reason="快一点")
    lifecycle.resume(ramp.plan, by=cast.oli)
    look(run.pk, now=later)
    assert served()[0] == 100, "one stage, not all that would have come meanwhile"


def test_an_amendment_stops_the_rise_and_not_the_fall(cast, ramp, frozen_clock):
    run = command(ramp, by=cast.oli, command="start")
    command(ramp, by=cast.oli, command="advance", reason="数据正常")
    Clearance.objects.create(plan=ramp.plan, subject="amendment", asked_at=START)
    later = START + timedelta(hours=1)
    frozen_clock.move_to(later)
    assert "变更待签" in str(look(run.pk, now=later).why)
    assert command(ramp, by=cast.oli, command="roll_back", reason="有问题").share == 0


def test_windows_and_freezes_hold_also_for_people(cast, ramp, frozen_clock):
    ChangeWindow.objects.create(start="09:00", end="11:00")
    run = command(ramp, by=cast.oli, command="start")
    assert (run.index, run.share) == (-1, 0), "12:00 in Shanghai is outside"
    with pytest.raises(WrongState) as refusal:
        command(ramp, by=cast.oli, command="advance", reason="快一点")
    assert "窗口" in refusal.value.detail
    Freeze.objects.create(
        start=START, end=START + timedelta(days=2), reason="大促", apps=["other-app"]
    )
    Freeze.objects.create(
        start=START, end=START + timedelta(days=1), reason="年会", apps=["coin-center"]
    )
    assert "年会" in str(look(run.pk, now=START).why)


def test_a_gated_stage_asks_waits_and_goes_on(cast, make_ramp, plan, frozen_clock):
    stages = [{"percent": 1, "hold": "PT10M"}, {"percent": 10, "approval": "测试+运维"}]
    ramp = make_ramp(stages)
    plan.plans_app_rows.update(state="verified")
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    run = command(ramp, by=cast.oli, command="start")
    with pytest.raises(WrongState) as refusal:
        command(ramp, by=cast.oli, command="advance", reason="快一点")
    assert "签字" in refusal.value.detail
    without_review(plan)
    clearance = Clearance.objects.get(subject__startswith="stage:")
    second = plan.gray_stage_rows.get(percent=10)
    assert clearance.subject == f"stage:{ramp.pk}:{second.pk}"
    assert clearance.wants == {"test": 1, "ops": 1}
    later = START + timedelta(minutes=30)
    frozen_clock.move_to(later)
    look(run.pk, now=later)
    assert served()[0] == 100
    answer_clearance(clearance, "granted", at=later)
    run.refresh_from_db()
    assert run.due_at == later, "granting wakes the ramp"
    without_review(plan)
    look(run.pk, now=later)
    assert served()[0] == 1_000
    command(ramp, by=cast.oli, command="roll_back", reason="错误率升高")
    with pytest.raises(WrongState, match="签字"):
        command(ramp, by=cast.oli, command="resume")
        command(ramp, by=cast.oli, command="advance", reason="修好了")
    clearance.refresh_from_db()
    assert clearance.state == "asked", "a sign-off from before the fall lets nothing in"


def test_a_switch_changed_by_hand_stops_the_ramp(cast, ramp, frozen_clock):
    run = command(ramp, by=cast.oli, command="start")
    Flag.objects.update(share=1_500)
    later = START + timedelta(hours=1)
    frozen_clock.move_to(later)
    assert "15%" in str(look(run.pk, now=later).why)
    assert Event.objects.filter(kind="ramp.drifted").count() == 1
    look(run.pk, now=later)
    assert Event.objects.filter(kind="ramp.drifted").count() == 1
    run = command(ramp, by=cast.oli, command="restore", reason="误操作")
    assert served()[0] in (0, 100) and run.drift_since is None


def test_adopting_takes_the_hand_made_share(cast, ramp):
    command(ramp, by=cast.oli, command="start")
    Flag.objects.update(share=1_500)
    run = command(ramp, by=cast.oli, command="adopt", reason="手工放量是对的")
    assert (run.state, run.share, run.index) == ("held", 1_500, 2)


def test_one_switch_has_one_unfinished_ramp(cast, make_ramp, plan):
    ramp, other = make_ramp(), make_ramp(name="又一个")
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    command(ramp, by=cast.oli, command="start")
    with pytest.raises(WrongState) as refusal:
        command(other, by=cast.oli, command="start")
    assert ramp.plan.number in refusal.value.detail


def test_the_plan_rolls_back_with_its_ramps_off(cast, ramp):
    command(ramp, by=cast.oli, command="start")
    turn_off_all(ramp.plan, by=cast.ann, reason="整体回滚")
    assert served() == (-1, [])
    assert Move.objects.last().cause == "plan"


def test_rolling_back_turns_traffic_off_whoever_asks(cast, ramp):
    command(ramp, by=cast.oli, command="start")
    plan = Plan.objects.get(pk=ramp.plan_id)
    lifecycle.begin_rollback(plan, by=cast.ann, reason="整体回滚")
    assert served() == (-1, [])


def test_a_plan_without_ramps_goes_straight_to_observing(cast, plan):
    Plan.objects.filter(pk=plan.pk).update(status="releasing")
    plan.plans_app_rows.update(state="verified")
    plan.refresh_from_db()
    lifecycle.settle_after_apps(plan, by=cast.ann)
    assert Plan.objects.get(pk=plan.pk).status == "observing"


def test_a_ramp_waits_for_its_own_application(cast, make_ramp, plan):
    ramp = make_ramp(application="coin-center")
    Plan.objects.filter(pk=plan.pk).update(status="releasing")
    run = command(ramp, by=cast.oli, command="start")
    assert run.index == -1
    plan.plans_app_rows.filter(app="coin-center").update(state="verified")
    look(run.pk, now=START)
    run.refresh_from_db()
    assert run.index == 0


def test_a_plan_whose_last_open_ramp_is_given_up_goes_on(cast, ramp):
    command(ramp, by=cast.oli, command="start")
    command(ramp, by=cast.oli, command="off")
    assert Plan.objects.get(pk=ramp.plan_id).status == "ramping"
    delete_rows(ramp.plan, "ramps", by=cast.ann, ids=[ramp.pk], reason="这次不做了")
    assert Plan.objects.get(pk=ramp.plan_id).status == "observing"
