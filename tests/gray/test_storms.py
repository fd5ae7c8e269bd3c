"""Commands, clocks, faults and kills in any order, through the real actions on a real database.

What is held against the invariants of a ramp: what the switch shows is what is stored, or the
ramp says that it is not; nothing rises that may not; nobody is lost on the way up; each move is
one event; the log gives the state; and traffic can be switched off from wherever it came to.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calendars.models import ChangeWindow, Freeze
from gray.actions import command, create_ramp, look, look_together
from gray.drivers.base import Driver, DriverError, Exposure, Place, Shown
from gray.models import Flag, Move, Run
from ground.errors import Refusal
from ground.journal import verify
from ground.models import Event
from plans.actions import lifecycle
from plans.actions.clearances import answer_clearance
from plans.models import Clearance, Plan
from plans.times import in_change_window, times_of

START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
STAGES = [
    {"audience": "固定用户：ann，无忌", "hold": "PT10M"},
    {"percent": 1, "hold": "PT30M"},
    {"percent": 10, "hold": "PT10M", "approval": "测试"},
    {"percent": 100, "hold": "PT20M"},
]
SHARES = [0, 100, 1_000, 10_000]
pytestmark = [pytest.mark.django_db, pytest.mark.long]


class Killed(BaseException):
    """As if the process had been killed -9 here."""


@dataclass
class Sea:
    """The outside switch and what befalls it."""

    shows: int = 0
    faults: list[str] = field(default_factory=list)
    rises: list[tuple[int, int, datetime]] = field(default_factory=list)

    def write(self, share: int) -> None:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "refused":
            raise DriverError("被拒绝。")
        if fault == "killed before":
            raise Killed
        if share > self.shows:
            self.rises.append((self.shows, share, datetime.now(UTC)))
        self.shows = share
        if fault == "timed out after":
            raise DriverError("超时。")
        if fault == "killed after":
            raise Killed


class Stormy(Driver):
    name = "stormy"
    label = "风浪"
    sea = Sea()
    deaf = False

    def write(self, place: Place, exposure: Exposure) -> None:
        self.sea.write(exposure.share if exposure.enabled else 0)

    def read(self, place: Place) -> Shown:
        if Stormy.deaf:
            raise DriverError("连接不上。")
        return Shown(self.sea.shows)


VERBS = ["start", "hold", "resume", "advance", "roll_back", "off", "adopt", "restore"]
FAULTS = ["refused", "killed before", "timed out after", "killed after"]
WEATHER = {
    "wait": [1, 20, 90, 700, 1_900, 40_000, -5, -600],
    "sail_on": [1, 2, 4],
    "press": VERBS,
    "jump": [0, 1, 2, 3],
    "sign": ["granted", "refused"],
    "pause": [True, False],
    "change_by_hand": [0, 100, 700, 1_000, 10_000],
    "be_deaf": [True, False],
    "freeze": [3_600, 40_000],
    "fail": FAULTS,
}
happenings = st.lists(
    st.one_of(
        st.tuples(st.just("sail_on"), st.sampled_from(WEATHER["sail_on"])),
        *(st.tuples(st.just(what), st.sampled_from(which)) for what, which in WEATHER.items()),
    ),
    max_size=30,
)


@dataclass
class Voyage:
    """One ramp and its people at a moment that only this test moves."""

    cast: Any
    ramp: Any
    clock: Any
    stored: int = 0

    @property
    def run(self) -> Run:
        return Run.objects.select_related("stage", "ramp__plan").get(ramp=self.ramp)

    @property
    def plan(self) -> Plan:
        return Plan.objects.get(pk=self.ramp.plan_id)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    def do(self, act: Callable[[], Any]) -> None:
        """A refusal is an answer; a kill leaves what its transaction had not finished undone."""
        with suppress(Refusal, Killed), transaction.atomic():
            act()

    def look(self) -> None:
        with suppress(Killed):
            look(self.run.pk, now=self.now)

    def happen(self, what: str, value: Any) -> None:
        getattr(self, what)(value)

    def wait(self, seconds: int) -> None:
        self.clock.shift(timedelta(seconds=seconds))

    def sail_on(self, turns: int) -> None:
        """Nothing befalls it while it is due so many times."""
        for _turn in range(turns):
            self.clock.move_to(max(self.now + timedelta(seconds=1), self.run.due_at or self.now))
            self.look()

    def jump(self, at: int) -> None:
        self.press("jump", stage=self.plan.gray_stage_rows.order_by("rank")[at].pk)

    def sign(self, answer: str) -> None:
        for one in Clearance.objects.filter(plan=self.plan, state="asked"):
            answer_clearance(one, answer, at=self.now)
        Clearance.objects.filter(plan=self.plan, subject="amendment").delete()

    def pause(self, on: bool) -> None:
        step = lifecycle.pause if on else lifecycle.resume
        with suppress(Refusal):
            step(self.plan, by=self.cast.ann)

    def change_by_hand(self, share: int) -> None:
        Stormy.sea.shows = share

    def be_deaf(self, on: bool) -> None:
        Stormy.deaf = on

    def freeze(self, seconds: int) -> None:
        end = self.now + timedelta(seconds=seconds)
        Freeze.objects.create(start=self.now, end=end, reason="大促")

    def fail(self, how: str) -> None:
        Stormy.sea.faults.append(how)

    def press(self, verb: str, stage: int | None = None) -> None:
        with suppress(Refusal, Killed):
            command(self.ramp, by=self.cast.ann, command=verb, reason="演习", stage=stage)

    def check(self) -> None:
        run = self.run
        told = run.pending or run.error or run.drift_since or Stormy.deaf
        assert told or Stormy.sea.shows == run.share, (Stormy.sea.shows, run.share)
        for before, after, at in Stormy.sea.rises:
            self.may_have_risen(run, before, after, at)
        Stormy.sea.rises.clear()
        self.log_tells(run)

    def may_have_risen(self, run: Run, before: int, after: int, at: datetime) -> None:
        assert in_change_window(times_of(self.plan, at), at), "rose outside its times"
        assert self.plan.status == "ramping", "rose while the plan stood still"
        assert after in SHARES or after == run.share, "rose to what nobody planned"
        if before < 1_000 <= after:
            stage = self.plan.gray_stage_rows.get(percent=10)
            clearance = Clearance.objects.filter(subject__endswith=f":{stage.pk}").first()
            assert clearance and clearance.answered_at, "rose past its gate"

    def log_tells(self, run: Run) -> None:
        moves = list(run.moves.order_by("id"))
        places = [(0, -1), *((move.to_share, move.to_index) for move in moves)]
        for (share, index), move in zip(places, moves, strict=False):
            assert (move.from_share, move.from_index) == (share, index), "a move is missing"
        assert places[-1] == (run.share, run.index)
        events = Event.objects.filter(chain=self.plan.chain, data__has_key="to").order_by(
            "position"
        )
        steps = [event.data for event in events if isinstance(event.data["to"], dict)]
        moved = [one for one in steps if one["from"] != _place(one["to"])]
        assert len(moved) == len(moves), "one move, one event"
        if steps:
            last = steps[-1]["to"]
            assert (last["state"], last["share"]) == (run.state, run.share)
        assert verify(self.plan.chain) is None


def _place(told: dict[str, Any]) -> dict[str, Any]:
    return {"index": told["index"], "share": told["share"]}


@pytest.fixture
def sail(cast, plan):
    """Makes a voyage in a transaction of its own, which is undone behind it."""

    def go(happening: list[tuple[str, Any]], driver: str) -> None:
        Stormy.sea, Stormy.deaf = Sea(), False
        with time_machine.travel(START, tick=False) as clock, transaction.atomic():
            voyage = _embark(cast, plan, clock, driver)
            for what, value in happening:
                voyage.happen(what, value)
                if what != "press" or value not in ("hold", "off"):
                    voyage.look()
                voyage.check()
            _calm(voyage)
            transaction.set_rollback(True)

    return go


def _embark(cast: Any, plan: Plan, clock: Any, driver: str) -> Voyage:
    ChangeWindow.objects.create(start="08:00", end="23:00")
    values = {"name": "风浪里的灰度", "flag": "storm", "environment": "prod", "driver": driver}
    ramp = create_ramp(plan, by=cast.ann, values=values, stages=STAGES)
    plan.plans_app_rows.update(state="verified")
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    Clearance.objects.filter(plan=plan).delete()
    ramp.plan.refresh_from_db()
    voyage = Voyage(cast, ramp, clock)
    voyage.press("start")
    return voyage


def _calm(voyage: Voyage) -> None:
    """When the storm is over the ramp can be switched off, and everybody sees that it is."""
    Stormy.sea.faults.clear()
    Stormy.deaf = False
    voyage.clock.shift(timedelta(minutes=10))
    voyage.look()
    voyage.press("off")
    voyage.clock.shift(timedelta(minutes=10))
    voyage.look()
    run = voyage.run
    assert (run.state, run.share, run.pending, Stormy.sea.shows) == ("off", 0, None, 0)
    voyage.check()


@given(happenings)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_outside_switch_in_any_weather(sail, happening):
    sail(happening, "风浪")


def test_a_thousand_looks_at_once_are_one(cast, plan):
    """The same ramps, swept again and again with a clock that jumps to and fro."""
    with time_machine.travel(START, tick=False) as clock:
        ChangeWindow.objects.create(start="08:00", end="23:00")
        Stormy.sea = Sea()
        ramps = [
            create_ramp(
                plan, by=cast.ann, stages=STAGES[:2],
                values={"name": f"g{n}", "flag": f"f{n}", "environment": "prod"},
            )
            for n in range(4)
        ]  # fmt: skip
        Plan.objects.filter(pk=plan.pk).update(status="ramping")
        Clearance.objects.filter(plan=plan).delete()
        for ramp in ramps:
            ramp.plan.refresh_from_db()
            command(ramp, by=cast.ann, command="start")
        ids = list(Run.objects.values_list("pk", flat=True))
        for minutes in (11, -7, 3, 8, -2, 15):
            clock.shift(timedelta(minutes=minutes))
            look_together(ids, now=datetime.now(UTC))
            look_together(ids[::-1], now=datetime.now(UTC))
        assert set(Flag.objects.values_list("share", flat=True)) == {100}
        assert Move.objects.filter(to_share=100).count() == len(ids)
