"""Guardrails of a ramp against a real Prometheus: in every state that has traffic."""

from datetime import time

import pytest

from gray.actions import command
from gray.models import Flag, Move
from ground.models import Event
from notices.models import Message
from plans.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


def served() -> int:
    flag = Flag.objects.get()
    return flag.share if flag.enabled else -1


def last_event(chain: str) -> Event:
    return Event.objects.filter(chain=chain, kind__startswith="ramp.").order_by("position").last()


def test_the_third_failure_in_a_row_rolls_back_one_stage_and_holds(measured):
    measured.metric("bad_late_ratio")
    measured.start()
    measured.at(10)
    measured.at(20)
    run = measured.at(25)
    assert (run.state, run.share, served()) == ("running", 1_000, 1_000)
    run = measured.until(26)
    assert (run.state, run.share, served()) == ("held", 100, 100)
    assert measured.verdicts()[-3:] == ["fail", "fail", "fail"]
    move = run.moves.last()
    assert move.cause == "guard"
    assert move.reason == "护栏“错误率”连续第 3 次不达标：8%，到了回滚线（> 5%），回退一级。"
    event = last_event(measured.plan.chain)
    assert (event.kind, event.reason) == ("ramp.fell", move.reason)
    told = {name: event.data[name] for name in ("metric", "value", "threshold", "count")}
    assert told == {"metric": "错误率", "value": "8%", "threshold": "> 5%", "count": "3"}


def test_a_pass_between_begins_the_row_anew(measured):
    measured.metric("bad_briefly_ratio")
    measured.start()
    measured.at(10)
    measured.at(20)
    run = measured.until(21)
    assert measured.verdicts().count("fail") >= 2, "one more when a hold ends between two looks"
    assert (run.state, run.share) == ("running", 1_000)


def test_everybody_of_the_plan_hears_of_it_at_once(measured, cast):
    measured.metric("bad_soon_ratio")
    measured.start(stage=2)
    run = measured.until(1)
    assert (run.state, run.share) == ("held", 100)
    told = Message.objects.filter(kind="ramp.fell")
    assert {one.to for one in told} >= {cast.ann, cast.oli}
    letter = told.get(to=cast.ann)
    for words in ("返希豆灰度", "8%", "> 5%", "连续第 3 次", "1%", "护栏"):
        assert words in letter.text
    measured.at(1.1)
    assert Message.objects.filter(kind="ramp.fell").count() == told.count()


def test_a_fall_is_measured_anew_before_the_next_one(measured):
    measured.metric("bad_soon_ratio")
    measured.start(stage=2)
    assert measured.until(0.8).share == 100
    assert measured.until(1.4).share == 100, "what made it fall once counts no more"
    assert (measured.until(1.6).state, served()) == ("held", 0)
    assert measured.until(2.4).state == "off", "from the first stage there is only off"
    assert served() == -1


def test_a_fall_waits_for_data_from_after_it(measured):
    measured.metric("max_over_time(bad_soon_ratio[5m])")
    measured.start(stage=3)
    assert measured.until(1).share == 1_000
    assert measured.until(5.7).share == 1_000, "its range still reaches before the fall"
    assert measured.until(6.7).share == 100


@pytest.mark.parametrize(
    ("action", "state", "share"),
    [("停住", "held", 1_000), ("回退", "held", 100), ("关闭", "off", 0)],
)
def test_a_guard_names_the_count_and_what_is_done(measured, action, state, share):
    measured.metric("bad_soon_ratio")
    measured.guard(failures=2, action=action)
    measured.start(stage=2)
    assert measured.until(0.3).share == 1_000
    run = measured.until(0.6)
    assert (run.state, run.share) == (state, share)
    assert "连续第 2 次" in last_event(measured.plan.chain).reason


def test_it_acts_at_the_first_failure_when_told_to(measured):
    measured.metric("bad_soon_ratio")
    measured.guard(failures=1, action="关闭")
    measured.start(stage=2)
    assert measured.until(0.3).state == "off"
    assert last_event(measured.plan.chain).reason == (
        "护栏“错误率”：8%，到了回滚线（> 5%），关闭流量。"
    )


def test_holding_at_the_first_stage_holds_and_does_not_switch_off(measured):
    measured.metric("bad_soon_ratio")
    measured.guard(failures=1, action="停住")
    measured.start()
    run = measured.until(0.5)
    assert (run.state, run.index) == ("held", 0)


