"""The clock: one leads, what is due is handed out once, lost claims come back."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from gray import clock, due
from gray.actions import command
from gray.leading import LEASE, Leader
from gray.models import Flag, Run
from gray.tasks import look_at
from ground.models import Lease
from notices import due as notices_due

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen_clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sent(monkeypatch):
    calls: list[tuple[str, list]] = []
    monkeypatch.setattr(
        "celery.app.base.Celery.send_task",
        lambda _app, name, args=(), **_more: calls.append((name, *args)),
    )
    return calls


def test_of_two_clocks_one_leads_until_it_is_silent():
    one, two = Leader("one"), Leader("two")
    assert one.leads(NOW) and not two.leads(NOW)
    assert one.leads(NOW + timedelta(seconds=3))
    assert not two.leads(NOW + timedelta(seconds=6))
    late = NOW + timedelta(seconds=3) + LEASE
    assert two.leads(late)
    assert not one.leads(late), "the silent one has lost it"
    assert Lease.objects.get(name="clock").token == 2


def test_a_clock_that_steps_down_is_followed_at_once():
    one, two = Leader("one"), Leader("two")
    assert one.leads(NOW)
    one.step_down(NOW)
    assert two.leads(NOW)


def test_a_clock_that_is_alone_does_not_wait_for_a_dead_one():
    one, two = Leader("killed"), Leader("two")
    assert one.leads(NOW)
    two.seize(NOW)
    assert two.leads(NOW)


def test_two_clocks_hand_out_each_ramp_once(cast, ramp, sent):
    run = command(ramp, by=cast.oli, command="start")
    later = NOW + timedelta(hours=1)
    assert due.wake(later) == 1
    assert due.wake(later) == 0
    assert sent == [(due.TASK, [run.pk])]


def test_a_worker_that_died_gives_its_claim_back(cast, ramp, sent):
    command(ramp, by=cast.oli, command="start")
    later = NOW + timedelta(hours=1)
    due.wake(later)
    assert due.next_due() == later + due.CLAIM
    assert due.wake(later + due.CLAIM) == 1


def test_the_clock_sleeps_until_the_next_due_ramp(cast, ramp, sent):
    command(ramp, by=cast.oli, command="start")
    Run.objects.update(due_at=NOW + timedelta(milliseconds=300))
    assert clock.pass_once(NOW, {}) == pytest.approx(0.3)
    Run.objects.update(due_at=NOW + timedelta(hours=3))
    assert clock.pass_once(NOW, {}) == 1.0


def test_a_source_that_stays_due_is_not_woken_all_the_time(monkeypatch, sent):
    monkeypatch.setattr(notices_due, "next_due", lambda: NOW)
    quiet: dict = {}
    assert clock.pass_once(NOW, quiet) > 0
    clock.pass_once(NOW + timedelta(seconds=1), quiet)
    assert len(sent) == 1
    clock.pass_once(NOW + timedelta(seconds=2), quiet)
    assert len(sent) == 2


def test_every_app_with_something_due_is_asked():
    assert {source.__name__ for source in clock.sources()} >= {"gray.due", "notices.due"}


def test_one_poisoned_ramp_does_not_stop_the_others(cast, ramp, frozen_clock, monkeypatch):
    run = command(ramp, by=cast.oli, command="start")
    frozen_clock.shift(timedelta(minutes=10))
    look_at([run.pk + 1000, run.pk])
    assert Flag.objects.get().share == 100


def test_tick_does_what_is_due_at_that_moment(cast, ramp, frozen_clock):
    command(ramp, by=cast.oli, command="start")
    out = StringIO()
    call_command("tick", now="2026-11-20T12:10:00+08:00", json=True, stdout=out)
    assert '"done": ' in out.getvalue()
    assert Flag.objects.get().share == 100
    call_command("tick", now="2026-11-20T12:10:00+08:00", stdout=out)
    assert Flag.objects.get().share == 100


def test_tick_after_a_long_silence_folds_and_forgets_no_stage(cast, ramp):
    command(ramp, by=cast.oli, command="start")
    call_command("tick", now="2026-11-22 12:00", stdout=StringIO())
    run = Run.objects.get()
    assert (run.share, run.state) == (10_000, "done")
    [folded] = run.moves.filter(folded=True)
    assert (folded.from_index, folded.to_index) == (0, 4)


def test_tick_refuses_nonsense():
    with pytest.raises(CommandError):
        call_command("tick", now="gestern")
