"""The pages and the interface of the list."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from applications import actions
from applications.models import Application
from plans.grid.surface import words
from plans.models import Plan
from tests.applications.conftest import Release, known, the

Browser = Callable[[Any], Client]


@pytest.fixture
def adm(signed_in: Browser, cast: SimpleNamespace) -> Client:
    return signed_in(cast.adm)


@pytest.fixture
def eve(signed_in: Browser, cast: SimpleNamespace) -> Client:
    return signed_in(cast.eve)


def text_of(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_search_by_alias_team_and_owner(
    release: Release, cast: SimpleNamespace, eve: Client
) -> None:
    release("coin-center", "trade-web")
    actions.add_alias(the("coin-center"), by=cast.adm, name="返豆中心")
    Application.objects.filter(name="trade-web").update(team="交易", owner="王芳")
    for query, wanted, unwanted in (
        ("search=返豆", "coin-center", "trade-web"),
        ("search=COIN", "coin-center", "trade-web"),
        ("search=王芳", "trade-web", "coin-center"),
        ("team=交易", "trade-web", "coin-center"),
    ):
        page = text_of(eve, f"/applications/?{query}")
        assert f">{wanted}</a>" in page and f">{unwanted}</a>" not in page, query
    assert "没有符合的应用" in text_of(eve, "/applications/?search=nothing-here")


def test_retired_ones_have_their_own_list(release: Release, eve: Client) -> None:
    release("coin-center")
    Application.objects.update(retired=True)
    assert ">coin-center</a>" not in text_of(eve, "/applications/")
    assert ">coin-center</a>" in text_of(eve, "/applications/?retired=1")


def test_an_empty_installation_says_how_the_list_fills(eve: Client) -> None:
    assert "会自动出现在这里" in text_of(eve, "/applications/")


def test_a_reader_sees_no_buttons_and_the_reason(release: Release, eve: Client) -> None:
    release("coin-center")
    page = text_of(eve, the("coin-center").get_absolute_url())
    assert "只有应用的负责人" in page
    assert 'data-dialog="merge"' not in page and "/edit/" not in page
    assert eve.get(f"{the('coin-center').get_absolute_url()}edit/").status_code == 403


def test_the_whole_way_by_forms(release: Release, adm: Client) -> None:
    release("coin-center", "coin-old")
    app, old = the("coin-center"), the("coin-old")
    url = app.get_absolute_url()
    saved = adm.post(
        f"{url}edit/", {"version": "1", "team": "资产", "repository": "git@x:coin.git"}
    )
    assert saved.status_code == 302
    stale = adm.post(f"{url}edit/", {"version": "1", "team": "交易"})
    assert stale.status_code == 409 and the("coin-center").team == "资产"
    adm.post(f"{url}name/", {"name": "coin-core"})
    adm.post(f"{url}aliases/", {"name": "返豆中心"})
    adm.post(f"{old.get_absolute_url()}merge/", {"into": "返豆中心"})
    assert known() == {"coin-core"}
    page = text_of(adm, old.get_absolute_url())
    assert "coin-core" in page and "返豆中心" in page and "合并进来的" in page
    assert "应用 coin-old 并入 coin-core" in page
    adm.post(f"{old.get_absolute_url()}separation/")
    alias = app.names.get(text="返豆中心")
    adm.post(f"{url}aliases/{alias.pk}/delete/")
    assert known() == {"coin-core", "coin-old"}
    made = adm.post("/applications/new/", {"name": "new-service", "team": "平台"}, follow=True)
    assert "new-service" in made.content.decode()
    again = adm.post("/applications/new/", {"name": "NEW-SERVICE"})
    assert "已经有应用 new-service" in again.content.decode()


@pytest.mark.parametrize(
    "given", [{"repository": "javascript://alert(1)"}, {"repository": "http://"},
              {"team": "长" * 101}],
)  # fmt: skip
def test_bad_facts_are_refused_in_the_form(
    release: Release, adm: Client, given: dict[str, str]
) -> None:
    release("coin-center")
    answer = adm.post(f"{the('coin-center').get_absolute_url()}edit/", {"version": "1", **given})
    assert answer.status_code == 200 and "errorlist" in answer.content.decode()
    assert the("coin-center").version == 1


def test_completion_has_the_plan_s_own_names_first(release: Release) -> None:
    release("aaa-service", "Coin-Center")
    plan: Plan = release("zzz-service", "coin-center")
    assert words(plan)["apps.app"] == ["coin-center", "zzz-service", "aaa-service"]


# --- the interface ---------------------------------------------------------------------------


def api(client: Client, method: str, path: str, **body: Any) -> Any:
    return getattr(client, method)(f"/api/v1/applications/{path}", body, "application/json")


def test_reading_it_over_rest(release: Release, eve: Client, cast: SimpleNamespace) -> None:
    release("coin-center", "trade-web")
    actions.add_alias(the("coin-center"), by=cast.adm, name="coin-core")
    listed = eve.get("/api/v1/applications/?name=COIN-CORE").json()
    [one] = listed["results"]
    assert (one["name"], one["aliases"], one["releases"]) == ("coin-center", ["coin-core"], 1)
    assert eve.get("/api/v1/applications/?name=nobody").json()["count"] == 0
    told = eve.get(f"/api/v1/applications/{one['id']}/history/").json()
    assert told["count"] == 1
    assert told["results"][0]["sections"]["apps"][0]["app"] == "coin-center"


def test_writing_it_over_rest(release: Release, adm: Client) -> None:
    release("coin-old")
    made = api(adm, "post", "", name="coin-center", team="资产", account="dev")
    assert made.status_code == 201, made.content
    path = f"{made.json()['id']}/"
    assert api(adm, "patch", path, version=1, retired=True).json()["retired"] is True
    renamed = api(adm, "patch", path, version=2, name="coin-core").json()
    assert (renamed["name"], renamed["aliases"], renamed["account"]) == (
        "coin-core", ["coin-center"], "dev",
    )  # fmt: skip
    old = f"{the('coin-old').pk}/merge/"
    assert api(adm, "post", old, into="coin-center").json()["aliases"] == [
        "coin-center",
        "coin-old",
    ]
    assert api(adm, "delete", old).json()["name"] == "coin-old"


@pytest.mark.parametrize(
    "body",
    [{}, {"version": "1"}, {"version": True}, {"version": 1, "fold": "x"}, {"version": 1, "team": 7},
     {"version": 1, "account": "nobody"}, {"version": 1, "name": 7}, {"version": 1, "name": "，"},
     {"version": 1, "changed_by": 1}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_the_field(
    release: Release, adm: Client, body: dict[str, Any]
) -> None:
    release("coin-center")
    answer = api(adm, "patch", f"{the('coin-center').pk}/", **body)
    assert answer.status_code == 400 and answer.json()["fields"]
    assert the("coin-center").version == 1


def test_a_reader_changes_nothing_over_rest(release: Release, eve: Client) -> None:
    release("coin-center", "coin-old")
    one, other = the("coin-center"), the("coin-old")
    assert api(eve, "post", "", name="new-service").status_code == 403
    assert api(eve, "patch", f"{one.pk}/", version=1, team="我").status_code == 403
    assert api(eve, "post", f"{one.pk}/merge/", into=other.name).status_code == 403
    assert api(eve, "delete", f"{one.pk}/merge/").status_code == 403
    assert api(eve, "patch", "999999/", version=1).status_code == 404
