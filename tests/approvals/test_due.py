"""Time alone opens gates, and one plan that fails holds up no other."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from approvals import due
from approvals.models import Gate
from ground.clock import now
from plans.actions import add_rows, create_plan
from plans.models import Plan
from tests.approvals.hands import submitted
from tests.conftest import MEMBERS


def test_a_plan_that_fails_does_not_stop_the_others(
    plan: Plan, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = create_plan(by=cast.ann, title="另一个计划")
    add_rows(other, "members", by=cast.ann, rows=MEMBERS)
    for one in (plan, other):
        submitted(one, cast.ann)
    Gate.objects.filter(key="submission").update(look_at=now() - timedelta(seconds=1))
    settle = due.settle_plan

    def fails_once(one: Plan, **more: Any) -> Any:
        if one.pk == plan.pk:
            raise RuntimeError("broken")
        return settle(one, **more)

    monkeypatch.setattr(due, "settle_plan", fails_once)
    assert due.run(now()) == 1
    assert Gate.objects.filter(plan=plan, look_at__isnull=False).exists()
    assert not Gate.objects.filter(plan=other, look_at__lte=now()).exists()
