"""Many ramps in one look come to the same as each in its own, and cost far less."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from calendars.models import ChangeWindow, Freeze
from gray.actions import command, create_ramp, look, look_together
from gray.models import Flag, Move, Run
from ground.journal import verify
from ground.models import Event
from plans.actions import add_rows, create_plan
from plans.models import Clearance, Plan

START = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
LATER = START + timedelta(minutes=11)
SHORT = [{"audience": "固定用户：ann", "hold": "PT10M"}, {"percent": 10, "hold": "PT10M"}]
GATED = [{"percent": 1, "hold": "PT10M"}, {"percent": 10, "approval": "测试"}]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen_clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def started(cast: Any, name: str, **more: Any) -> Run:
    """A plan of its own whose one ramp stands in its first stage."""
    plan = create_plan(by=cast.ann, title=f"计划 {name}")
    add_rows(plan, "members", by=cast.ann, rows=[{"role": "运维", "name": "欧力", "user": "oli"}])
    add_rows(plan, "apps", by=cast.ann, rows=[{"app": f"app-{name}", "batch": 1}])
    stages = more.pop("stages", SHORT)
    ramp = create_ramp(plan, by=cast.ann, values={"name": name, "flag": name}, stages=stages)
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    ramp.plan.refresh_from_db()
    return command(ramp, by=cast.ann, command="start")


def state_of(name: str) -> tuple[Any, ...]:
    run = Run.objects.get(flag=name)
    flag = Flag.objects.get(key=name)
    moves = list(run.moves.values_list("cause", "from_share", "to_share", "at", "since", "folded"))
    seen = (run.state, run.index, run.share, run.since, run.due_at, run.next_at, run.blocked)
    return (*seen, run.claimed_until, flag.share, flag.users, moves)


def make_all(cast: Any, prefix: str) -> list[int]:
    """One that rises, one frozen, one that has to ask, one drifted, one held, one paused plan."""
    names = ["rise", "frozen", "ask", "drift", "held", "paused"]
    runs = {
        name: started(cast, f"{prefix}{name}", stages=GATED if name == "ask" else SHORT)
        for name in names
    }
    Freeze.objects.create(
        start=START, end=START + timedelta(days=1), reason="大促", apps=[f"app-{prefix}frozen"]
    )
    Flag.objects.filter(key=f"{prefix}drift").update(share=700)
    command(runs["held"].ramp, by=cast.ann, command="hold")
    Plan.objects.filter(pk=runs["paused"].plan_id).update(status="paused")
    return [run.pk for run in runs.values()]


def test_together_comes_to_the_same_as_one_by_one(cast, frozen_clock):
    ChangeWindow.objects.create(start="08:00", end="20:00")
    one_by_one, at_once = make_all(cast, "a-"), make_all(cast, "b-")
    frozen_clock.move_to(LATER)
    for pk in one_by_one:
        look(pk, now=LATER)
    left = look_together(at_once, now=LATER)
    asks, drifts = at_once[2], at_once[3]
    assert sorted(left) == sorted([asks, drifts]), "they take a look of their own"
    for pk in left:
        look(pk, now=LATER)
    for name in ("rise", "frozen", "ask", "drift", "held", "paused"):
        assert state_of(f"a-{name}") == state_of(f"b-{name}"), name
    assert state_of("b-rise")[2] == 1_000
    assert Clearance.objects.filter(subject__startswith="stage:").count() == 2
    for plan in Plan.objects.all():
        assert verify(plan.chain) is None


def test_each_further_ramp_costs_two_statements(cast, frozen_clock, django_assert_max_num_queries):
    runs = [started(cast, f"r{number}") for number in range(12)]
    frozen_clock.move_to(LATER)
    with django_assert_max_num_queries(22 + 2 * len(runs)):
        assert look_together([run.pk for run in runs], now=LATER) == []
    assert Move.objects.filter(to_share=1_000).count() == len(runs)
    assert Event.objects.filter(kind="ramp.rose", at=LATER).count() == len(runs)


def test_a_second_sweep_finds_nothing_to_do(cast, frozen_clock):
    ids = [started(cast, f"r{number}").pk for number in range(3)]
    frozen_clock.move_to(LATER)
    look_together(ids, now=LATER)
    look_together(ids, now=LATER)
    assert Move.objects.filter(to_share=1_000).count() == 3