def test_it_acts_while_the_ramp_is_held(measured, cast):
    measured.metric("bad_late_ratio")
    measured.start(stage=2)
    command(measured.ramp, by=cast.oli, command="hold", reason="看看")
    assert measured.at(24).state == "held"
    run = measured.until(26)
    assert (run.state, run.share, served()) == ("held", 100, 100)


def test_holding_does_not_put_off_what_a_guardrail_does(measured, cast):
    measured.metric("bad_soon_ratio")
    measured.start(stage=2)
    measured.until(0.6)
    command(measured.ramp, by=cast.oli, command="hold", reason="看看")
    assert measured.run.state == "held"
    assert measured.until(0.9).share == 100


def test_it_acts_while_the_plan_is_paused(measured):
    measured.metric("bad_late_ratio")
    measured.start(stage=2)
    measured.status("paused")
    assert measured.at(24).share == 1_000
    assert measured.until(26).share == 100


def test_it_acts_outside_the_windows(measured):
    measured.metric("bad_late_ratio")
    measured.start(stage=2)
    measured.plan.plans_window_rows.create(start=time(23), end=time(23, 30))
    assert measured.at(24).share == 1_000, "nothing rises outside its windows"
    assert measured.until(26).share == 100


def test_it_acts_after_the_last_stage_is_done(measured, cast):
    measured.metric("bad_late_ratio")
    measured.start(stage=4)
    run = measured.at(12)
    assert (run.state, Plan.objects.get(pk=measured.plan.pk).status) == ("done", "observing")
    run = measured.until(26)
    assert (run.state, run.share, served()) == ("held", 5_000, 5_000)


def test_nothing_is_measured_once_the_plan_is_over(measured):
    measured.metric("good_ratio")
    measured.start(stage=4)
    measured.at(12)
    measured.status("done")
    count = len(measured.verdicts())
    measured.at(20)
    assert len(measured.verdicts()) == count


def test_shadow_is_measured_and_shown_and_never_acts(measured):
    measured.metric("bad_soon_ratio")
    measured.guard(failures=1, action="关闭", shadow=True)
    measured.start()
    measured.at(5)
    run = measured.at(11)
    assert (run.state, run.share) == ("running", 100)
    assert set(measured.verdicts()) == {"fail"}
    assert not run.measurements.filter(counts=True).exists()


def test_a_target_is_only_shown(measured):
    measured.metric("bad_soon_ratio", "目标")
    measured.start()
    assert measured.at(11).share == 100
    assert set(measured.verdicts()) == {"fail"}


def test_conditions_of_the_plan_are_guardrails_too(measured):
    measured.metric("bad_soon_ratio", "目标")
    measured.add("triggers", {"condition": "错误率 > 5%，持续 3 分钟", "kind": "必须"})
    measured.add("triggers", {"condition": "用户投诉明显增多", "kind": "必须"})
    measured.start(stage=2)
    run = measured.until(1)
    assert run.state == "off", "what must be rolled back lets nobody in"
    assert "连续第 3 次" in last_event(measured.plan.chain).reason


def test_a_condition_to_think_about_holds(measured):
    measured.metric("bad_soon_ratio", "目标")
    measured.add("triggers", {"condition": "错误率高于 5%", "kind": "考虑"})
    measured.start(stage=2)
    run = measured.until(1)
    assert (run.state, run.share) == ("held", 1_000)


def test_who_goes_on_after_a_guardrail_begins_its_row_anew(measured, cast):
    measured.metric("bad_soon_ratio")
    measured.guard(action="停住")
    measured.start(stage=2)
    assert measured.until(0.8).state == "held"
    command(measured.ramp, by=cast.oli, command="resume")
    assert measured.until(1.3).state == "running"
    assert measured.until(1.8).state == "held"
    assert Move.objects.filter(run=measured.run, cause="guard").count() == 0, "it only held"


def test_the_guard_of_one_ramp_is_not_that_of_another(measured):
    measured.metric("bad_soon_ratio")
    measured.guard(ramp="另一个灰度", failures=1, action="关闭")
    measured.start(stage=2)
    assert measured.until(0.6).share == 1_000
    assert measured.until(1).share == 100
