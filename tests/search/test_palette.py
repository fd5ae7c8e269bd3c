"""Ctrl+K: pages, plans and cells; and the same search over REST."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans.actions import create_plan
from plans.models import Plan
from tests.search.pace import steps


def shown(client: Client, words: str = "") -> str:
    answer = client.get("/plans/find/", {"search": words})
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_typed_shows_ones_own_plans_and_the_pages(
    ann: Client, plan: Plan, cast: SimpleNamespace, signed_in
):
    page = shown(ann)
    assert plan.title in page and "最近改过的计划" in page
    assert 'href="/calendar/"' in page
    assert plan.title not in shown(signed_in(cast.eve))


def test_words_find_plans_cells_and_pages(ann: Client, plan: Plan):
    page = shown(ann, "coin-cent")
    assert "<mark>coin-cent</mark>er" in page and "发布应用批次 · 应用" in page
    assert f'id="plan-{plan.number}"' in page
    assert 'href="/calendar/"' in shown(ann, "日历")


def test_nothing_found_says_so_and_offers_the_list(ann: Client, plan: Plan):
    page = shown(ann, "玄武<b>")
    assert "没有计划提到“玄武&lt;b&gt;”" in page
    assert 'href="/plans/?search=%E7%8E%84%E6%AD%A6%3Cb%3E"' in page


def test_hidden_plans_stay_hidden(cast: SimpleNamespace, signed_in):
    create_plan(by=cast.ann, title="密室搬迁", visibility="members")
    assert "搬迁" not in shown(signed_in(cast.eve), "密室").replace("“密室”", "")
    assert "搬迁" in shown(signed_in(cast.ann), "密室")


@pytest.mark.parametrize("words", ["返豆", "返豆 coin", ""])
def test_the_palette_asks_few_questions(ann: Client, plan: Plan, words: str):
    shown(ann, words)
    with CaptureQueriesContext(connection) as asked:
        shown(ann, words)
    most = 6 + (steps() if words else 0)
    assert len(asked) <= most, [one["sql"][:120] for one in asked]


def test_every_choice_can_be_named_by_the_box(ann: Client, plan: Plan):
    """aria-activedescendant needs an id on every option, and each once."""
    page = shown(ann, "coin")
    options = page.count('role="option"')
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert options == len(ids) == len(set(ids)) > 2


def test_rest_finds_the_same_and_shows_where(ann: Client, plan: Plan):
    found = ann.get("/api/v1/plans/", {"search": "trade-web"}).json()
    assert [one["number"] for one in found["results"]] == [plan.number]
    assert "hits" not in found["results"][0]
    found = ann.get("/api/v1/plans/", {"search": "trade-web", "hits": "1"}).json()
    [hit] = found["results"][0]["hits"]
    assert (hit["section"], hit["field"], hit["match"]) == ("apps", "app", "trade-web")
    assert (hit["before"], hit["after"]) == ("", "-buy")
    assert hit["url"] == f"/plans/{plan.number}/#row-apps-{hit['row']}-app"
    assert ann.get("/api/v1/plans/", {"search": "nowhere"}).json()["count"] == 0
    assert ann.get("/api/v1/plans/", {"kind": "nothing"}).status_code == 400
