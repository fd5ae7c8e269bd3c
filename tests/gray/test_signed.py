"""While an amendment waits for signatures, guards act as they were signed."""

from typing import Any

import pytest

from gray.actions import create_ramp
from gray.models import Run
from gray.sections.ramp import Ramp
from gray.view import Breach
from gray.watching import every_rule
from ground.clock import now
from plans.actions import add_rows, delete_rows, save_row, seal
from plans.models import Clearance, Plan

METRIC = {"name": "错误率", "operator": ">", "threshold": "5%", "purpose": "回滚", "query": "err"}
LATE = {"name": "延迟", "operator": ">", "threshold": "2s", "purpose": "回滚", "query": "slow"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def ramp(cast: Any, plan: Plan) -> Ramp:
    """Of a plan that was sealed with one guarded metric, and is under way."""
    add_rows(plan, "metrics", by=cast.ann, rows=[METRIC])
    add_rows(
        plan, "guards", by=cast.ann, rows=[{"metric": "错误率", "failures": 2, "action": "关闭"}]
    )
    made = create_ramp(plan, by=cast.ann, values={"name": "返豆", "flag": "f"})
    seal(plan, by=cast.ann)
    Plan.objects.filter(pk=plan.pk).update(status="ramping")
    made.plan.refresh_from_db()
    return made


def amend(plan: Plan) -> Clearance:
    found = Clearance.objects.filter(plan=plan, subject="amendment").first()
    return found or Clearance.objects.create(plan=plan, subject="amendment", asked_at=now())


def acting(ramp: Ramp) -> list[tuple[str, int, Any, bool]]:
    plan = Plan.objects.get(pk=ramp.plan_id)
    measured = every_rule(plan, ramp, Run(plan=plan, ramp=ramp)).measured
    return [(rule.name, rule.failures, rule.action, rule.shadow) for rule in measured]


SIGNED = [("错误率", 2, Breach.OFF, False)]


def test_a_weakened_guard_acts_as_signed_until_the_change_is_signed(cast: Any, ramp: Ramp):
    assert acting(ramp) == SIGNED
    guard = ramp.plan.gray_guard_rows.get()
    weaker = {"failures": 20, "action": "停住", "shadow": True}
    save_row(guard, by=cast.ann, version=guard.row_version, values=weaker, reason="太敏感")
    clearance = amend(ramp.plan)
    assert acting(ramp) == SIGNED
    Clearance.objects.filter(pk=clearance.pk).update(state="granted")
    assert acting(ramp) == [("错误率", 20, Breach.HOLD, True)]


@pytest.mark.parametrize("key", ["metrics", "guards"])
def test_a_metric_or_guard_that_was_deleted_still_acts(cast: Any, ramp: Ramp, key: str):
    rows = getattr(ramp.plan, "plans_metric_rows" if key == "metrics" else "gray_guard_rows")
    amend(ramp.plan)
    delete_rows(ramp.plan, key, by=cast.ann, ids=[rows.get().pk], reason="不要了")
    assert acting(ramp) == SIGNED


def test_what_an_amendment_adds_acts_at_once(cast: Any, ramp: Ramp):
    amend(ramp.plan)
    add_rows(ramp.plan, "metrics", by=cast.ann, rows=[LATE], reason="再看一项")
    assert acting(ramp) == [*SIGNED, ("延迟", 3, Breach.BACK, False)]
