"""The list and the palette in a real browser: keys, links to rows, saved views, and WCAG."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from plans.actions import add_rows, create_plan
from plans.models import Plan

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[str]]
Enter = Callable[[Page, Any], Page]


@pytest.fixture
def topic(plan: Plan, cast: SimpleNamespace) -> Any:
    """A row far down the page of a plan."""
    add_rows(plan, "checks", by=cast.ann, rows=[{"item": f"第 {n} 项"} for n in range(30)])
    rows = [{"topic": f"topic_{n}"} for n in range(20)] + [{"topic": "coin_refund_topic"}]
    create_plan(by=cast.ann, title="会员等级")
    return add_rows(plan, "topics", by=cast.ann, rows=rows)[-1]


@pytest.fixture
def palette(
    enter: Enter, desktop: Page, live_server: Any, cast: SimpleNamespace, topic: Any
) -> Locator:
    """Opened by Ctrl+K on the list of plans."""
    page = enter(desktop, cast.ann)
    page.goto(f"{live_server.url}/plans/")
    page.keyboard.press("Control+k")
    return page.locator("#palette")


def test_the_palette_shows_recent_plans_and_pages_before_anything_is_typed(palette: Locator):
    expect(palette.get_by_role("option", name="下单返豆联合发布")).to_be_visible()
    expect(palette.get_by_role("option", name="日历")).to_be_visible()


def test_arrows_choose_while_the_words_stay_and_enter_opens_the_cell(palette: Locator, topic: Any):
    page = palette.page
    box = palette.get_by_role("combobox")
    page.keyboard.type("refund_topic")
    hit = palette.get_by_role("option", name="coin_refund_topic")
    expect(hit).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(hit).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == hit.get_attribute("id")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/plans/{topic.plan.number}/#row-topics-{topic.pk}-topic")
    cell = page.locator(".sec[data-section=topics] .at")
    expect(cell).to_contain_text("coin_refund_topic")
    expect(cell).to_be_in_viewport()


def test_enter_without_a_choice_shows_the_whole_result(palette: Locator):
    palette.page.keyboard.type("refund_topic")
    palette.page.keyboard.press("Enter")
    palette.page.wait_for_url("**/plans/?search=refund_topic")
    expect(palette.page.locator("main mark")).to_have_text("refund_topic")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("words", ["", "refund", "没有的词"])
def test_the_palette_is_readable_by_all(palette: Locator, axe: Axe, words: str, theme: str):
    palette.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    palette.page.keyboard.type(words)
    option = "在计划列表中打开" if words else "日历"
    expect(palette.get_by_role("option", name=option)).to_be_visible()
    assert axe(palette.page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_search_result_is_readable_by_all_and_fits_a_phone(
    enter: Enter, phone: Page, live_server: Any, cast: SimpleNamespace, topic: Any, axe: Axe,
    theme: str,
):  # fmt: skip
    page = enter(phone, cast.ann)
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/plans/?search=topic&owner=ann&status=draft")
    expect(page.locator(".said mark").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert axe(page) == []
    page.get_by_text("筛选", exact=False).first.click()
    expect(page.get_by_label("负责人", exact=True)).to_be_in_viewport()
    assert axe(page) == []


def test_a_filter_and_a_saved_view_by_hand(
    enter: Enter, desktop: Page, live_server: Any, cast: SimpleNamespace, topic: Any
):
    page = enter(desktop, cast.ann)
    page.goto(f"{live_server.url}/plans/")
    page.locator(".finder form summary").click()
    page.get_by_label("应用", exact=True).fill("coin-center")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("table.plans tbody")).to_have_count(1)
    page.locator("[data-views] summary").click()
    page.get_by_label("视图名称").fill("返豆相关")
    page.get_by_label("视图名称").press("Enter")
    expect(page.locator(".chip", has_text="coin-center")).to_be_visible()
    page.goto(f"{live_server.url}/plans/")
    page.locator("[data-views] summary").click()
    page.get_by_role("link", name="返豆相关").click()
    page.wait_for_url("**/plans/?app=coin-center")
    page.locator("[data-views] summary").click()
    page.get_by_role("button", name="删除视图 返豆相关").click()
    page.locator("[data-views] summary").click()
    expect(page.get_by_role("link", name="返豆相关")).to_have_count(0)
