"""Metrics in the engine: whatever happens, what they hold stays held, and what they drop falls."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gray.commands import Command, Move, No
from gray.engine import decide
from gray.view import BEFORE, Act, Breach, Guardrail, State
from gray.words import sentence
from tests.gray.worlds import FIVE, SHANGHAI, View, World, at, running

BAD = sentence("metric", "指标不达标")
SINCE = at("20 12:00")
GATED = tuple(replace(step, measured=True) for step in FIVE)


def breach(kind: Breach) -> Guardrail:
    return Guardrail(kind, sentence("guard", "护栏"))


def test_a_metric_in_the_way_is_the_reason_once_the_hold_is_over():
    steps = tuple(replace(step, measured=True, checks=(BAD,)) for step in FIVE)
    decision = decide(at("20 16:00"), running(1, SINCE, steps=steps))
    assert (decision.act, decision.why, decision.blocked) == (Act.STAY, BAD, True)
    assert decision.ask is None, "nobody is asked to sign before the metrics pass"


def test_a_late_clock_holds_the_stage_before_a_metric_for_its_whole_time():
    late = at("21 20:00")
    decision = decide(late, running(1, SINCE, steps=GATED))
    assert (decision.act, decision.to, decision.since) == (Act.RISE, 2, late)


@pytest.mark.parametrize("state", [State.RUNNING, State.HELD, State.DONE])
@pytest.mark.parametrize(
    ("kind", "index", "act", "to"),
    [
        (Breach.BACK, 2, Act.FALL, 1), (Breach.BACK, 0, Act.OFF, BEFORE),
        (Breach.OFF, 2, Act.OFF, BEFORE), (Breach.OFF, 0, Act.OFF, BEFORE),
    ],
)  # fmt: skip
def test_guardrails_act_in_every_state_with_traffic(state, kind, index, act, to):
    stops = (sentence("paused", "计划已暂停。"),)
    for more in ({}, {"stops": stops}, {"error": "写不了", "retry": at("21 00:00")}, {"actual": 9}):
        view = replace(running(index, SINCE, **more), state=state, guardrails=(breach(kind),))
        decision = decide(at("20 12:30"), view)
        assert (decision.act, decision.to) == (act, to)


@pytest.mark.parametrize("index", range(5))
def test_holding_holds_at_every_stage_and_only_what_is_moving(index):
    view = replace(running(index, SINCE), guardrails=(breach(Breach.HOLD),))
    assert decide(at("20 12:30"), view).act is Act.HOLD
    assert decide(at("20 12:30"), replace(view, state=State.HELD)).act is Act.STAY


happenings = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.sampled_from([15, 600, 14_400, 90_000])),
        st.tuples(st.just("press"), st.sampled_from(list(Command))),
        st.tuples(st.just("bad"), st.booleans()),
        st.tuples(st.just("breach"), st.none() | st.sampled_from(list(Breach))),
        st.tuples(st.just("pause"), st.booleans()),
    ),
    max_size=30,
)


@pytest.mark.long
@given(happenings)
@settings(max_examples=300, deadline=None)
def test_no_history_gets_traffic_past_a_metric(happening):
    world = World(SINCE, View(State.READY, SHANGHAI, GATED, actual=0))
    world.press(Command.START)
    for what, value in happening:
        _happen(world, what, value)
        before, bad = world.view, world.view.steps[-1].checks
        world.look()
        after = world.view
        if before.guardrails and before.index >= 0 and before.state is not State.OFF:
            assert after.share <= before.share
            assert after.state is not State.RUNNING
        if after.index > before.index:
            assert after.index == before.index + 1, "a stage with a metric is never skipped"
            assert not (bad and after.index > 0), "it rose past a metric that fails"
        world.view = replace(world.view, guardrails=())


def _happen(world: World, what: str, value: object) -> None:
    match what:
        case "wait":
            world.now += timedelta(seconds=value)  # type: ignore[arg-type]
        case "press":
            before = world.view
            said = world.press(value)  # type: ignore[arg-type]
            rose = isinstance(said, Move) and world.view.index > max(before.index, 0)
            assert not (rose and before.steps[-1].checks), "a person rose past a metric that fails"
            assert isinstance(said, Move | No)
        case "bad":
            checks = (BAD,) if value else ()
            first, *rest = world.view.steps
            steps = (first, *(replace(step, checks=checks) for step in rest))
            world.view = replace(world.view, steps=steps)
        case "breach":
            world.view = replace(world.view, guardrails=(breach(value),) if value else ())  # type: ignore[arg-type]
        case "pause":
            stops = (sentence("paused", "计划已暂停。"),) if value else ()
            world.view = replace(world.view, stops=stops)
