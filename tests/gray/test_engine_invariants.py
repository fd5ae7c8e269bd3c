"""Whatever the clock, people and the outside do: the invariants of a ramp hold."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.spans import Closed, Weekly, is_open
from gray.commands import Command, Move
from gray.view import BEFORE, Act, Gate, State, Step, View
from gray.words import sentence
from tests.gray.worlds import SHANGHAI, World, at

START = at("16 00:00")
holds = st.sampled_from([timedelta(), timedelta(minutes=20), timedelta(hours=3), timedelta(days=2)])
gates = st.sampled_from([Gate.FREE, Gate.FREE, Gate.FREE, Gate.UNASKED, Gate.GRANTED, Gate.REFUSED])


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Step, ...]:
    shares = sorted(draw(st.lists(st.integers(0, 10_000), min_size=1, max_size=6)))
    return tuple(
        Step(share, draw(holds), draw(gates), measured=draw(st.booleans())) for share in shares
    )


windows = st.lists(
    st.builds(
        Weekly,
        st.sampled_from([time(9), time(16), time(23)]),
        st.sampled_from([time(11), time(17, 30), time(9)]),
        st.frozensets(st.integers(1, 7), max_size=5),
    ),
    max_size=3,
)
freezes = st.lists(
    st.builds(
        lambda start, length: Closed(
            START + timedelta(hours=start), START + timedelta(hours=start + length)
        ),
        st.integers(0, 400),
        st.integers(1, 80),
    ),
    max_size=2,
)
happenings = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.sampled_from([1, 30, 600, 7_200, 90_000, 400_000])),
        st.tuples(st.just("due"), st.just(0)),
        st.tuples(st.just("press"), st.sampled_from(list(Command))),
        st.tuples(st.just("jump"), st.integers(-1, 6)),
        st.tuples(st.just("gate"), st.sampled_from([Gate.GRANTED, Gate.REFUSED, Gate.ASKED])),
        st.tuples(st.just("pause"), st.booleans()),
        st.tuples(st.just("drift"), st.integers(0, 10_000)),
    ),
    max_size=40,
)


@pytest.mark.long
@given(ladders(), windows, freezes, happenings)
@settings(max_examples=400, deadline=None)
def test_the_invariants_hold_in_every_world(steps, opened, frozen, happening):
    view = View(
        State.READY, SHANGHAI, steps, windows=tuple(opened), freezes=tuple(frozen), actual=0
    )
    world = World(START, view)
    world.press(Command.START)
    for what, value in happening:
        _happen(world, what, value)
        decision = world.look()
        assert decision.due is None or decision.due > world.now
        assert str(decision.why) and "%(" not in str(decision.why)
        for move in world.moves:
            _check(*move)
        world.moves.clear()
    assert isinstance(world.press(Command.OFF), Move)
    assert (world.view.share, world.view.actual, world.view.state) == (0, 0, State.OFF)
    assert world.look().act is Act.STAY


def _happen(world: World, what: str, value: object) -> None:
    match what:
        case "wait":
            world.now += timedelta(seconds=value)  # type: ignore[arg-type]
        case "due":
            world.now = world.look().due or world.now
        case "press":
            world.press(value)  # type: ignore[arg-type]
        case "jump":
            world.press(Command.JUMP, value)  # type: ignore[arg-type]
        case "pause":
            stops = (sentence("paused", "计划已暂停。"),) if value else ()
            world.view = replace(world.view, stops=stops)
        case "drift":
            world.view = replace(world.view, actual=value)  # type: ignore[arg-type]
        case "gate":
            steps = tuple(
                step
                if step.gate is Gate.FREE or at <= world.view.index
                else replace(step, gate=value)  # type: ignore[arg-type]
                for at, step in enumerate(world.view.steps)
            )
            world.view = replace(world.view, steps=steps)


def _check(cause: str, now: datetime, before: View, after: View) -> None:
    planned = after.steps[after.index].share if after.index >= 0 else 0
    assert after.share in (planned, before.share) or cause == "adopt"
    if after.index <= before.index:
        if cause not in ("adopt", "restore"):
            assert after.share <= before.share or before.actual != before.share
        return
    passed = after.steps[before.index + 1 : after.index + 1]
    assert all(step.gate.is_open for step in passed), "a gate was passed"
    if cause != "adopt":
        assert is_open(now, after.windows, after.freezes, SHANGHAI), "rose outside its times"
        assert not before.stops, "rose while paused"
        assert before.actual == before.share, "rose over a drift"
    if cause == "clock":
        assert all(step.is_time_only for step in passed[1:]), "a gate was folded"
        assert before.state is State.RUNNING
    assert after.share >= before.share, "somebody was lost on the way up"


@given(ladders(), st.integers(0, 5), st.integers(0, 400_000))
def test_off_works_from_everywhere(steps, index, seconds):
    for state in State:
        view = View(
            state, SHANGHAI, steps, min(index, len(steps) - 1), 77, since=START, actual=None
        )
        world = World(START + timedelta(seconds=seconds), view)
        world.press(Command.OFF)
        assert (world.view.index, world.view.share) == (BEFORE, 0)
