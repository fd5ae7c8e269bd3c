"""Signing: the whole way, and everybody who may not."""

from types import SimpleNamespace

import pytest

from approvals.actions import sign
from approvals.models import SignOff
from ground.errors import Denied, Invalid, Stale, WrongState
from ground.journal import verify
from ground.models import Event
from plans.actions import add_rows
from plans.models import Plan
from tests.approvals.hands import (
    CASES,
    approve,
    approved,
    digest,
    gate,
    state,
    submitted,
    up_to_review,
)

pytestmark = pytest.mark.django_db


def test_the_norm_from_submission_to_approval(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "cases", by=cast.ann, rows=CASES)
    submitted(plan, cast.ann)
    assert [state(plan, key) for key in ("submission", "tested", "go_no_go", "database")] == [
        "open", "waiting", "waiting", "spare",
    ]  # fmt: skip
    plan.refresh_from_db()
    assert plan.status == "in_review"
    approved_plan = Plan.objects.get(pk=plan.pk)
    up = [("submission", cast.dev), ("tested", cast.rob)]
    for key, person in up:
        approve(approved_plan, key, person)
    assert state(plan, "staging") == "waiting"
    from tests.approvals.hands import pass_cases

    pass_cases(plan, cast.rob)
    assert state(plan, "staging") == "open"
    approve(plan, "staging", cast.rob)
    for person in (cast.dev, cast.rob, cast.oli):
        approve(plan, "go_no_go", person)
        assert state(plan, "go_no_go") == "open"
    approve(plan, "go_no_go", cast.pia)
    plan.refresh_from_db()
    assert plan.status == "approved"
    assert verify(plan.chain) is None
    assert Event.objects.filter(chain=plan.chain, kind="plan.approved").count() == 1
