"""Every command in every state: a move, or the reason why not."""

from dataclasses import replace
from datetime import time

import pytest

from calendars.spans import Weekly
from gray.commands import Command, Move, No, answer
from gray.view import BEFORE, Gate, State, View
from gray.words import sentence
from tests.gray.worlds import FIVE, SHANGHAI, at, running

NOW = at("20 12:00")
SHUT = (Weekly(time(16), time(17)),)


def view_in(state: State, **more: object) -> View:
    if state in (State.READY, State.OFF):
        return replace(View(state, SHANGHAI, FIVE, actual=0), **more)  # type: ignore[arg-type]
    index = 4 if state is State.DONE else 2
    return replace(running(index, at("20 11:00")), state=state, **more)  # type: ignore[arg-type]


MOVES = {
    (State.READY, Command.START), (State.READY, Command.OFF),
    (State.RUNNING, Command.HOLD), (State.RUNNING, Command.ADVANCE),
    (State.RUNNING, Command.ROLL_BACK), (State.RUNNING, Command.OFF),
    (State.HELD, Command.RESUME), (State.HELD, Command.ROLL_BACK), (State.HELD, Command.OFF),
    (State.DONE, Command.ROLL_BACK), (State.DONE, Command.OFF),
    (State.OFF, Command.START), (State.OFF, Command.OFF),
}  # fmt: skip


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("command", [one for one in Command if one is not Command.JUMP])
def test_every_command_is_defined_in_every_state(state, command):
    said = answer(command, NOW, view_in(state))
    assert isinstance(said, Move) is ((state, command) in MOVES)
    if isinstance(said, No):
        assert len(str(said.why)) > 5


def test_advance_goes_one_stage_further_and_cuts_the_hold_short():
    assert answer(Command.ADVANCE, NOW, view_in(State.RUNNING)) == Move(State.RUNNING, 3, 5_000)


def test_advance_needs_an_open_window():
    said = answer(Command.ADVANCE, NOW, view_in(State.RUNNING, windows=SHUT))
    assert isinstance(said, No) and said.why.code == "window"


def test_advance_needs_the_signature_and_says_which_stage_to_ask_for():
    steps = (*FIVE[:3], replace(FIVE[3], gate=Gate.UNASKED, gate_note="测试、运维"), FIVE[4])
    said = answer(Command.ADVANCE, NOW, view_in(State.RUNNING, steps=steps))
    assert isinstance(said, No) and (said.ask, said.why.code) == (3, "approval")


def test_a_jump_up_goes_through_every_gate_between():
    steps = (*FIVE[:3], replace(FIVE[3], gate=Gate.ASKED), FIVE[4])
    said = answer(Command.JUMP, NOW, view_in(State.RUNNING, steps=steps), 4)
    assert isinstance(said, No) and said.why.code == "approval"
    assert answer(Command.JUMP, NOW, view_in(State.RUNNING), 4) == Move(State.RUNNING, 4, 10_000)


@pytest.mark.parametrize("state", [State.RUNNING, State.HELD, State.DONE])
def test_a_jump_down_works_outside_windows_while_paused_and_over_a_drift(state):
    paused = (sentence("paused", "计划已暂停。"),)
    view = view_in(state, windows=SHUT, stops=paused, actual=7_777)
    assert answer(Command.JUMP, NOW, view, 1) == Move(State.HELD, 1, 100)


@pytest.mark.parametrize("to", [None, -1, 5])
def test_a_jump_needs_a_stage_of_the_plan(to):
    assert isinstance(answer(Command.JUMP, NOW, view_in(State.RUNNING), to), No)


def test_roll_back_from_the_first_stage_is_off():
    assert answer(Command.ROLL_BACK, NOW, running(0, NOW)) == Move(State.OFF, BEFORE, 0)


def test_adopting_a_lower_share_holds_there():
    view = view_in(State.RUNNING, actual=300)
    assert answer(Command.ADOPT, NOW, view) == Move(State.HELD, 1, 300, writes=False)


def test_adopting_a_higher_share_needs_the_gates_on_the_way():
    steps = (*FIVE[:3], replace(FIVE[3], gate=Gate.ASKED), FIVE[4])
    assert isinstance(
        answer(Command.ADOPT, NOW, view_in(State.RUNNING, actual=6_000, steps=steps)), No
    )
    said = answer(Command.ADOPT, NOW, view_in(State.RUNNING, actual=1_500, steps=steps))
    assert said == Move(State.HELD, 2, 1_500, writes=False)


def test_restoring_upwards_needs_an_open_window_and_downwards_never():
    low = view_in(State.RUNNING, actual=0, windows=SHUT)
    assert isinstance(answer(Command.RESTORE, NOW, low), No)
    high = view_in(State.RUNNING, actual=9_000, windows=SHUT)
    assert answer(Command.RESTORE, NOW, high) == Move(State.RUNNING, 2, 1_000)
