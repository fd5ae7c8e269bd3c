"""A ramp that opens machines: grown, spread, lowered, renewed, and what it says of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.template.loader import render_to_string

from calendars.models import ChangeWindow
from gray.actions import command, look
from gray.drivers.base import Driver, DriverError, Exposure, Place, Shown
from gray.models import Flag, Run
from gray.view import Act
from ground.clock import now
from ground.errors import WrongState
from ground.models import Event
from plans.contribute import gather
from plans.models import Plan

START = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
ROOMS = [f"app-{n}@{'ABC'[n % 3]}" for n in range(9)]
STAGES = [
    {"machines": 1, "hold": "PT1H"},
    {"machines": 4, "percent": 5, "hold": "PT1H"},
    {"audience": "30% 机器", "hold": "PT1H"},
    {"audience": "机房 B", "hold": "PT1H"},
    {"percent": 100},
]
pytestmark = pytest.mark.django_db


class Cluster(Driver):
    """Knows which machines are alive, and opens them."""

    name = "cluster"
    label = "集群"
    alive: list[str] = []
    shown = Shown(0)
    error = ""
    refuses = False

    def write(self, place: Place, exposure: Exposure) -> None:
        if self.refuses:
            raise DriverError("写不进去。")
        kind = type(self)
        share = exposure.share if exposure.enabled else 0
        kind.shown = Shown(share, machines=frozenset(exposure.machines))

    def read(self, place: Place) -> Shown:
        return self.shown

    def nodes(self, place: Place) -> list[str]:
        if self.error:
            raise DriverError(self.error)
        return self.alive


@pytest.fixture(autouse=True)
def frozen_clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cluster():
    Cluster.alive = [f"app-{n}" for n in range(9)]
    Cluster.shown, Cluster.error, Cluster.refuses = Shown(0), "", False
    return Cluster


@pytest.fixture
def opening(make_ramp: Any, cast: Any) -> Callable[..., Run]:
    """Start a ramp over STAGES, or over others; its plan is 灰度中."""

    def start(stages: Any = None, **values: Any) -> Run:
        given = {"population": "，".join(ROOMS), **values}
        ramp = make_ramp(stages or STAGES, **given)
        Plan.objects.filter(pk=ramp.plan_id).update(status="ramping")
        ramp.plan.refresh_from_db()
        return command(ramp, by=cast.oli, command="start")

    return start


def later(run: Run, traveller: Any, **time: float) -> Any:
    traveller.shift(timedelta(**time))
    decision = look(run.pk, now=now())
    run.refresh_from_db()
    return decision


def test_machines_grow_spread_over_rooms_and_are_served(opening, frozen_clock):
    run = opening()
    assert (run.share, run.machines) == (0, ["app-0"])
    assert Flag.objects.get().users == ["app-0"], "a machine asks with its own name"
    later(run, frozen_clock, hours=1)
    assert (run.share, run.machines) == (500, ["app-0", "app-1", "app-2", "app-3"])
    later(run, frozen_clock, hours=1)
    assert run.machines == ["app-0", "app-1", "app-2", "app-3"], "30 % of nine are in already"
    later(run, frozen_clock, hours=1)
    assert run.machines[4:] == ["app-4", "app-7"], "all of room B"
    later(run, frozen_clock, hours=1)
    assert (run.share, len(run.machines)) == (10_000, 6)


def test_a_fall_takes_out_who_came_last_and_off_takes_all(opening, frozen_clock, cast):
    run = opening()
    for _stage in range(3):
        later(run, frozen_clock, hours=1)
    run = command(run.ramp, by=cast.oli, command="roll_back", reason="错误率升高")
    assert run.machines == ["app-0", "app-1", "app-2", "app-3"]
    first = run.plan.gray_stage_rows.get(position=1)
    run = command(run.ramp, by=cast.oli, command="jump", stage=first.pk, reason="再低一些")
    assert (run.machines, Flag.objects.get().users) == (["app-0"], ["app-0"])
    run = command(run.ramp, by=cast.oli, command="off")
    assert (run.machines, Flag.objects.get().users) == ([], [])


def test_hold_and_resume_leave_the_machines_as_they_are(opening, cast):
    run = opening()
    for verb in ("hold", "resume"):
        run = command(run.ramp, by=cast.oli, command=verb)
        assert run.machines == ["app-0"]
    held = Event.objects.filter(kind="ramp.held").get()
    assert held.sentence == "灰度“返希豆灰度”停止推进，保持 1 台机器"


def test_a_stage_of_machines_alone_says_that_the_list_is_missing(opening, frozen_clock, cast):
    run = opening([{"percent": 1}, {"machines": 5}], population="集团员工")
    decision = later(run, frozen_clock, hours=1)
    sentence = "要打开5 台机器，但没有机器名单：请在灰度的“人群”里列出机器。"
    assert (str(decision.why), run.index) == (sentence, 0)
    with pytest.raises(WrongState) as refusal:
        command(run.ramp, by=cast.oli, command="advance", reason="快一点")
    assert refusal.value.detail == sentence


def test_beside_a_percentage_machines_nobody_listed_are_left_out(opening, frozen_clock):
    run = opening([{"percent": 1, "machines": 1}, {"percent": 5, "machines": 5}], population="")
    later(run, frozen_clock, hours=1)
    assert (run.share, run.machines) == (500, [])


def test_a_region_that_no_machine_stands_in_is_said(opening, frozen_clock):
    run = opening([{"percent": 1}, {"audience": "区域：华东", "percent": 5}])
    decision = later(run, frozen_clock, hours=1)
    assert str(decision.why) == "机器名单里没有“华东”的机器，请写成 机器名@华东。"


def test_the_driver_says_which_machines_live(opening, cluster, frozen_clock):
    run = opening(driver="cluster", population="")
    assert cluster.shown.machines == {"app-0"}
    cluster.error = "注册中心没有回答。"
    decision = later(run, frozen_clock, hours=1)
    assert str(decision.why) == "读不到机器列表：注册中心没有回答。 读到之前不放量。"
    assert run.index == 0
    cluster.error = ""
    later(run, frozen_clock, minutes=1)
    assert run.machines == ["app-0", "app-1", "app-2", "app-3"]


def test_while_nobody_tells_the_machines_traffic_can_fall(opening, cluster, frozen_clock, cast):
    run = opening(driver="cluster")
    later(run, frozen_clock, hours=1)
    cluster.error = "注册中心没有回答。"
    run = command(run.ramp, by=cast.oli, command="roll_back", reason="错误率升高")
    assert (run.machines, cluster.shown.machines) == (["app-0"], {"app-0"})


def test_a_dead_machine_is_renewed_with_one_of_its_room_and_the_stage_stays(
    opening, cluster, frozen_clock
):
    run = opening(driver="cluster")
    later(run, frozen_clock, hours=1)
    since = run.since
    cluster.alive.remove("app-1")
    decision = later(run, frozen_clock, minutes=5)
    assert decision.act is Act.RENEW
    assert (run.machines, run.index, run.since) == (
        ["app-0", "app-4", "app-2", "app-3"], 1, since,
    )  # fmt: skip
    assert cluster.shown.machines == {"app-0", "app-4", "app-2", "app-3"}
    event = Event.objects.filter(kind="ramp.renewed").get()
    assert event.sentence == "灰度“返希豆灰度”换下离线的机器 app-1，换上 app-4"
    assert later(run, frozen_clock, minutes=5).act is Act.STAY, "once"


def test_nobody_is_renewed_outside_the_windows_or_while_it_is_held(
    opening, cluster, frozen_clock, cast
):
    run = opening(driver="cluster")
    ChangeWindow.objects.create(start="18:00", end="19:00")
    cluster.alive.remove("app-0")
    assert later(run, frozen_clock, minutes=5).act is Act.STAY
    ChangeWindow.objects.all().delete()
    command(run.ramp, by=cast.oli, command="hold")
    assert later(run, frozen_clock, minutes=5).act is Act.STAY
    assert run.machines == ["app-0"]
    command(run.ramp, by=cast.oli, command="resume")
    later(run, frozen_clock, minutes=5)
    assert run.machines == ["app-3"]


def test_a_fall_of_machines_alone_is_repeated_until_the_switch_obeys(
    opening, cluster, frozen_clock, cast
):
    run = opening([{"machines": 1}, {"machines": 5, "hold": "P1D"}], driver="cluster")
    later(run, frozen_clock, minutes=1)
    assert len(cluster.shown.machines) == 5
    cluster.refuses = True
    with pytest.raises(WrongState):
        command(run.ramp, by=cast.oli, command="roll_back", reason="错误率升高")
    cluster.refuses = False
    later(run, frozen_clock, minutes=2)
    assert (run.state, run.machines, cluster.shown.machines) == ("held", ["app-0"], {"app-0"})


def test_machines_are_said_on_the_page_in_the_api_and_in_the_log(
    opening, frozen_clock, signed_in, cast
):
    run = opening()
    later(run, frozen_clock, hours=1)
    page = signed_in(cast.oli).get(f"/plans/{run.plan.number}/gray/").content.decode()
    assert "5% + 4 台机器" in page and "30% 的机器" in page and "app-3" in page
    told = signed_in(cast.oli).get(f"/api/v1/plans/{run.plan.number}/ramps/").json()
    [ramp] = told.get("results", told) if isinstance(told, dict) else told
    assert ramp["machines_in"] == ["app-0", "app-1", "app-2", "app-3"]
    rose = Event.objects.filter(kind="ramp.rose").latest("pk")
    assert "4 台机器" in rose.sentence and rose.data["into"] == "app-1、app-2、app-3"
    call_command("verify_log")


def test_machines_are_counted_in_print_and_beside_the_plan(opening, frozen_clock, signed_in, cast):
    run = opening()
    later(run, frozen_clock, hours=1)
    chapters = gather("chapters", run.plan, now())
    [chapter] = [one for one in chapters if one.template == "gray/document/chapter.html"]
    printed = render_to_string(chapter.template, chapter.context)
    assert "已打开 4 台机器" in printed and "5% · 4 台机器" in printed
    panel = signed_in(cast.oli).get(f"/plans/{run.plan.number}/gray/panel/").content.decode()
    assert "已打开 4 台机器" in panel
