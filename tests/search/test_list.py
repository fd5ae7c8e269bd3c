"""The list of plans: filters, orders, pages, saved views, and what it costs."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans import states
from plans.actions import add_rows, create_plan
from plans.models import Plan, PlanUserObjectPermission
from search.models import SavedView
from tests.search.pace import steps

pytestmark = pytest.mark.long

NUMBER = re.compile(r'href="/plans/(RP-\d+-\d+)/"')


def numbers(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"/plans/?{query}")
    assert answer.status_code == 200
    return list(dict.fromkeys(NUMBER.findall(_main(answer))))


def _main(answer) -> str:
    return answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def neighbour(client: Client, query: str, side: str) -> str:
    """The query of the next or previous page."""
    found = re.search(rf'rel="{side}" href="\?([^"]*)"', _main(client.get(f"/plans/?{query}")))
    return found[1].replace("&amp;", "&") if found else ""


@pytest.fixture
def many(cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> list[Plan]:
    """Eight plans of ann's, the newest last; every third has no window."""
    monkeypatch.setattr("plans.listing.browsing.PAGE", 3)
    made = [create_plan(by=cast.ann, title=f"第{n}次 coin 发布") for n in range(8)]
    start = timezone.now()
    for n, plan in enumerate(made):
        window = start + timedelta(days=(n * 5) % 8) if n % 3 else None
        Plan.objects.filter(pk=plan.pk).update(created_at=start, window_start=window)
    return made


@pytest.mark.parametrize("order", ["newest", "changed", "window"])
def test_turning_pages_shows_every_plan_once_and_back(ann: Client, many: list[Plan], order: str):
    seen, pages, query = [], [], f"sort={order}"
    while query:
        pages.append(numbers(ann, query))
        seen += pages[-1]
        query, last = neighbour(ann, query, "next"), query
    assert sorted(seen) == sorted(plan.number for plan in many)
    assert [len(page) for page in pages] == [3, 3, 2]
    assert numbers(ann, neighbour(ann, last, "prev")) == pages[1]
    assert neighbour(ann, neighbour(ann, neighbour(ann, last, "prev"), "prev"), "prev") == ""


def test_a_plan_added_meanwhile_shifts_no_page(
    ann: Client, cast: SimpleNamespace, many: list[Plan]
):
    second = neighbour(ann, "", "next")
    before = numbers(ann, second)
    create_plan(by=cast.ann, title="刚刚新建")
    assert numbers(ann, second) == before


def test_plans_without_a_window_come_last(ann: Client, many: list[Plan]):
    seen, query = [], "sort=window"
    while query:
        seen += numbers(ann, query)
        query = neighbour(ann, query, "next")
    starts = {plan.number: plan.window_start for plan in Plan.objects.all()}
    known = [starts[number] for number in seen if starts[number]]
    assert known == sorted(known, reverse=True)
    assert all(starts[number] is None for number in seen[len(known) :])


@pytest.mark.parametrize(
    "place",
    ["x", "~", "2026-01-01~1", "-~", "-~9999999999999999999", "2026-13-45T00:00:00+00:00~1"],
)
def test_a_place_that_is_none_shows_the_first_page(ann: Client, many: list[Plan], place: str):
    first = numbers(ann)
    assert numbers(ann, f"after={place.replace('+', '%2B')}") == first
    assert numbers(ann, f"before={place.replace('+', '%2B')}") == first


def test_a_search_turns_pages_too(ann: Client, many: list[Plan]):
    pages = [numbers(ann, f"search=coin&page={n}") for n in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 2, 0]
    assert len({number for page in pages for number in page}) == 8
    assert "找到 8 个" in _main(ann.get("/plans/?search=coin"))


@pytest.fixture
def mixed(cast: SimpleNamespace, plan: Plan) -> SimpleNamespace:
    """Ann's plan with coin-center, dev's urgent one that is under review, and a hidden one."""
    urgent = create_plan(by=cast.dev, title="紧急修复", kind="紧急",
                         window_start="2026-12-01 20:00", window_end="2026-12-01 23:00")  # fmt: skip
    Plan.objects.filter(pk=urgent.pk).update(status=states.IN_REVIEW)
    hidden = create_plan(by=cast.pia, title="密室搬迁", visibility="members", kind="紧急")
    return SimpleNamespace(plan=plan.number, urgent=urgent.number, hidden=hidden.number)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"plan", "urgent"}),
        ("status=in_review", {"urgent"}),
        ("status=draft,in_review", {"plan", "urgent"}),
        ("kind=紧急", {"urgent"}),
        ("owner=ann", {"plan"}),
        ("owner=戴维", {"urgent"}),
        ("app=Coin-Center", {"plan"}),
        ("app=coin", set()),
        ("from=2026-12-01", {"urgent"}),
        ("from=2026-12-02", set()),
        ("to=2026-12-01", {"urgent"}),
        ("to=2026-11-30", set()),
        ("scope=owned", {"plan"}),
        ("scope=joined", {"plan"}),
        ("search=返豆", {"plan"}),
        ("search=返豆&owner=dev", set()),
        ("search=密室", set()),
    ],
)
def test_filters_narrow_the_list(
    ann: Client, mixed: SimpleNamespace, query: str, expected: set[str]
):
    assert set(numbers(ann, query)) == {getattr(mixed, name) for name in expected}


