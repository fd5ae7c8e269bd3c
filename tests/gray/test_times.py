"""Times are looked at when a ramp moves, not when it was planned: freezes, clocks, overrides."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from applications.actions import rename
from applications.models import Application
from calendars import actions as calendar
from calendars.models import ChangeWindow, Freeze
from gray.actions import command, look
from gray.due import next_due
from gray.models import Run
from gray.rehearsal import rehearse
from gray.sections.ramp import Ramp
from gray.sheets import sheet_of
from gray.situation import view_of
from ground.errors import WrongState
from plans.actions import ask_override, confirm_override, end_override
from plans.models import Override
from plans.release import may_deploy

START = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
WHY = "支付回调失败，等不到解封"
pytestmark = pytest.mark.django_db


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def run(cast: SimpleNamespace, ramp: Ramp) -> Run:
    """Begun at START: fixed users, then 1, 10, 50 and 100 %, ten minutes each."""
    return command(ramp, by=cast.oli, command="start")


def share(run: Run, clock: Any, moment: datetime) -> int:
    """What is served after a look at that moment."""
    clock.move_to(moment)
    look(run.pk, now=moment)
    run.refresh_from_db()
    return run.share


def freeze(cast: SimpleNamespace, start: datetime, end: datetime, *apps: str) -> Freeze:
    row = Freeze(start=start, end=end, apps=list(apps), reason="大促")
    calendar.save(row, by=cast.adm)
    return row


def override(run: Run, cast: SimpleNamespace, minutes: int) -> Override:
    asked = ask_override(run.plan, by=cast.oli, reason=WHY, minutes=minutes)
    return confirm_override(asked, by=cast.ann)


def test_a_freeze_made_meanwhile_stops_the_next_rise_and_the_next_batch(
    run: Run, cast: SimpleNamespace, clock: Any
) -> None:
    assert may_deploy(run.plan, after(10))
    clock.move_to(after(5))
    row = freeze(cast, after(5), after(60))
    run.refresh_from_db()
    assert run.due_at == after(5), "every ramp is looked at anew"
    assert share(run, clock, after(5)) == 0 and share(run, clock, after(10)) == 0
    assert "大促" in may_deploy(run.plan, after(10)).reason
    assert run.next_at == after(60)
    clock.move_to(after(20))
    calendar.delete(row, by=cast.adm)
    assert share(run, clock, after(20)) == 100


def test_a_rise_that_began_inside_a_window_is_the_last_one_behind_it(
    run: Run, clock: Any, cast: SimpleNamespace
) -> None:
    """11:55 – 12:15 in Shanghai: the start lies inside, the second rise would finish outside."""
    ChangeWindow.objects.create(start="11:55", end="12:15")
    assert share(run, clock, after(10)) == 100
    assert share(run, clock, after(20)) == 100
    assert run.next_at == after(24 * 60 - 5), "tomorrow, when it opens again"


def test_a_clock_that_is_set_back_raises_nothing_twice_and_nothing_early(
    run: Run, clock: Any
) -> None:
    assert share(run, clock, after(10)) == 100
    for earlier in (9, 5, -60):
        assert share(run, clock, after(earlier)) == 100
        assert run.next_at == after(20), "held from when it rose, whatever the clock says now"
    assert share(run, clock, after(19.9)) == 100
    assert share(run, clock, after(20)) == 1_000
    assert run.moves.count() == 3


def test_a_freeze_finds_an_application_that_was_renamed(
    run: Run, cast: SimpleNamespace, clock: Any
) -> None:
    freeze(cast, after(5), after(60), "coin-center")
    rename(Application.objects.get(name="coin-center"), by=cast.adm, name="bean-center")
    assert share(run, clock, after(10)) == 0, "the plan's own name for it"
    Freeze.objects.update(apps=["bean-center"])
    assert share(run, clock, after(11)) == 0, "the name that it has now"
    Freeze.objects.update(apps=["trade-center"])
    assert share(run, clock, after(12)) == 100, "somebody else's freeze"


def test_a_freeze_of_what_is_only_ramped_binds_the_plan_and_can_be_lifted(
    run: Run, cast: SimpleNamespace, clock: Any
) -> None:
    """The application of the switch need not be among those that are deployed."""
    freeze(cast, after(5), after(60), "config-only")
    assert share(run, clock, after(10)) == 100
    Ramp.objects.update(application="Config-Only")
    assert share(run, clock, after(20)) == 100
    assert "大促" in may_deploy(run.plan, after(20)).reason
    override(run, cast, 30)
    assert share(run, clock, after(20)) == 1_000


def test_under_an_override_it_rises_until_that_ends(
    run: Run, cast: SimpleNamespace, clock: Any
) -> None:
    freeze(cast, after(5), after(24 * 60))
    assert share(run, clock, after(12)) == 0
    override(run, cast, 15)
    assert next_due() == after(12), "the ramps are woken"
    assert share(run, clock, after(12)) == 100
    assert share(run, clock, after(22)) == 1_000
    assert share(run, clock, after(32)) == 1_000, "lapsed at 27, with no clock to say so"
    assert run.next_at == after(24 * 60)


def test_an_override_that_is_ended_stops_the_next_rise(
    run: Run, cast: SimpleNamespace, clock: Any
) -> None:
    freeze(cast, after(5), after(24 * 60))
    clock.move_to(after(12))
    opened = override(run, cast, 240)
    assert share(run, clock, after(12)) == 100
    clock.move_to(after(15))
    end_override(opened, by=cast.dev)
    assert next_due() == after(15), "the ramps are woken"
    assert share(run, clock, after(22)) == 100


def test_an_override_never_lifts_what_came_after_it(
    run: Run, cast: SimpleNamespace, clock: Any
) -> None:
    freeze(cast, after(5), after(24 * 60))
    clock.move_to(after(12))
    override(run, cast, 240)
    assert share(run, clock, after(12)) == 100
    freeze(cast, after(13), after(60))
    assert share(run, clock, after(22)) == 100
    assert share(run, clock, after(60)) == 1_000, "the second freeze is over, the first is lifted"


def test_an_override_opens_times_and_nothing_else(
    cast: SimpleNamespace, make_ramp: Any, plan: Any, clock: Any
) -> None:
    stages = [{"percent": 1, "hold": "PT10M"}, {"percent": 100, "approval": "测试", "hold": "PT1M"}]
    ramp = make_ramp(stages)
    type(plan).objects.filter(pk=plan.pk).update(status="ramping")
    ramp.plan.refresh_from_db()
    plan.plans_app_rows.update(state="verified")
    run = command(ramp, by=cast.oli, command="start")
    freeze(cast, after(5), after(24 * 60))
    clock.move_to(after(12))
    override(run, cast, 60)
    assert share(run, clock, after(12)) == 100, "the second stage is not signed"
    plan.clearances.filter(subject="amendment").delete()  # this plan had no review
    with pytest.raises(WrongState, match="签字"):
        command(ramp, by=cast.oli, command="advance", reason="等不及了")


def test_the_rehearsal_ends_the_override_with_it(
    run: Run, cast: SimpleNamespace, clock: Any
) -> None:
    freeze(cast, after(5), after(24 * 60))
    clock.move_to(after(12))
    override(run, cast, 15)
    run.refresh_from_db()
    moment = after(12)
    forecast = rehearse(moment, view_of(run.plan, run.ramp, run, moment, actual=0))
    assert [one.at for one in forecast] == [
        after(12), after(22), after(24 * 60), after(24 * 60 + 10),
    ]  # fmt: skip
    assert forecast[2].held is not None and forecast[2].held.code in ("hold", "freeze")


def test_the_page_says_that_it_goes_on_under_an_override(
    run: Run, cast: SimpleNamespace, clock: Any
) -> None:
    freeze(cast, after(5), after(24 * 60))
    assert "封网：大促" in sheet_of(run.plan, run.ramp, cast.oli, after(12)).why
    clock.move_to(after(12))
    override(run, cast, 15)
    assert share(run, clock, after(12)) == 100
    sheet = sheet_of(run.plan, run.ramp, cast.oli, after(13))
    assert "还在观察" in sheet.why
    assert sheet.also[-1] == "紧急放行中，到今天 12:27为止不受变更窗口和封网限制。"
    assert not sheet_of(run.plan, run.ramp, cast.oli, after(27)).view.openings
