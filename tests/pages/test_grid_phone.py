"""The grid under a thumb: 390 px, no keyboard, no hover."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from plans.actions import add_rows
from plans.models import Plan
from plans.tables.registry import section
from tests.pages.conftest import Sheet

pytestmark = pytest.mark.browser


def stored(plan: Plan, key: str, field: str) -> list[Any]:
    return list(section(key).rows(plan).values_list(field, flat=True))


@pytest.fixture
def thumb(open_plan: Callable[..., Page], phone: Page) -> Callable[[str], Sheet]:
    """The grid of a section on ann's phone."""
    open_plan(phone)

    def find(key: str) -> Sheet:
        found = Sheet(phone, key)
        found.card.scroll_into_view_if_needed()
        found.table.locator("tbody tr").first.wait_for()
        return found

    return find


def test_two_taps_edit_a_cell(thumb: Callable[[str], Sheet], plan: Plan) -> None:
    apps = thumb("apps")
    apps.cell(1, "发布域").tap()
    expect(apps.table.locator("textarea")).to_have_count(0)
    apps.cell(1, "发布域").tap()
    expect(apps.table.locator("td.editing textarea")).to_be_focused()
    apps.page.keyboard.type("交易")
    apps.page.keyboard.press("Enter")
    apps.settle()
    assert stored(plan, "apps", "domain")[0] == "交易"


def test_a_far_column_is_reached_and_edited_beside_the_frozen_ones(
    thumb: Callable[[str], Sheet], plan: Plan
) -> None:
    apps = thumb("apps")
    apps.cell(2, "依赖").tap()
    apps.cell(2, "依赖").tap()
    box = apps.table.locator("td.editing textarea")
    expect(box).to_be_focused()
    frozen, typed = apps.table.locator("tbody th.handle").first.bounding_box(), box.bounding_box()
    assert frozen
    assert typed
    assert typed["x"] >= frozen["x"] + frozen["width"] - 1
    assert typed["x"] + typed["width"] <= 391
    apps.page.keyboard.type("coin-center")
    apps.page.keyboard.press("Tab")
    apps.settle()
    assert stored(plan, "apps", "depends_on")[1] == ["coin-center"]


def test_a_tick_takes_one_tap(
    open_plan: Callable[..., Page], phone: Page, plan: Plan, cast: SimpleNamespace
) -> None:
    add_rows(plan, "checks", by=cast.ann, rows=[{"item": "DDL 已执行"}])
    open_plan(phone, cast.rob)
    checks = Sheet(phone, "checks")
    checks.card.scroll_into_view_if_needed()
    checks.cell(1, "已完成").locator(".tick").tap()
    expect(checks.cell(1, "已完成").locator(".tick.on")).to_be_visible()
    checks.settle()
    assert stored(plan, "checks", "done") == [True]


def test_rows_have_a_menu_at_their_handle(thumb: Callable[[str], Sheet], plan: Plan) -> None:
    apps = thumb("apps")
    apps.table.locator("tbody tr[data-key] th").nth(1).tap()
    apps.page.get_by_role("menuitem", name="删除 1 行").tap()
    apps.settle()
    assert stored(plan, "apps", "app") == ["coin-center", "trade-web-buy"]


def test_the_page_does_not_move_sideways_and_the_sheet_does(
    thumb: Callable[[str], Sheet],
) -> None:
    apps = thumb("apps")
    wide = apps.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    moved = apps.card.locator(".sheet-holder").evaluate(
        "holder => { holder.scrollLeft = 200; return holder.scrollLeft; }"
    )
    assert moved > 100
