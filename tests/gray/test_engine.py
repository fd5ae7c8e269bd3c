"""What the engine decides in the situations of a release."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from calendars.spans import Closed, Weekly
from gray.engine import decide
from gray.view import BEFORE, Act, Breach, Gate, Guardrail, State, Step, View
from gray.words import sentence
from tests.gray.worlds import FIVE, SHANGHAI, World, at, running, steps

AFTERNOON = (Weekly(time(16), time(17, 30)),)
HOUR = timedelta(hours=1)


def test_who_has_not_begun_waits_for_a_person():
    decision = decide(at("20 12:00"), View(State.READY, SHANGHAI, FIVE))
    assert (decision.act, decision.due) == (Act.STAY, None)
    assert "开始" in str(decision.why)


def test_the_first_stage_comes_at_once_when_nothing_is_in_the_way():
    decision = decide(at("20 12:00"), running(BEFORE, at("20 12:00")))
    assert (decision.act, decision.to, decision.since) == (Act.RISE, 0, at("20 12:00"))


def test_a_stage_is_held_for_its_time_and_the_reason_says_how_long():
    now = at("20 12:00")
    decision = decide(now, running(2, now - HOUR))
    assert (decision.act, decision.due) == (Act.STAY, now + 3 * HOUR)
    assert str(decision.why) == "10% 还在观察，到 今天 15:00（还有 3 小时）。"


def test_the_hold_runs_while_the_window_is_shut_but_rising_needs_it_open():
    view = running(2, at("20 09:00"), windows=AFTERNOON)
    decision = decide(at("20 14:18"), view)
    assert (decision.act, decision.due) == (Act.STAY, at("20 16:00"))
    assert str(decision.why) == "等变更窗口，今天 16:00 开放（还有 1 小时 42 分）。"
    assert decide(at("20 16:00"), view).act is Act.RISE


def test_a_freeze_holds_and_names_itself():
    view = running(2, at("20 08:00"), freezes=(Closed(at("20 11:00"), at("22 09:00"), "双十二"),))
    decision = decide(at("20 12:00"), view)
    assert (decision.act, decision.due) == (Act.STAY, at("22 09:00"))
    assert "双十二" in str(decision.why)


def test_everything_in_the_way_is_said():
    gated = (*FIVE[:3], replace(FIVE[3], gate=Gate.ASKED, gate_note="测试 0/1，运维 0/1"), FIVE[4])
    decision = decide(at("20 14:00"), running(2, at("20 09:00"), steps=gated, windows=AFTERNOON))
    assert decision.why.code == "window"
    assert [why.code for why in decision.also] == ["approval"]
    assert "测试 0/1" in str(decision.also[0])


def test_a_sign_off_is_asked_for_when_the_stage_before_is_over_also_outside_windows():
    gated = (*FIVE[:3], replace(FIVE[3], gate=Gate.UNASKED), FIVE[4])
    view = running(2, at("20 09:00"), steps=gated, windows=AFTERNOON)
    assert decide(at("20 12:59"), view).ask is None
    assert decide(at("20 13:00"), view).ask == 3


def test_a_refused_stage_holds_its_ramp():
    gated = (*FIVE[:3], replace(FIVE[3], gate=Gate.REFUSED, gate_note="错误率偏高"), FIVE[4])
    decision = decide(at("20 23:00"), running(2, at("20 09:00"), steps=gated))
    assert decision.act is Act.STAY and "错误率偏高" in str(decision.why)


def test_a_late_clock_folds_the_stages_that_only_wait_for_time():
    decision = decide(at("20 22:00"), running(1, at("20 09:00")))
    assert (decision.act, decision.to) == (Act.RISE, 4)
    assert decision.since == at("20 21:00")


def test_a_late_clock_never_folds_a_gate():
    gated = (*FIVE[:3], replace(FIVE[3], gate=Gate.GRANTED), FIVE[4])
    assert decide(at("29 22:00"), running(1, at("20 09:00"), steps=gated)).to == 2
    measured = (*FIVE[:3], replace(FIVE[3], measured=True), FIVE[4])
    assert decide(at("29 22:00"), running(1, at("20 09:00"), steps=measured)).to == 2


def test_a_small_delay_folds_nothing_and_costs_the_stage_nothing():
    quick = steps(0, 100, 1_000, 5_000, 10_000, hold=timedelta(seconds=5))
    now = at("20 12:00:50")
    decision = decide(now, running(1, at("20 12:00"), steps=quick))
    assert (decision.to, decision.since) == (2, now)


def test_time_that_people_took_is_not_lateness():
    view = running(1, at("10 09:00"), free_since=at("20 12:00"))
    decision = decide(at("20 12:00"), view)
    assert (decision.act, decision.to, decision.since) == (Act.RISE, 2, at("20 12:00"))


def test_the_last_stage_is_finished_when_its_hold_is_over():
    view = running(4, at("20 09:00"), windows=AFTERNOON)
    assert decide(at("20 12:59"), view).due == at("20 13:00")
    assert decide(at("20 13:00"), view).act is Act.FINISH


def test_drift_stops_the_ramp_and_says_both_numbers():
    decision = decide(at("21 12:00"), running(2, at("20 09:00"), actual=1_500))
    assert (decision.act, decision.blocked) == (Act.STAY, True)
    assert "15%" in str(decision.why) and "10%" in str(decision.why)


def test_a_paused_plan_stops_every_ramp():
    paused = (sentence("paused", "计划已暂停。"),)
    decision = decide(at("21 12:00"), running(2, at("20 09:00"), stops=paused))
    assert (decision.act, str(decision.why)) == (Act.STAY, "计划已暂停。")


def test_a_failed_write_is_retried_later():
    view = running(2, at("20 09:00"), error="超时", retry=at("20 14:00:30"))
    assert decide(at("20 14:00"), view).due == at("20 14:00:30")
    assert decide(at("20 14:00:30"), view).act is Act.RISE


@pytest.mark.parametrize("state", [State.RUNNING, State.HELD, State.DONE])
@pytest.mark.parametrize(("breach", "act"), [(Breach.OFF, Act.OFF), (Breach.BACK, Act.FALL)])
def test_a_guardrail_acts_in_every_state_with_traffic_also_outside_windows(state, breach, act):
    rail = Guardrail(breach, sentence("errors", "错误率 2% 超过 0.1%。"))
    view = replace(running(2, at("20 09:00"), guardrails=(rail,), windows=AFTERNOON), state=state)
    decision = decide(at("20 03:00"), view)
    assert decision.act is act and "错误率" in str(decision.why)


def test_the_six_stages_of_seed_002_run_as_written():
    days = [3, 7, 4, 2, 1]
    six = (
        *(
            Step(share, timedelta(days=n))
            for share, n in zip([0, 100, 500, 1000, 3000], days, strict=True)
        ),
        Step(10_000),
    )
    windows = (Weekly(time(9), time(11)), Weekly(time(16), time(17, 30)), Weekly(time(23), time(9)))
    world = World(at("20 12:00"), running(BEFORE, at("20 12:00"), steps=six, windows=windows))
    reached = []
    while world.view.state is State.RUNNING:
        decision = world.look()
        if decision.act is Act.RISE:
            reached.append(f"{world.now.astimezone(SHANGHAI):%m-%d %H:%M}")
        world.now = decision.due or world.now
    assert reached == [
        "11-20 16:00", "11-23 16:00", "11-30 16:00", "12-04 16:00", "12-06 16:00", "12-07 16:00",
    ]  # fmt: skip
