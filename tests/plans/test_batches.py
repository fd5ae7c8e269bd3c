from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from ground.clock import now
from ground.errors import Denied, Invalid, WrongState
from ground.models import Event
from plans import states
from plans.actions import begin_rollback, move_app, pause, resume, start, take_back
from plans.batches import AppNode, may_go_back, may_start, rollback_order
from plans.grants import derive_grants
from plans.models import Clearance, Plan
from plans.tables.registry import section


def node(app: str, batch: int, state: str = "pending", *depends_on: str) -> AppNode:
    return AppNode(hash(app) % 1000, app, batch, state, depends_on)


@pytest.fixture
def releasing(plan: Plan, cast: SimpleNamespace) -> Plan:
    Plan.objects.filter(pk=plan.pk).update(status=states.APPROVED)
    return start(plan, by=cast.oli)


def app(plan: Plan, name: str) -> Any:
    return section("apps").rows(plan).get(app=name)


def verified(plan: Plan, name: str, cast: SimpleNamespace) -> None:
    move_app(app(plan, name), by=cast.oli, to="deploying")
    move_app(app(plan, name), by=cast.oli, to="deployed")
    move_app(app(plan, name), by=cast.rob, to="verified")


def test_a_later_batch_waits_for_the_earlier_one(releasing: Plan, cast: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="第 1 批的 coin-center 还没有验证通过"):
        move_app(app(releasing, "trade-web-buy"), by=cast.oli, to="deploying")


def test_out_of_order_only_with_a_reason_in_the_log(releasing: Plan, cast: SimpleNamespace) -> None:
    late = app(releasing, "trade-web-buy")
    with pytest.raises(Invalid):
        move_app(late, by=cast.oli, to="deploying", explicit=True)
    move_app(late, by=cast.oli, to="deploying", explicit=True, reason="与业务方确认可先发")
    told = Event.objects.filter(kind="app.moved").get()
    assert told.data["out_of_order"] is True
    assert told.reason == "与业务方确认可先发"


def test_whoever_deployed_does_not_verify(releasing: Plan, cast: SimpleNamespace) -> None:
    section("members").rows(releasing).filter(user="rob").update(role="测试")
    first = app(releasing, "coin-center")
    section("apps").rows(releasing).filter(pk=first.pk).update(deployer="罗博")
    move_app(app(releasing, "coin-center"), by=cast.rob, to="deploying")
    move_app(app(releasing, "coin-center"), by=cast.rob, to="deployed")
    with pytest.raises(Denied, match="不同的人"):
        move_app(app(releasing, "coin-center"), by=cast.rob, to="verified")


def test_the_last_app_sends_the_plan_on(releasing: Plan, cast: SimpleNamespace) -> None:
    for name in ("coin-center", "promotion-platform", "trade-web-buy"):
        verified(releasing, name, cast)
    releasing.refresh_from_db()
    assert releasing.status in (states.RAMPING, states.OBSERVING)


def test_nothing_starts_while_paused(releasing: Plan, cast: SimpleNamespace) -> None:
    pause(releasing, by=cast.oli, reason="等 DBA")
    with pytest.raises(WrongState):
        move_app(app(releasing, "coin-center"), by=cast.oli, to="deploying")
    resume(releasing, by=cast.oli)
    move_app(app(releasing, "coin-center"), by=cast.oli, to="deploying")


def test_nothing_starts_while_an_amendment_is_open(releasing: Plan, cast: SimpleNamespace) -> None:
    Clearance.objects.create(plan=releasing, subject="amendment", asked_at=now())
    with pytest.raises(WrongState, match="变更待签"):
        move_app(app(releasing, "coin-center"), by=cast.oli, to="deploying")


def test_the_last_tap_can_be_taken_back_for_a_minute(
    releasing: Plan, cast: SimpleNamespace
) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        move_app(app(releasing, "coin-center"), by=cast.oli, to="deploying")
        with pytest.raises(Denied):
            take_back(app(releasing, "coin-center"), by=cast.ann)
        take_back(app(releasing, "coin-center"), by=cast.oli)
        assert app(releasing, "coin-center").state == "pending"
        move_app(app(releasing, "coin-center"), by=cast.oli, to="deploying")
        clock.shift(timedelta(seconds=61))
        with pytest.raises(WrongState):
            take_back(app(releasing, "coin-center"), by=cast.oli)


def test_who_left_the_plan_takes_nothing_back(releasing: Plan, cast: SimpleNamespace) -> None:
    move_app(app(releasing, "coin-center"), by=cast.oli, to="deploying")
    section("members").rows(releasing).filter(user="oli").delete()
    derive_grants(releasing)
    with pytest.raises(Denied):
        take_back(app(releasing, "coin-center"), by=cast.oli)
    assert app(releasing, "coin-center").state == "deploying"


def test_a_verification_taken_back_ends_the_observation(
    releasing: Plan, cast: SimpleNamespace
) -> None:
    for name in ("coin-center", "promotion-platform", "trade-web-buy"):
        verified(releasing, name, cast)
    plan = Plan.objects.get(pk=releasing.pk)
    assert (plan.status, plan.observing_since is None) == (states.OBSERVING, False)
    take_back(app(plan, "trade-web-buy"), by=cast.rob)
    plan.refresh_from_db()
    assert (plan.status, plan.observing_since) == (states.RELEASING, None)
    assert Event.objects.filter(chain=plan.chain, kind="plan.releasing_again").count() == 1


def test_rollback_ends_when_every_started_app_went_back(
    releasing: Plan, cast: SimpleNamespace
) -> None:
    verified(releasing, "coin-center", cast)
    plan = begin_rollback(releasing, by=cast.oli, reason="错误率升高")
    assert plan.status == states.ROLLING_BACK
    move_app(app(plan, "coin-center"), by=cast.oli, to="rolled_back")
    plan.refresh_from_db()
    assert plan.status == states.ROLLED_BACK


def test_dependencies_hold_whatever_the_case() -> None:
    first, second = node("coin-center", 1, "verified"), node("web", 1, "pending", "Coin-Center")
    assert may_start(second, [first, second])
    missing = node("web", 1, "pending", "nowhere")
    assert not may_start(missing, [missing])


def test_what_lies_outside_the_plan_is_confirmed_by_hand() -> None:
    alone = node("web", 1, "pending", "外部:支付网关")
    assert "支付网关" in may_start(alone, [alone]).reason


def test_rollback_goes_against_the_dependencies() -> None:
    core, middle, top = (
        node("core", 1, "verified"),
        node("middle", 1, "verified", "core"),
        node("top", 2, "verified", "middle"),
    )
    order = [one.app for one in rollback_order([core, middle, top])]
    assert order == ["top", "middle", "core"]
    assert not may_go_back(core, [core, middle, top])
    assert may_go_back(top, [core, middle, top])


def test_a_cycle_still_gives_an_order() -> None:
    both = [node("a", 1, "verified", "b"), node("b", 1, "verified", "a")]
    assert sorted(one.app for one in rollback_order(both)) == ["a", "b"]
