"""A freeze of an application binds it under every name by which plans know it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from applications.actions import add_alias
from applications.models import Application
from calendars.models import Freeze
from ground.clock import now
from plans.listing.filters import PlanFilter
from plans.models import Plan
from plans.times import freezes_for, in_change_window, times_of


@pytest.fixture
def frozen(plan: Plan) -> Freeze:
    """Today's freeze of one application, called as somebody else calls it."""
    at = now()
    return Freeze.objects.create(
        reason="大促", start=at - timedelta(hours=1), end=at + timedelta(hours=1), apps=["豆仓"]
    )


def test_another_name_of_the_application_is_frozen_too(
    plan: Plan, frozen: Freeze, cast: SimpleNamespace
) -> None:
    assert in_change_window(times_of(plan, now()), now())
    add_alias(Application.objects.get(name="coin-center"), by=cast.adm, name="豆仓")
    verdict = in_change_window(times_of(plan, now()), now())
    assert not verdict
    assert "大促" in verdict.reason


@pytest.mark.parametrize("written", ["Coin-Center", "ｃｏｉｎ-center", " coin-center "])
def test_case_and_width_let_nothing_through(plan: Plan, frozen: Freeze, written: str) -> None:
    Freeze.objects.update(apps=[written])
    assert freezes_for(["coin-center"])
    assert not freezes_for(["coin"])


def test_a_freeze_of_everything_asks_for_no_names(
    plan: Plan, frozen: Freeze, django_assert_num_queries: object
) -> None:
    Freeze.objects.update(apps=[])
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert freezes_for(["coin-center"])


def test_plans_are_found_by_another_name_of_their_application(
    plan: Plan, cast: SimpleNamespace
) -> None:
    everything = Plan.objects.visible_to(cast.ann)
    assert not PlanFilter({"app": "豆仓"}, everything).found()
    add_alias(Application.objects.get(name="coin-center"), by=cast.adm, name="豆仓")
    assert list(PlanFilter({"app": "豆仓"}, everything).found()) == [plan]
