"""The preview of a ramp: the same engine, asked about times to come."""

from dataclasses import replace
from datetime import time, timedelta

from hypothesis import given, settings

from calendars.spans import Closed, Weekly
from gray.engine import decide
from gray.rehearsal import ends, rehearse
from gray.view import BEFORE, Act, Gate, State, View
from tests.gray.test_engine_invariants import START, freezes, ladders, windows
from tests.gray.worlds import FIVE, SHANGHAI, World, at, running, steps

WINDOWS = (Weekly(time(9), time(11)), Weekly(time(16), time(17, 30)), Weekly(time(23), time(9)))


def test_every_stage_to_come_has_its_earliest_time():
    view = View(State.READY, SHANGHAI, FIVE, windows=WINDOWS)
    forecast = rehearse(at("20 12:00"), view)
    assert [one.at for one in forecast] == [
        at("20 16:00"), at("20 23:00"), at("21 03:00"), at("21 07:00"), at("21 16:00"),
    ]  # fmt: skip
    assert ends(view, forecast) == at("21 20:00")
    assert forecast[0].held.code == "window"
    assert forecast[1].held.code == "hold"


def test_signatures_are_taken_to_come_at_once_and_named():
    gated = (*FIVE[:3], replace(FIVE[3], gate=Gate.UNASKED, gate_note="测试、运维"), FIVE[4])
    forecast = rehearse(at("20 12:00"), running(2, at("20 11:00"), steps=gated))
    assert [one.index for one in forecast] == [3, 4]
    assert [why.code for why in forecast[0].assumed] == ["approval"]
    assert forecast[0].at == at("20 15:00")


def test_a_ramp_that_is_held_is_previewed_as_if_it_went_on_now():
    view = replace(running(1, at("20 09:00")), state=State.HELD)
    assert rehearse(at("20 12:00"), view)[0].at == at("20 13:00")


def test_the_preview_goes_on_behind_a_freeze():
    view = running(1, at("20 09:00"), freezes=(Closed(at("20 10:00"), at("30 10:00")),))
    assert rehearse(at("20 12:00"), view)[0].at == at("30 10:00")


@given(ladders(), windows, freezes)
@settings(max_examples=100, deadline=None)
def test_a_ramp_with_everything_signed_does_what_was_previewed(ladder, opened, frozen):
    ladder = tuple(replace(step, gate=Gate.GRANTED) for step in ladder)
    view = View(
        State.RUNNING, SHANGHAI, ladder, BEFORE, free_since=START, actual=0,
        windows=tuple(opened), freezes=tuple(frozen),
    )  # fmt: skip
    forecast = rehearse(START, view)
    world, seen = World(START, view), []
    while world.view.state is State.RUNNING:
        decision = world.look()
        if decision.act is Act.RISE:
            seen.append((decision.to, world.now))
        if decision.act is Act.STAY:
            if decision.due is None:
                break
            world.now = decision.due
    assert seen == [(one.index, one.at) for one in forecast]


def test_a_zero_hold_is_previewed_without_end():
    assert (
        len(rehearse(at("20 12:00"), View(State.READY, SHANGHAI, steps(0, 1, 2, hold=timedelta()))))
        == 3
    )
    assert decide(at("20 12:00"), View(State.READY, SHANGHAI)).act is Act.STAY
