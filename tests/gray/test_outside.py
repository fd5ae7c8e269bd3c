"""A switch in an outside system: calls between transactions, crashes at every point, overtaking."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from gray.actions import applying, command, look, turn_off_all
from gray.drivers.base import Driver, DriverError, Exposure, Place, Shown
from gray.models import Run
from ground.errors import WrongState
from ground.models import Event

START = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """As if the process had been killed -9 here."""


class Fake:
    """A strict fake of an outside config centre: keeps what it was told, in order."""

    def __init__(self) -> None:
        self.shows, self.written = 0, list[int]()
        self.before: Callable[[], None] = lambda: None
        self.after: Callable[[], None] = lambda: None
        self.unreachable = ""
        self.text: str | None = None

    def write(self, exposure: Exposure) -> None:
        self.before()
        self.shows, self.text = exposure.share, None
        self.written.append(exposure.share)
        self.after()

    def read(self) -> Shown:
        if self.unreachable:
            raise DriverError(self.unreachable)
        return Shown(self.shows) if self.text is None else Shown(None, self.text)


class Far(Driver):
    """Over the one fake of the running test."""

    name = "far"
    label = "远端"
    fake = Fake()

    def write(self, place: Place, exposure: Exposure) -> None:
        assert place.flag == "coin.refund"
        self.fake.write(exposure)

    def read(self, place: Place) -> Shown:
        return self.fake.read()


@pytest.fixture
def far():
    Far.fake = Fake()
    return Far.fake


@pytest.fixture(autouse=True)
def frozen_clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def outside(make_ramp, plan, cast, far):
    ramp = make_ramp(driver="远端")
    plan.plans_app_rows.update(state="verified")
    type(plan).objects.filter(pk=plan.pk).update(status="ramping")
    ramp.plan.refresh_from_db()
    command(ramp, by=cast.oli, command="start")
    return ramp


def once(error: BaseException) -> Callable[[], None]:
    """Raises the first time only."""
    left = [error]

    def act() -> None:
        if left:
            raise left.pop()

    return act


def later(traveller, minutes: float) -> datetime:
    traveller.shift(timedelta(minutes=minutes))
    return datetime.now(UTC)


def test_each_stage_is_written_once_and_read_back(outside, far, frozen_clock):
    run = Run.objects.get()
    for _turn in range(12):
        look(run.pk, now=later(frozen_clock, 10))
    assert far.written == [0, 100, 1_000, 5_000, 10_000]
    run.refresh_from_db()
    assert run.state == "done" and run.pending is None


@pytest.mark.parametrize("point", ["before", "after"])
def test_killed_before_or_after_the_call_nothing_is_skipped_or_done_twice(
    outside, far, frozen_clock, point
):
    setattr(far, point, once(Killed()))
    run = Run.objects.get()
    with pytest.raises(Killed):
        look(run.pk, now=later(frozen_clock, 10))
    run.refresh_from_db()
    assert run.share == 0 and run.pending["intent"]["share"] == 100
    assert look(run.pk, now=later(frozen_clock, 0.5)) is None, "somebody may still be writing"
    look(run.pk, now=later(frozen_clock, 1))
    run.refresh_from_db()
    assert (run.share, far.shows, run.pending) == (100, 100, None)
    assert Event.objects.filter(kind="ramp.rose").count() == 2, "the first stage and this one"
    assert run.moves.filter(to_share=100).count() == 1
    assert far.written == [0, 100]


def test_a_time_out_after_the_change_took_effect_is_found_out(outside, far, frozen_clock):
    far.after = once(DriverError("超时。"))
    run = Run.objects.get()
    look(run.pk, now=later(frozen_clock, 10))
    run.refresh_from_db()
    assert (run.share, run.error, run.attempts) == (0, "超时。", 1)
    look(run.pk, now=later(frozen_clock, 0.2))
    run.refresh_from_db()
    assert (run.share, run.error, run.drift_since) == (100, "", None)
    assert far.written == [0, 100]


def test_a_failed_rise_is_decided_again_and_a_failed_fall_is_repeated(
    outside, far, cast, frozen_clock
):
    run = Run.objects.get()
    far.before = once(DriverError("连接不上。"))
    look(run.pk, now=later(frozen_clock, 10))
    command(outside, by=cast.oli, command="hold")
    look(run.pk, now=later(frozen_clock, 5))
    run.refresh_from_db()
    assert run.share == 0, "a person stopped it meanwhile"
    command(outside, by=cast.oli, command="resume")
    look(run.pk, now=later(frozen_clock, 5))
    assert far.shows == 100
    far.before = once(DriverError("连接不上。"))
    with pytest.raises(WrongState) as refusal:
        command(outside, by=cast.oli, command="off")
    assert "重试" in refusal.value.detail and far.shows == 100
    look(run.pk, now=later(frozen_clock, 1))
    run.refresh_from_db()
    assert (run.state, far.shows) == ("off", 0)


def test_off_pressed_while_a_rise_is_being_written_wins(outside, far, cast, frozen_clock):
    run = Run.objects.get()

    def press() -> None:
        far.before = lambda: None
        command(outside, by=cast.oli, command="off")

    far.before = press
    look(run.pk, now=later(frozen_clock, 10))
    run.refresh_from_db()
    assert (run.state, run.share, far.shows) == ("off", 0, 0)


def at_one_percent(far, frozen_clock) -> Run:
    run = Run.objects.get()
    look(run.pk, now=later(frozen_clock, 10))
    assert far.shows == 100
    return run


def test_a_rise_that_is_overtaken_by_an_unfinished_off_leaves_nobody_in(
    outside, far, cast, frozen_clock
):
    run = at_one_percent(far, frozen_clock)

    def press() -> None:
        far.before = once(Killed())  # whoever switches off is killed before it takes effect
        with pytest.raises(Killed):
            command(outside, by=cast.oli, command="off")

    far.before = press
    look(run.pk, now=later(frozen_clock, 10))
    assert far.shows == 0, "not the one percent that was recorded"
    look(run.pk, now=later(frozen_clock, 2))
    run.refresh_from_db()
    assert (run.state, run.share, far.shows, run.pending) == ("off", 0, 0, None)


def test_a_rise_that_lands_after_off_is_seen_as_drift(outside, far, cast, frozen_clock):
    run = at_one_percent(far, frozen_clock)

    def press() -> None:
        far.before = lambda: None
        command(outside, by=cast.oli, command="off")
        far.after = once(DriverError("超时。"))

    far.before = press
    look(run.pk, now=later(frozen_clock, 10))
    run.refresh_from_db()
    assert (run.state, run.error, run.attempts, far.shows) == ("off", "", 0, 1_000)
    assert run.due_at == datetime.now(UTC), "somebody looks, although it is off"
    look(run.pk, now=datetime.now(UTC))
    run.refresh_from_db()
    assert run.drift_since is not None
    command(outside, by=cast.oli, command="off")
    assert far.shows == 0


def test_off_looks_again_when_the_write_it_overtook_must_have_ended(
    outside, far, cast, frozen_clock
):
    run = at_one_percent(far, frozen_clock)
    far.before = once(Killed())
    with pytest.raises(Killed):
        look(run.pk, now=later(frozen_clock, 10))
    until = datetime.now(UTC) + applying.LEASE
    command(outside, by=cast.oli, command="off")
    run.refresh_from_db()
    assert (run.state, run.due_at) == ("off", until)
    far.shows = 1_000  # the request that was on its way arrives
    look(run.pk, now=later(frozen_clock, 1))
    run.refresh_from_db()
    assert run.drift_since is not None and run.due_at is None


def test_a_switch_that_shows_something_else_is_no_success(outside, far, frozen_clock, monkeypatch):
    run = Run.objects.get()
    monkeypatch.setattr(far, "write", lambda exposure: None)
    look(run.pk, now=later(frozen_clock, 10))
    run.refresh_from_db()
    assert run.share == 0 and "读回" in run.error


def test_rolling_the_plan_back_turns_outside_switches_off_by_the_clock(
    outside, far, cast, frozen_clock
):
    run = Run.objects.get()
    look(run.pk, now=later(frozen_clock, 10))
    assert far.shows == 100
    turn_off_all(outside.plan, by=cast.ann)
    run.refresh_from_db()
    assert run.due_at <= datetime.now(UTC)
    look(run.pk, now=datetime.now(UTC))
    run.refresh_from_db()
    assert (run.state, far.shows) == ("off", 0)


def test_failures_are_retried_ever_more_slowly_and_told_once(outside, far, frozen_clock):
    run = Run.objects.get()

    def fails() -> None:
        raise DriverError("连接不上。")

    far.before = fails
    moment, waits = later(frozen_clock, 10), []
    for _turn in range(4):
        look(run.pk, now=moment)
        run.refresh_from_db()
        waits.append((run.retry_at - moment).total_seconds())
        moment = run.retry_at
        frozen_clock.move_to(moment)
    assert waits == [5, 15, 60, 300]
    assert Event.objects.filter(kind="ramp.failed").count() == 1


def test_a_switch_that_cannot_be_read_does_not_rise_and_can_fall(outside, far, cast, frozen_clock):
    run = Run.objects.get()
    look(run.pk, now=later(frozen_clock, 10))
    far.unreachable = "连接不上。"
    decision = look(run.pk, now=later(frozen_clock, 10))
    assert "读不到" in str(decision.why) and far.shows == 100
    with pytest.raises(WrongState, match="读不到"):
        command(outside, by=cast.oli, command="advance", reason="快一点")
    far.unreachable = ""
    assert command(outside, by=cast.oli, command="off").state == "off"


def test_a_text_that_is_no_share_is_drift_to_be_restored_not_adopted(
    outside, far, cast, frozen_clock
):
    run = Run.objects.get()
    far.text = "昨晚的临时值"
    decision = look(run.pk, now=later(frozen_clock, 10))
    assert "昨晚的临时值" in str(decision.why)
    far.unreachable = "连接不上。"
    assert "昨晚的临时值" in str(look(run.pk, now=later(frozen_clock, 10)).why), "it stays a drift"
    far.unreachable = ""
    with pytest.raises(WrongState, match="恢复"):
        command(outside, by=cast.oli, command="adopt", reason="就这样")
    command(outside, by=cast.oli, command="restore", reason="误改")
    run.refresh_from_db()
    assert (far.text, run.shown, run.drift_since) == (None, "", None)
