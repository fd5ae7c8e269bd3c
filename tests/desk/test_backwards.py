"""The way back: other plans' ramps, this plan's, applications, then what was set."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from desk.board.backwards import WayBack, way_back
from desk.board.cards import columns
from desk.board.facts import Facts
from gray.actions import command, create_ramp
from ground.clock import now
from plans.actions import add_rows, create_plan
from plans.actions.progress import record_progress
from plans.models import Plan
from tests.desk.test_board import see, through

pytestmark = pytest.mark.django_db


def proposed(plan: Plan, user: Any) -> WayBack:
    facts = Facts(Plan.objects.get(pk=plan.pk), user, now())
    return way_back(facts, columns(facts))


def up(plan: Plan, by: Any, oli: Any, name: str, *stages: dict[str, Any], **values: Any) -> Any:
    """A ramp of `plan` that has let its first stage in."""
    given = {"name": name, "flag": name, "environment": "prod", **values}
    ramp = create_ramp(plan, by=by, values=given, stages=list(stages), reason="上线")
    plan.clearances.all().delete()
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    plan.refresh_from_db()
    return command(ramp, by=oli, command="start")


@pytest.fixture
def following(released: Plan, cast: SimpleNamespace) -> Callable[[], Plan]:
    """Another plan with a ramp that stands on one of `released`."""

    def make() -> Plan:
        other = create_plan(by=cast.dev, title="系统 C")
        add_rows(
            other, "members", by=cast.dev, rows=[{"role": "运维", "name": "欧力", "user": "oli"}]
        )
        need = {"percent": 1, "needs": [f"{released.number} 下层 ≥ 1%"], "hold": "P1D"}
        up(other, cast.dev, cast.oli, "系统C灰度", need)
        return other

    return make


def test_traffic_falls_before_applications_and_who_stands_on_it_before_that(
    released: Plan, cast: SimpleNamespace, app_of: Callable[[str], Any], following: Any
) -> None:
    through(app_of, "coin-center", cast)
    hold = {"hold": "P1D"}
    add_rows(released, "switches", by=cast.ann, reason="上线", rows=[
        {"application": "coin-center", "namespace": "app", "key": "coin.on", "value": "0"},
    ])  # fmt: skip
    place = {"application": "coin-center", "namespace": "app", "key": "coin.on"}
    up(released, cast.ann, cast.oli, "下层", {"percent": 1, **hold}, **place)
    up(released, cast.ann, cast.oli, "上层", {"percent": 1, "needs": ["灰度 下层 ≥ 1%"], **hold})
    other = following()
    back = proposed(released, cast.ann)
    assert [(one.number, one.name) for one in back.others] == [(other.number, "系统C灰度")]
    assert [(one.name, one.key, one.value) for one in back.traffic] == [
        ("上层", "上层", ""), ("下层", "coin-center / app / coin.on", "0"),
    ]  # fmt: skip
    assert [card.app.app for card in back.cards] == ["coin-center"]
    assert back.undone[0].text == "coin.on = 0"


def test_a_plan_that_the_reader_may_not_see_keeps_its_names(
    released: Plan, cast: SimpleNamespace, following: Any
) -> None:
    up(released, cast.ann, cast.oli, "下层", {"percent": 1, "hold": "P1D"})
    other = following()
    Plan.objects.filter(pk=other.pk).update(visibility="members")
    [hidden] = proposed(released, cast.pia).others
    assert (hidden.number, hidden.name, hidden.url, hidden.run) == ("", "", "", None)
    [seen] = proposed(released, cast.dev).others
    assert seen.number == other.number


def test_what_was_set_goes_back_with_its_exact_value_and_a_missing_way_is_said(
    released: Plan, cast: SimpleNamespace, app_of: Callable[[str], Any]
) -> None:
    keys = [{"application": "coin-center", "key": "a", "value": "2", "old_value": "1"},
            {"application": "coin-center", "key": "b", "value": "2"},
            {"application": "coin-center", "key": "c", "value": "2"}]  # fmt: skip
    rows = add_rows(released, "configs", by=cast.ann, rows=keys, reason="上线")
    for row in rows[:2]:
        record_progress(row, by=cast.oli, values={"state": "done"})
    [first, _second] = released.plans_sqlchange_rows.order_by("rank")
    first.plan = released
    record_progress(first, by=cast.dan, values={"state": "done", "evidence": "DMS-1"})
    told = [(one.text, one.is_missing) for one in proposed(released, cast.ann).undone]
    assert told == [("b", True), ("a = 1", False), ("alter table t add c int", True)]


def test_nothing_is_proposed_before_anything_is_out(released: Plan, cast: SimpleNamespace) -> None:
    assert proposed(released, cast.ann).count == 0


def test_while_it_goes_back_the_ramps_that_fell_stay_in_the_list(
    released: Plan, cast: SimpleNamespace, signed_in: Any, app_of: Callable[[str], Any]
) -> None:
    through(app_of, "coin-center", cast)
    up(released, cast.ann, cast.oli, "下层", {"percent": 1, "hold": "P1D"})
    client, address = signed_in(cast.oli), f"/plans/{released.number}/board/plan/rollback/"
    assert "下层" in client.get(address, headers={"HX-Request": "true"}).content.decode()
    client.post(address, {"reason": "成功率下跌"}, headers={"HX-Request": "true"})
    page = see(client, released)
    assert page.index("下层") < page.index("0% · 已关闭")
