from types import SimpleNamespace
from typing import Any

from plans import events
from plans.actions import move_app, start, take_back
from plans.deployers import MOVED, TAKEN_BACK, deployers_of
from plans.models import Plan
from plans.tables.registry import section


def released(plan: Plan, cast: SimpleNamespace) -> Any:
    Plan.objects.filter(pk=plan.pk).update(status="approved")
    start(plan, by=cast.oli)
    return fresh(plan)


def fresh(plan: Plan) -> Any:
    row: Any = section("apps").rows(plan).get(app="coin-center")  # type: ignore[misc]
    row.plan = Plan.objects.get(pk=plan.pk)
    return row


def test_the_keys_are_those_of_the_events() -> None:
    assert (events.APP_MOVED.key, events.APP_TAKEN_BACK.key) == (MOVED, TAKEN_BACK)


def test_everybody_with_a_hand_in_it_counts(plan: Plan, cast: SimpleNamespace) -> None:
    app = released(plan, cast)
    move_app(app, by=cast.oli, to="deploying")
    move_app(app, by=cast.oli, to="deployed")
    assert deployers_of(fresh(plan)) == {cast.oli.pk}


def test_a_tap_that_was_taken_back_does_not_count(plan: Plan, cast: SimpleNamespace) -> None:
    app = released(plan, cast)
    move_app(app, by=cast.oli, to="deploying")
    take_back(app, by=cast.oli)
    assert deployers_of(fresh(plan)) == set()


def test_an_earlier_deployment_that_failed_bars_nobody(plan: Plan, cast: SimpleNamespace) -> None:
    app = released(plan, cast)
    app.deployer = "罗博"
    app.save(update_fields=["deployer"])
    move_app(app, by=cast.rob, to="deploying")
    move_app(app, by=cast.rob, to="failed", reason="超时")
    move_app(app, by=cast.oli, to="deploying")
    assert deployers_of(fresh(plan)) == {cast.oli.pk}
