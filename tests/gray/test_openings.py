"""Whatever happens, a ramp rises only inside its times or while an override is in force."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.spans import Closed, Span, Weekly, is_open, lifted
from gray.commands import Command
from gray.rehearsal import rehearse
from gray.view import State, Step, View
from tests.gray.test_engine_invariants import START, freezes, ladders, windows
from tests.gray.worlds import SHANGHAI, World

deeds = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.sampled_from([30, 600, 7_200, 90_000])),
        st.tuples(st.just("due"), st.just(0)),
        st.tuples(st.just("override"), st.sampled_from([15, 60, 240])),
        st.tuples(st.just("end"), st.just(0)),
        st.tuples(st.just("advance"), st.just(0)),
    ),
    min_size=5,
    max_size=40,
)


def under(
    view: View, world: World, opened: Sequence[Weekly], frozen: Sequence[Closed], spans: list[Span]
) -> View:
    """The view as the tables would give it at this moment: see plans.times.times_of."""
    live = [span for span in spans if span.end > world.now]
    return replace(
        view,
        windows=(*opened, *live) if opened else (),
        freezes=tuple(part for one in frozen for part in lifted(one, live)),
        openings=tuple(live),
    )


@given(ladders(), windows, freezes, deeds)
@settings(max_examples=150)
def test_it_rises_only_in_its_times_or_under_an_override(
    steps: tuple[Step, ...],
    opened: list[Weekly],
    frozen: list[Closed],
    happening: list[tuple[str, int]],
) -> None:
    spans: list[Span] = []
    world = World(START, View(State.READY, SHANGHAI, steps, actual=0))
    world.view = under(world.view, world, opened, frozen, spans)
    world.press(Command.START)
    for what, value in happening:
        _happen(world, what, value, spans)
        world.view = under(world.view, world, opened, frozen, spans)
        if what == "advance":
            world.press(Command.ADVANCE)
        in_force, state = any(world.now in span for span in spans), world.view.state
        decision = world.look()
        says_so = any(one.code == "override" for one in decision.also)
        assert says_so is (in_force and state not in (State.DONE, State.OFF))
        for _cause, now, before, after in world.moves:
            is_up = after.index > before.index
            may = any(now in span for span in spans) or is_open(now, opened, frozen, SHANGHAI)
            assert may or not is_up, "rose outside its times"
        world.moves.clear()


def _happen(world: World, what: str, value: int, spans: list[Span]) -> None:
    live = [span for span in spans if span.end > world.now]
    match what:
        case "wait":
            world.now += timedelta(seconds=value)
        case "due":
            world.now = world.look().due or world.now
        case "override" if not live:
            spans.append(Span(world.now, world.now + timedelta(minutes=value)))
        case "end":
            spans[:] = [span for span in spans if span not in live]


@given(ladders(), windows, freezes, st.sampled_from([15, 60, 240]))
@settings(max_examples=100)
def test_the_preview_sees_no_further_than_the_end_of_an_override(
    steps: tuple[Step, ...], opened: list[Weekly], frozen: list[Closed], minutes: int
) -> None:
    span = Span(START, START + timedelta(minutes=minutes))
    world = World(START, View(State.READY, SHANGHAI, steps, actual=0))
    view = under(world.view, world, opened, frozen, [span])
    for one in rehearse(START, view):
        assert one.at in span or is_open(one.at, opened, frozen, SHANGHAI)
