"""The plan check asks about a name that nobody has heard of and that resembles a known one."""

from types import SimpleNamespace

from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications import actions
from ground.clock import now
from plans.actions import add_rows
from plans.checking.catalogued import near_names
from plans.checks import findings_of
from plans.findings import Finding
from plans.models import Plan
from tests.applications.conftest import Release, the


def hints(plan: Plan) -> list[Finding]:
    return [one for one in findings_of(plan, now()) if one.code == "application-unknown"]


def test_a_stranger_like_a_known_one_is_a_hint_with_the_mended_cell(
    release: Release, cast: SimpleNamespace
) -> None:
    release("promotion-platform")
    plan = release("promotion-platfom")
    add_rows(plan, "changes", by=cast.ann, rows=[
        {"summary": "返豆", "apps": ["trade-web", "Promotion-Platfom"]},
        {"summary": "对账", "apps": ["promotion-platfom"]},
    ])  # fmt: skip
    assert len(hints(plan)) == 2, "each section says it once"
    found = {one.section: one for one in hints(plan)}
    assert (
        found["apps"].message == "没有别的计划写过 promotion-platfom，是不是 promotion-platform？"
    )
    assert found["apps"].fixes[0].as_json()["values"] == {"app": "promotion-platform"}
    assert found["changes"].fixes[0].as_json()["values"] == {
        "apps": ["trade-web", "promotion-platform"]
    }


def test_what_another_plan_says_too_is_known(release: Release) -> None:
    release("promotion-platform")
    plan = release("promotion-platfom")
    release("promotion-platfom")
    assert not hints(plan)


def test_a_name_that_is_only_waited_for_mends_nobody(
    release: Release, cast: SimpleNamespace
) -> None:
    other = release("trade-web")
    rows = [{"app": "trade-api", "depends_on": ["promotion-platfom"]}]
    add_rows(other, "apps", by=cast.ann, rows=rows)
    assert not hints(release("promotion-platform"))


def test_so_is_what_somebody_vouched_for(release: Release, cast: SimpleNamespace) -> None:
    release("promotion-platform")
    plan = release("promotion-platfom")
    app = the("promotion-platfom")
    actions.change(app, by=cast.adm, version=app.version, facts={"team": "促销"})
    assert not hints(plan)


def test_names_of_plans_for_members_are_not_told(release: Release) -> None:
    release("vault-service", visibility="members")
    assert not hints(release("vault-servise"))


def test_it_costs_three_queries_and_one_when_nothing_is_new(release: Release) -> None:
    plan = release("promotion-platform", "coin-center")
    with CaptureQueriesContext(connection) as asked:
        near_names(plan)
    assert len(asked) <= 3
    release("promotion-platform", "coin-center")
    with CaptureQueriesContext(connection) as asked:
        near_names(plan)
    assert len(asked) == 1
