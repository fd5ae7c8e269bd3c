from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from people.actions import create_token
from plans.actions import move_app, pause
from plans.models import Plan

Find = Callable[[str], Any]


class Pipeline:
    """Calls the API with a token of that person."""

    def __init__(self, user: Any, *scopes: str) -> None:
        _token, text = create_token(user, by=user, name="ci", scopes=list(scopes), expires_at=None)
        self.headers = {"HTTP_AUTHORIZATION": f"Bearer {text}"}
        self.client = Client()

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(
            f"/api/v1/{path}", body, content_type="application/json", **self.headers
        )

    def may(self, app: str) -> Any:
        return self.client.get("/api/v1/may-deploy/", {"app": app}, **self.headers)


@pytest.fixture
def ci(released: Plan, cast: SimpleNamespace) -> Pipeline:
    return Pipeline(cast.oli, "read", "deploy")


def address(plan: Plan, app: object) -> str:
    return f"plans/{plan.number}/apps/{app}/deployment/"


def test_a_pipeline_tells_how_its_deployment_goes(
    released: Plan, ci: Pipeline, app_of: Find
) -> None:
    begun = ci.post(address(released, "coin-center"), state="deploying", build="#7")
    assert begun.status_code == 200, begun.content
    assert (begun.json()["state"], begun.json()["build"]) == ("deploying", "#7")
    assert ci.post(address(released, "coin-center"), state="deployed").status_code == 200
    assert app_of("coin-center").state_by == "oli"


def test_the_application_may_be_named_in_any_case_or_by_its_id(
    released: Plan, ci: Pipeline, app_of: Find
) -> None:
    assert ci.post(address(released, "Coin-Center"), state="deploying").status_code == 200
    pk = app_of("coin-center").pk
    assert ci.post(address(released, pk), state="deployed").status_code == 200
    assert ci.post(address(released, "unknown"), state="deployed").status_code == 404


def test_out_of_order_is_a_conflict_with_the_reason(released: Plan, ci: Pipeline) -> None:
    answer = ci.post(address(released, "trade-web-buy"), state="deploying")
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert "还没有验证通过" in answer.json()["detail"]
    assert answer.json()["type"] == "/help/problems/#wrong-state"


def test_a_failure_needs_no_words_of_the_pipeline(
    released: Plan, ci: Pipeline, app_of: Find
) -> None:
    ci.post(address(released, "coin-center"), state="deploying")
    assert ci.post(address(released, "coin-center"), state="failed").status_code == 200
    assert "流水线" in app_of("coin-center").evidence


@pytest.mark.parametrize("state", ["verified", "skipped", "rolled_back", "", None, 7])
def test_verifying_is_for_people(released: Plan, ci: Pipeline, state: Any) -> None:
    answer = ci.post(address(released, "coin-center"), state=state)
    assert answer.status_code == 400
    assert "state" in answer.json()["fields"]


def test_a_token_without_the_scope_is_refused(released: Plan, cast: SimpleNamespace) -> None:
    weak = Pipeline(cast.oli, "read", "write")
    answer = weak.post(address(released, "coin-center"), state="deploying")
    assert answer.status_code == 403
    assert "deploy" in answer.json()["detail"]


def test_a_token_may_no_more_than_its_person(released: Plan, cast: SimpleNamespace) -> None:
    stranger = Pipeline(cast.eve, "read", "deploy")
    answer = stranger.post(address(released, "coin-center"), state="deploying")
    assert answer.status_code == 403
    assert "发布人员" in answer.json()["detail"]


def test_may_deploy_says_yes_in_order(released: Plan, ci: Pipeline) -> None:
    told = ci.may("coin-center").json()
    assert (told["allowed"], told["reason"], told["plan"]) == (True, "", released.number)


def test_may_deploy_says_why_not(
    released: Plan, ci: Pipeline, cast: SimpleNamespace, app_of: Find
) -> None:
    assert "第 1 批的 coin-center 还没有验证通过" in ci.may("trade-web-buy").json()["reason"]
    assert "没有进行中的发布计划" in ci.may("unknown").json()["reason"]
    assert ci.may("").status_code == 400
    assert "发布人员" in Pipeline(cast.eve, "read").may("coin-center").json()["reason"]
    pause(released, by=cast.ann)
    assert "已暂停" in ci.may("coin-center").json()["reason"]


def test_may_deploy_stays_yes_while_it_deploys_and_ends_with_it(
    released: Plan, ci: Pipeline, cast: SimpleNamespace, app_of: Find
) -> None:
    move_app(app_of("coin-center"), by=cast.oli, to="deploying")
    assert ci.may("coin-center").json()["allowed"] is True
    move_app(app_of("coin-center"), by=cast.oli, to="deployed")
    assert "待验证" in ci.may("coin-center").json()["reason"]


def test_what_may_not_be_seen_is_not_told(released: Plan, cast: SimpleNamespace) -> None:
    Plan.objects.filter(pk=released.pk).update(visibility="members")
    stranger = Pipeline(cast.eve, "read", "deploy")
    assert stranger.may("coin-center").json()["plans"] == []
    assert stranger.post(address(released, "coin-center"), state="deploying").status_code == 404


def test_may_deploy_has_a_fixed_price(
    released: Plan, ci: Pipeline, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(16):
        ci.may("coin-center")


def test_a_rollback_needs_a_reason_and_the_scope(
    released: Plan, ci: Pipeline, cast: SimpleNamespace
) -> None:
    path = f"plans/{released.number}/rollback/"
    assert ci.post(path).status_code == 400
    assert Pipeline(cast.oli, "read", "write").post(path, reason="x").status_code == 403
    answer = ci.post(path, reason="成功率下跌")
    assert answer.status_code == 200
    assert answer.json()["status"] in ("rolling_back", "rolled_back")
