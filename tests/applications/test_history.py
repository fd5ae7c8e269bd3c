"""Which releases touched an application, as far as somebody may see them."""

from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications import actions
from desk.applications.current import current
from desk.applications.history import history
from desk.followers import Releases
from plans.actions import add_rows, create_plan
from plans.models import Plan
from tests.applications.conftest import Release, the

WINDOW = {"window_start": "2026-11-20T22:00:00+08:00", "window_end": "2026-11-21T02:00:00+08:00"}


def titles(cast: SimpleNamespace, who: str, name: str, page: str = "") -> list[str]:
    return [one.plan.title for one in history(getattr(cast, who), the(name), page).touches]


def test_what_a_plan_does_to_it_by_section(cast: SimpleNamespace) -> None:
    plan = create_plan(by=cast.ann, title="联合发布")
    add_rows(plan, "apps", by=cast.ann, rows=[
        {"app": "Coin-Center", "batch": 2, "version": "1.2", "old_version": "1.1",
         "deployer": "欧力", "developer": "戴维"},
        {"app": "trade-web", "batch": 1, "depends_on": ["coin-center"]},
    ])  # fmt: skip
    add_rows(plan, "configs", by=cast.ann, rows=[
        {"application": "coin-center", "key": "a"}, {"application": "trade-web", "key": "b"},
    ])  # fmt: skip
    add_rows(
        plan, "changes", by=cast.ann, rows=[{"summary": "返豆", "apps": ["coin-center", "x-y"]}]
    )
    told = history(cast.ann, the("coin-center"), "")
    [touch] = told.touches
    found = {part.key: [str(row) for row in rows] for part, rows in touch.parts}
    assert found == {"changes": ["返豆"], "configs": ["coin-center · a"], "apps": ["Coin-Center"]}
    assert list(told.often.values()) == [["欧力"], ["戴维"]]


def test_being_waited_for_is_not_being_touched(cast: SimpleNamespace, release: Release) -> None:
    release("coin-center", title="返豆")
    plan = create_plan(by=cast.ann, title="联合发布")
    add_rows(plan, "apps", by=cast.ann, rows=[{"app": "trade-web", "depends_on": ["coin-center"]}])
    assert titles(cast, "ann", "coin-center") == ["返豆"]


def test_newest_first_through_every_name(release: Release, cast: SimpleNamespace) -> None:
    for day, name in (("01", "coin-old"), ("03", "coin-center"), ("02", "coin-center")):
        with time_machine.travel(f"2026-11-{day}T12:00:00Z", tick=False):
            release(name, title=f"{day} 日")
    actions.merge(the("coin-old"), into=the("coin-center"), by=cast.adm)
    assert titles(cast, "eve", "coin-center") == ["03 日", "02 日", "01 日"]


def test_the_page_says_under_which_name_it_went(
    release: Release, cast: SimpleNamespace, ann: Client
) -> None:
    release("coin-old", title="旧名字的发布")
    release("coin-center")
    actions.merge(the("coin-old"), into=the("coin-center"), by=cast.adm)
    page = ann.get(the("coin-center").get_absolute_url()).content.decode()
    past = page.partition("历史</h2>")[2].partition("</section>")[0]
    assert "旧名字的发布" in past
    assert past.count('<span class="mono">coin-old</span>') == 1
    assert '<span class="mono">coin-center</span>' not in past


def test_hidden_plans_are_neither_told_nor_counted(release: Release, cast: SimpleNamespace) -> None:
    release("coin-center", title="公开的")
    release("coin-center", title="机密的", visibility="members")
    app = the("coin-center")
    assert titles(cast, "eve", "coin-center") == ["公开的"]
    assert sorted(titles(cast, "ann", "coin-center")) == ["公开的", "机密的"]
    assert Releases().uses(cast.eve, [app])[app.pk].count == 1
    assert Releases().uses(cast.ann, [app])[app.pk].count == 2
    assert len(current(cast.eve, app).plans) == 1


def test_uses_count_each_plan_once(release: Release, cast: SimpleNamespace) -> None:
    plan = release("coin-center", "coin-old")
    add_rows(plan, "configs", by=cast.ann, rows=[{"application": "coin-center", "key": "a"}])
    Plan.objects.update(started_at="2026-11-19T12:00:00Z")
    release("coin-center")
    actions.merge(the("coin-old"), into=the("coin-center"), by=cast.adm)
    app = the("coin-center")
    told = Releases().uses(cast.eve, [app])[app.pk]
    assert told.count == 2
    assert told.last and told.last.isoformat() == "2026-11-19T12:00:00+00:00"


def test_overlapping_windows_of_two_names_are_a_conflict(
    release: Release, cast: SimpleNamespace
) -> None:
    release("coin-center", title="一", **WINDOW)
    release("coin-old", title="二", **WINDOW)
    assert not current(cast.eve, the("coin-center")).conflicts
    actions.merge(the("coin-old"), into=the("coin-center"), by=cast.adm)
    [conflict] = current(cast.eve, the("coin-center")).conflicts
    assert {conflict.first.title, conflict.second.title} == {"一", "二"}


def test_the_calendar_sees_it_too(release: Release, cast: SimpleNamespace, ann: Client) -> None:
    release("coin-center", title="一", **WINDOW)
    release("coin-old", title="二", **WINDOW)
    actions.merge(the("coin-old"), into=the("coin-center"), by=cast.adm)
    assert (
        "的窗口重叠，都要发布 coin-center" in ann.get("/calendar/?month=2026-11").content.decode()
    )


@pytest.mark.parametrize("path", ["/applications/", "/applications/?search=service"])
def test_the_list_costs_the_same_however_long(release: Release, ann: Client, path: str) -> None:
    release("a-service")
    with CaptureQueriesContext(connection) as few:
        ann.get(path)
    release(*[f"service-{n:02}" for n in range(60)])
    with CaptureQueriesContext(connection) as many:
        page = ann.get(path)
    assert page.content.decode().count("<tr>") == 51
    assert len(many) <= len(few)


def test_the_page_of_one_costs_the_same_however_long_its_history(
    release: Release, ann: Client
) -> None:
    release("coin-center")
    url = the("coin-center").get_absolute_url()
    with CaptureQueriesContext(connection) as few:
        ann.get(url)
    for number in range(12):
        release("coin-center", title=f"第 {number} 版")
    with CaptureQueriesContext(connection) as many:
        ann.get(url)
    assert len(many) <= len(few)
