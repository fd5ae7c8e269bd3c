"""A document is merged into a plan, on the page and over REST."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client

from plans.actions import add_rows
from plans.models import Plan, Upload
from plans.tables.registry import section
from tests.pages.importing import API, Open, page_of, upload

pytestmark = pytest.mark.long


@pytest.fixture
def merging(ann: Client, plan: Plan) -> str:
    """The address of the review of a document for the plan."""
    return str(ann.post(f"/plans/import/?plan={plan.number}", {"file": upload()})["Location"])


def base_of(page: str) -> str:
    found = re.search(r'name="base" value="(\w+)"', page)
    assert found
    return found[1]


def test_a_plan_takes_a_document_in(ann: Client, plan: Plan, merging: str) -> None:
    page = page_of(ann, merging)
    assert "仅计划里有" in page and "新增" in page
    answer = ann.post(merging, {"base": base_of(page), "flips": ""})
    assert answer["Location"] == plan.get_absolute_url()
    apps = {row.app for row in section("apps").rows(plan)}
    assert apps == {"coin-center", "promotion-platform", "trade-web-buy"}
    assert Plan.objects.count() == 1 and not Upload.objects.exists()


def test_a_plan_changed_meanwhile_is_shown_again(
    ann: Client, plan: Plan, merging: str, cast: SimpleNamespace
) -> None:
    base = base_of(page_of(ann, merging))
    add_rows(plan, "apps", by=cast.ann, rows=[{"app": "late"}])
    answer = ann.post(merging, {"base": base})
    page = answer.content.decode()
    assert answer.status_code == 409 and "重新计算" in page and "late" in page
    assert base_of(page) != base


def test_nobody_merges_into_a_plan_they_cannot_see(
    signed_in: Open, cast: SimpleNamespace, plan: Plan
) -> None:
    Plan.objects.filter(pk=plan.pk).update(visibility="members")
    eve = signed_in(cast.eve)
    assert eve.get(f"/plans/import/?plan={plan.number}").status_code == 404
    Plan.objects.filter(pk=plan.pk).update(visibility="all")
    assert eve.get(f"/plans/import/?plan={plan.number}").status_code == 403


def test_rest_tells_the_differences_and_merges(ann: Client, plan: Plan) -> None:
    url = f"/api/v1/plans/{plan.number}/import/"
    told = ann.post(url, {"file": upload(), "dry_run": "1"}).json()
    kinds = {row["token"]: row["kind"] for row in told["sections"]["apps"]}
    assert "only" in kinds.values() and not section("packages").rows(plan).exists()
    assert ann.post(url, {"file": upload(), "base": "0" * 64}).status_code == 409
    gone = next(token for token, kind in kinds.items() if kind == "only")
    done = ann.post(url, {"file": upload(), "base": told["base"], "flips": gone}).json()
    assert done["merged"]["deleted"] == 1 and done["plan"]["number"] == plan.number
    again = ann.post(url, {"file": upload()}).json()
    assert again["merged"] == {"added": 0, "changed": 0, "deleted": 0, "sealed": 0}


def test_rest_reads_without_writing(ann: Client) -> None:
    answer = ann.post(API, {"file": upload(), "dry_run": "true"})
    assert answer.status_code == 200
    whole = answer.json()
    assert set(whole) == {"plan", "sections", "notes", "mapping", "findings", "unplaced"}
    assert set(whole["mapping"][0]) == {"heading", "section", "columns", "rows"}
    assert [row["app"] for row in whole["sections"]["apps"]] == ["coin-center", "trade-web-buy"]
    assert not Plan.objects.exists()


def test_rest_makes_a_plan(ann: Client) -> None:
    answer = ann.post(API, {"file": upload()})
    assert answer.status_code == 201
    assert answer.json()["plan"]["number"] == Plan.objects.get().number


def test_rest_names_the_missing_file(ann: Client, plan: Plan) -> None:
    for url in (API, f"/api/v1/plans/{plan.number}/import/"):
        answer = ann.post(url, {"dry_run": "1"})
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["file"])