@pytest.mark.parametrize("query", ["status=nowhere", "kind=nothing", "from=soon", "to=99999-01-01"])
def test_a_filter_that_cannot_be_understood_says_so(ann: Client, query: str):
    assert ann.get(f"/plans/?{query}").status_code == 400


def test_counts_of_states_leave_hidden_plans_out(ann: Client, mixed: SimpleNamespace):
    chips = re.findall(r'>([^<>]+)<span class="n">(\d+\+?)</span></a>', _main(ann.get("/plans/")))
    assert dict(chips) == {"草稿": "1", "评审中": "1"}


def test_a_filter_that_is_on_can_be_taken_off(ann: Client, mixed: SimpleNamespace):
    page = _main(ann.get("/plans/?owner=ann&kind=常规&search=返豆"))
    assert "负责人：ann" in page and "类型：常规" in page
    assert 'href="?kind=%E5%B8%B8%E8%A7%84&amp;search=%E8%BF%94%E8%B1%86"' in page


def test_a_view_is_saved_opened_and_deleted_by_its_owner_only(
    ann: Client, cast: SimpleNamespace, signed_in, mixed: SimpleNamespace
):
    kept = ann.post("/plans/views/", {"name": " 我的  返豆 ", "query": "search=返豆&owner=ann"})
    view = SavedView.objects.get()
    assert (view.user, view.name) == (cast.ann, "我的 返豆")
    assert kept.headers["Location"] == f"/plans/?{view.query}"
    assert f'href="/plans/?{view.query.replace("&", "&amp;")}">我的 返豆</a>' in _main(
        ann.get("/plans/")
    )
    dev = signed_in(cast.dev)
    assert "我的 返豆" not in _main(dev.get("/plans/"))
    assert dev.post(f"/plans/views/{view.pk}/deletion/").status_code == 404
    ann.post("/plans/views/", {"name": "我的 返豆", "query": "search=返豆"})
    assert SavedView.objects.get().query == "search=%E8%BF%94%E8%B1%86"
    assert ann.post(f"/plans/views/{view.pk}/deletion/").status_code == 302
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "given", [{"name": ""}, {"name": "长" * 41}, {"name": "x", "query": "a=" + "b" * 2000}]
)
def test_a_view_without_a_fitting_name_is_refused(ann: Client, given: dict[str, str]):
    assert ann.post("/plans/views/", given).status_code == 400
    assert not SavedView.objects.exists()


def test_a_person_keeps_thirty_views_at_most(ann: Client):
    codes = [
        ann.post("/plans/views/", {"name": f"v{n}", "query": "scope=owned"}).status_code
        for n in range(31)
    ]
    assert codes == [302] * 30 + [400]


@pytest.mark.parametrize(
    ("query", "most"),
    [("", 6), ("status=draft&owner=ann", 6), ("search=coin", 8), ("search=coin 发布", 8)],
)
def test_the_list_asks_a_fixed_number_of_questions(
    ann: Client, cast: SimpleNamespace, query: str, most: int
):
    for n in range(12):
        made = create_plan(by=cast.ann, title=f"第{n}次 coin 发布")
        add_rows(made, "apps", by=cast.ann, rows=[{"batch": 1, "app": "coin-center"}])
    ann.get("/plans/")
    with CaptureQueriesContext(connection) as asked:
        answer = ann.get(f"/plans/?{query}")
    assert len(re.findall("<tbody>", answer.content.decode())) == 12
    most += steps() if "search" in query else 0
    assert len(asked) <= most, [one["sql"][:150] for one in asked]


def test_a_search_shows_section_column_and_mark(ann: Client, plan: Plan):
    page = _main(ann.get("/plans/?search=trade-web"))
    assert '<span class="place">发布应用批次 · 应用</span>' in page
    assert "<mark>trade-web</mark>-buy" in page


def test_what_people_wrote_is_escaped(ann: Client, cast: SimpleNamespace):
    create_plan(by=cast.ann, title="<script>alert(1)</script> coin")
    page = _main(ann.get("/plans/?search=script"))
    assert "<script>" not in page and "&lt;<mark>script</mark>&gt;" in page


def test_grants_of_others_show_nothing(cast: SimpleNamespace, signed_in, mixed: SimpleNamespace):
    assert PlanUserObjectPermission.objects.exists()
    assert set(numbers(signed_in(cast.eve))) == {mixed.plan, mixed.urgent}
    assert set(numbers(signed_in(cast.pia))) == {mixed.plan, mixed.urgent, mixed.hidden}
