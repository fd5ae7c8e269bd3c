"""The clock: one leads, what is due is handed out once, lost claims come back."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from gray import clock, due, situation
from gray.actions import command, looking, sweeping
from gray.leading import LEASE, Leader
from gray.models import Flag, Run
from gray.rounds import Rounds
from gray.tasks import look_at_what_is_due
from ground.models import Lease
from notices import due as notices_due
from plans.models import Plan

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
    assert due.claim(later) == [run.pk]
    assert due.claim(later) == []
    due.wake(later)
    assert sent == [(due.TASK,)]


def test_a_worker_that_died_gives_its_claim_back(cast, ramp, sent):
    command(ramp, by=cast.oli, command="start")
    later = NOW + timedelta(hours=1)
    [taken] = due.claim(later)
    assert due.next_due() == later + due.CLAIM
    assert due.claim(later + due.CLAIM) == [taken]


def test_the_clock_sleeps_until_the_next_due_ramp(cast, ramp, sent):
    command(ramp, by=cast.oli, command="start")
    Run.objects.update(due_at=NOW + timedelta(milliseconds=300))
    everyone = list(clock.sources())
    assert Rounds().go(everyone, NOW) == pytest.approx(0.3)
    Run.objects.update(due_at=NOW + timedelta(hours=3))
    assert Rounds().go(everyone, NOW) == 1.0


def test_a_source_that_stays_due_is_woken_ever_more_seldom(monkeypatch, sent):
    monkeypatch.setattr(notices_due, "next_due", lambda: NOW)
    rounds = Rounds()
    for tenth in range(100):
        assert rounds.go([notices_due], NOW + timedelta(seconds=tenth / 10)) > 0
    assert 6 <= len(sent) <= 12
    monkeypatch.setattr(notices_due, "next_due", lambda: NOW + timedelta(seconds=5))
    before = len(sent)
    rounds.go([notices_due], NOW + timedelta(seconds=10))
    assert len(sent) == before + 1, "something else is due: the workers get on"


def test_a_source_that_nobody_rang_for_is_not_asked_all_the_time(monkeypatch):
    asked = []
    monkeypatch.setattr(notices_due, "next_due", lambda: asked.append(1))
    rounds = Rounds()
    for hundredth in range(100):
        rounds.go([notices_due], NOW + timedelta(seconds=hundredth / 100), rung=hundredth == 50)
    assert 4 <= len(asked) <= 6


def test_every_app_with_something_due_is_asked():
    assert {source.__name__ for source in clock.sources()} >= {"gray.due", "notices.due"}


def test_one_poisoned_ramp_does_not_stop_the_others(
    cast, make_ramp, plan, frozen_clock, monkeypatch
):
    bad, good = make_ramp(name="坏的", flag="bad"), make_ramp(name="好的", flag="good")
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    for ramp in (bad, good):
        ramp.plan.refresh_from_db()
        command(ramp, by=cast.oli, command="start")
    frozen_clock.shift(timedelta(minutes=10))
    poison = Run.objects.get(ramp=bad).pk
    real = situation.view_of

    def view_of(plan, ramp, run, *args, **more):
        if run.pk == poison:
            raise ZeroDivisionError
        return real(plan, ramp, run, *args, **more)

    monkeypatch.setattr(sweeping, "view_of", view_of)
    monkeypatch.setattr(looking, "view_of", view_of)
    look_at_what_is_due()
    assert [Flag.objects.get(key=key).share for key in ("bad", "good")] == [0, 100]


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
