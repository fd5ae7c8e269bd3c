"""A ramp over each outside system, through the product's own doors, and what nobody gets to see."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from gray.actions import command, look
from gray.models import Connection, Run
from ground.errors import WrongState
from ground.models import Event
from ground.sealing import seal

START = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
STAGES = [{"percent": share, "hold": "PT10M"} for share in (1, 10, 50, 100)]
pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def frozen_clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ready(make_ramp, plan, outside_stand):
    """Makes a ramp over a connection whose secrets are sealed, as an administrator leaves it."""
    rig, driver, _server = outside_stand
    given = rig.options()
    secret = {option.name for option in driver.options if option.secret}
    Connection.objects.create(
        name="生产配置中心", driver=rig.driver, changed_at=START,
        values={name: text for name, text in given.items() if name not in secret},
        sealed=seal(json.dumps({name: given[name] for name in secret & given.keys()})),
    )  # fmt: skip
    place = rig.place

    def make(stages):
        made = make_ramp(
            stages, driver="生产配置中心", application=place.application, key=place.key,
            namespace=place.namespace, format=place.format, flag=place.flag,
        )  # fmt: skip
        plan.plans_app_rows.update(state="verified")
        type(plan).objects.filter(pk=plan.pk).update(status="ramping")
        made.plan.refresh_from_db()
        return made

    return make


@pytest.fixture
def ramp(ready):
    return ready(STAGES)


def later(traveller, minutes: float) -> datetime:
    traveller.shift(timedelta(minutes=minutes))
    return datetime.now(UTC)


def echo(rig):
    """Everything that was sent comes back as the reason of an error."""

    def answer(request):
        words = [request.path, *request.headers.values(), request.body.decode(), *rig.secrets]
        return 500, {}, json.dumps({"message": " ".join(words)}).encode()

    return answer


def test_it_rises_stage_by_stage_and_is_turned_off(ramp, outside_stand, cast, frozen_clock):
    rig, driver, _server = outside_stand
    command(ramp, by=cast.oli, command="start")
    run = Run.objects.get()
    shares = []
    for _turn in range(4):
        shares.append(driver.read(rig.place).share)
        look(run.pk, now=later(frozen_clock, 10))
    assert shares == [100, 1_000, 5_000, 10_000]
    run.refresh_from_db()
    assert (run.state, run.error) == ("done", "")
    command(ramp, by=cast.oli, command="off")
    assert driver.read(rig.place).share == 0


def test_machines_come_first_and_everybody_after(ready, outside_stand, cast, frozen_clock):
    rig, driver, _server = outside_stand
    alive = driver.nodes(rig.place) if rig.machines else None
    if not alive:
        return
    stages = [{"machines": 1, "hold": "PT10M"}, {"machines": 2, "hold": "PT10M"}]
    command(ready([*stages, {"percent": 100, "hold": "PT10M"}]), by=cast.oli, command="start")
    run, seen = Run.objects.get(), []
    for _turn in range(3):
        shown = driver.read(rig.place)
        seen.append((shown.share, shown.machines))
        look(run.pk, now=later(frozen_clock, 10))
    run.refresh_from_db()
    assert (run.state, run.error) == ("done", "")
    assert seen == [(0, frozenset(alive[:1])), (0, frozenset(alive[:2])), (10_000, None)]


def test_a_change_by_hand_holds_it_until_it_is_restored(ramp, outside_stand, cast, frozen_clock):
    rig, driver, _server = outside_stand
    command(ramp, by=cast.oli, command="start")
    rig.meddle()
    run = Run.objects.get()
    look(run.pk, now=later(frozen_clock, 1))
    run.refresh_from_db()
    assert run.drift_since and run.share == 100
    command(ramp, by=cast.oli, command="restore", reason="误改")
    assert driver.read(rig.place).share == 100
    look(run.pk, now=later(frozen_clock, 10))
    assert driver.read(rig.place).share == 1_000


def test_no_secret_is_in_errors_events_pages_answers_or_logs(
    ramp, outside_stand, cast, frozen_clock, signed_in, caplog
):
    rig, _driver, server = outside_stand
    caplog.set_level("DEBUG")
    command(ramp, by=cast.oli, command="start")
    run = Run.objects.get()
    server.answer = lambda request: (
        rig.answer(request) if request.method == "GET" else echo(rig)(request)
    )
    look(run.pk, now=later(frozen_clock, 10))
    run.refresh_from_db()
    assert run.share == 100 and run.error
    server.answer = echo(rig)
    look(run.pk, now=later(frozen_clock, 10))
    with pytest.raises(WrongState) as refusal:
        command(ramp, by=cast.oli, command="off")
    run.refresh_from_db()
    seen = [
        run.error, run.shown, json.dumps(run.pending), str(refusal.value.detail), caplog.text,
        *(json.dumps(event.data, ensure_ascii=False) for event in Event.objects.all()),
        *(_pages(ramp, signed_in(cast.oli))),
    ]  # fmt: skip
    for secret in rig.secrets:
        assert secret not in "\n".join(seen)


def _pages(ramp, browser):
    number = ramp.plan.number
    for path in ("gray/", f"plans/{number}/gray/", f"api/v1/plans/{number}/ramps/{ramp.pk}/"):
        answer = browser.get(f"/{path}")
        assert answer.status_code == 200, path
        yield answer.content.decode()
