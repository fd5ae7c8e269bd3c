"""Changing the stages of a ramp that has begun: what was reached stays, what comes may change."""

from datetime import timedelta
from typing import Any

import pytest

from gray.actions import command, look
from gray.models import Run
from ground.clock import now
from ground.errors import Denied, WrongState
from plans.actions import add_rows, delete_rows, save_row
from plans.actions.rows import order_rows
from plans.models import Clearance

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(ramp: Any, cast: Any) -> Run:
    """At its second stage, 1 %."""
    command(ramp, by=cast.oli, command="start")
    return command(ramp, by=cast.oli, command="advance", reason="数据正常")


def stage(run: Run, position: int) -> Any:
    return run.plan.gray_stage_rows.select_related("plan").get(position=position)


def edit(row: Any, cast: Any, **values: Any) -> Any:
    return save_row(row, by=cast.ann, version=row.row_version, values=values, reason="调整节奏")


@pytest.mark.parametrize("position", [1, 2])
def test_a_stage_that_was_reached_refuses_edits_and_deletion(run, cast, position):
    row = stage(run, position)
    with pytest.raises(Denied, match="已经执行"):
        edit(row, cast, percent=2)
    with pytest.raises(Denied, match="已经执行"):
        delete_rows(run.plan, "stages", by=cast.ann, ids=[row.pk], reason="不要了")


def test_a_stage_to_come_can_change_and_nothing_rises_until_that_is_signed(run, cast):
    edit(stage(run, 3), cast, percent=5)
    assert Clearance.objects.get(plan=run.plan, subject="amendment").state == "asked"
    with pytest.raises(WrongState, match="变更待签"):
        command(run.ramp, by=cast.oli, command="advance", reason="继续")
    Clearance.objects.filter(plan=run.plan).delete()
    run = command(run.ramp, by=cast.oli, command="advance", reason="继续")
    assert (run.index, run.share) == (2, 500)


@pytest.mark.parametrize("position", [0, 1])
def test_no_stage_is_added_before_the_one_that_was_reached(run, cast, position):
    row = {"ramp": run.ramp.name, "position": position, "percent": 90}
    with pytest.raises(WrongState, match="已经放到第 2 阶段"):
        add(run, cast, row)
    assert run.plan.gray_stage_rows.count() == 5


def add(run: Run, cast: Any, row: dict[str, Any]) -> Any:
    return add_rows(run.plan, "stages", by=cast.ann, rows=[row], reason="多看一步")


def test_a_stage_to_come_is_not_moved_before_the_one_that_was_reached(run, cast):
    with pytest.raises(WrongState, match="不能在它之前"):
        edit(stage(run, 5), cast, position=0)
    assert stage(run, 5).percent == 100


def test_reordering_what_was_reached_is_refused_where_only_the_order_tells(run, cast):
    run.plan.gray_stage_rows.update(position=None)
    ids = list(run.plan.gray_stage_rows.order_by("rank").values_list("pk", flat=True))
    with pytest.raises(WrongState, match="调换顺序"):
        order_rows(run.plan, "stages", by=cast.ann, ids=ids[::-1], reason="倒过来")
    order_rows(run.plan, "stages", by=cast.ann, ids=[*ids[:2], *ids[:1:-1]], reason="后面可以")


def test_one_added_after_it_is_the_next(run, cast):
    add(run, cast, {"ramp": run.ramp.name, "position": 2, "percent": 3, "hold": "P1D"})
    Clearance.objects.filter(plan=run.plan).delete()
    run = command(run.ramp, by=cast.oli, command="advance", reason="继续")
    assert (run.index, run.share) == (2, 300)


def test_deleting_one_to_come_keeps_the_run_right(run, cast):
    ids = [stage(run, position).pk for position in (3, 4)]
    delete_rows(run.plan, "stages", by=cast.ann, ids=ids, reason="一步到位")
    Clearance.objects.filter(plan=run.plan).delete()
    run.refresh_from_db()
    assert (run.index, run.share, run.stage.position) == (1, 100, 2)
    run = command(run.ramp, by=cast.oli, command="advance", reason="继续")
    assert (run.index, run.share) == (2, 10_000)
    look(run.pk, now=now() + timedelta(minutes=11))
    run.refresh_from_db()
    assert run.state == "done"


def test_without_any_stage_to_come_it_is_through(run, cast):
    ids = [stage(run, position).pk for position in (3, 4, 5)]
    delete_rows(run.plan, "stages", by=cast.ann, ids=ids, reason="停在这里")
    Clearance.objects.filter(plan=run.plan).delete()
    look(run.pk, now=now() + timedelta(minutes=11))
    run.refresh_from_db()
    assert (run.state, run.share) == ("done", 100)


def test_after_off_everything_may_change_again(run, cast):
    command(run.ramp, by=cast.oli, command="off")
    edit(stage(run, 1), cast, percent=2)
    add(run, cast, {"ramp": run.ramp.name, "position": 0, "percent": 1})
    assert run.plan.gray_stage_rows.count() == 6
