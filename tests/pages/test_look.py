"""Every page of plans in a real browser: readable by all, fits a phone, light and dark."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from plans.actions import add_note, add_rows, seal
from plans.models import Plan

pytestmark = pytest.mark.browser
PLACES = [
    "/plans/", "/plans/new/", "/plans/import/", "/plans/{number}/", "/plans/{number}/info/",
    "/plans/{number}/check/", "/plans/{number}/history/", "/plans/{number}/history/diff/?from=1",
]  # fmt: skip
Axe = Callable[[Page], list[str]]
Enter = Callable[[Page, Any], Page]


@pytest.fixture
def rich(plan: Plan, cast: SimpleNamespace) -> Plan:
    """A plan with something to see in every corner."""
    seal(plan, by=cast.ann, reason="评审前")
    add_note(
        plan,
        by=cast.ann,
        heading=["背景", "目标"],
        text="给老用户**返豆**。\n\n|a|b|\n|-|-|\n|1|2|",
    )
    add_rows(plan, "checks", by=cast.ann, rows=[{"group": "发布前", "item": "DDL 已执行"}])
    add_rows(plan, "stages", by=cast.ann, rows=[{"position": 1, "percent": 10, "hold": "P1DT4H"}])
    return plan


def look(page: Page, url: str, theme: str, axe: Axe) -> list[str]:
    """What is wrong with the page at `url` in that look."""
    page.context.add_cookies([{"name": "theme", "value": theme, "url": url}])
    page.goto(url)
    page.wait_for_load_state("networkidle")
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*axe(page), *([f"{wide} px too wide"] if wide > 0 else [])]


@pytest.mark.parametrize("place", PLACES)
def test_the_page_is_readable_by_all(
    place: str, rich: Plan, enter: Enter, desktop: Page, live_server: Any,
    cast: SimpleNamespace, axe: Axe,
) -> None:  # fmt: skip
    enter(desktop, cast.ann)
    url = live_server.url + place.format(number=rich.number)
    assert look(desktop, url, "light", axe) == []
    assert look(desktop, url, "dark", axe) == []


@pytest.mark.parametrize("place", PLACES)
def test_the_page_fits_a_phone(
    place: str, rich: Plan, enter: Enter, phone: Page, live_server: Any,
    cast: SimpleNamespace, axe: Axe,
) -> None:  # fmt: skip
    enter(phone, cast.ann)
    assert look(phone, live_server.url + place.format(number=rich.number), "light", axe) == []


def test_ctrl_k_finds_a_plan_by_what_is_in_it(
    rich: Plan, enter: Enter, desktop: Page, live_server: Any, cast: SimpleNamespace
) -> None:
    enter(desktop, cast.ann)
    desktop.goto(f"{live_server.url}/plans/new/")
    desktop.keyboard.press("Control+k")
    desktop.keyboard.type("coin-center")
    expect(desktop.locator("#hits mark").first).to_have_text("coin-center")
    expect(desktop.locator("#hits a", has_text=rich.number)).to_have_count(1)
    desktop.keyboard.press("ArrowDown")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url(f"**/plans/{rich.number}/**")


def test_the_title_is_changed_where_it_stands(
    rich: Plan, enter: Enter, desktop: Page, live_server: Any, cast: SimpleNamespace
) -> None:
    enter(desktop, cast.ann)
    desktop.goto(f"{live_server.url}/plans/{rich.number}/")
    title = desktop.get_by_role("textbox", name="标题")
    title.fill("新的标题")
    title.press("Enter")
    expect(desktop.locator("[data-saved]")).to_contain_text("已保存")
    rich.refresh_from_db()
    assert rich.title == "新的标题"


def test_a_note_is_edited_in_place(
    rich: Plan, enter: Enter, desktop: Page, live_server: Any, cast: SimpleNamespace
) -> None:
    enter(desktop, cast.ann)
    desktop.goto(f"{live_server.url}/plans/{rich.number}/")
    desktop.get_by_role("button", name="编辑 背景 / 目标").click()
    desktop.get_by_label("内容（Markdown）").fill("只给**新**用户")
    desktop.keyboard.press("Control+Enter")
    expect(desktop.locator("#notes .prose strong")).to_have_text("新")
    assert rich.notes.get().text == "只给**新**用户"


def test_one_click_mends_a_dangling_dependency(
    rich: Plan, enter: Enter, desktop: Page, live_server: Any, cast: SimpleNamespace
) -> None:
    add_rows(
        rich, "apps", by=cast.ann, rows=[{"batch": 3, "app": "x", "depends_on": ["coin-centre"]}]
    )
    enter(desktop, cast.ann)
    desktop.goto(f"{live_server.url}/plans/{rich.number}/")
    desktop.locator("#check").get_by_role("button", name="改为 coin-center").click()
    expect(desktop.locator("[data-saved]")).to_contain_text("已保存")
    stored = rich.plans_app_rows.get(app="x").depends_on
    assert stored == ["coin-center"]


def test_the_way_back_is_shown_in_a_drawer(
    rich: Plan, enter: Enter, desktop: Page, live_server: Any, cast: SimpleNamespace
) -> None:
    enter(desktop, cast.ann)
    desktop.goto(f"{live_server.url}/plans/{rich.number}/")
    desktop.get_by_role("button", name="回滚顺序").click()
    steps = desktop.locator("#drawer .order .mono")
    expect(steps).to_have_text(["trade-web-buy", "promotion-platform", "coin-center"])


def test_an_empty_section_is_opened_by_one_press(
    rich: Plan, enter: Enter, desktop: Page, live_server: Any, cast: SimpleNamespace
) -> None:
    enter(desktop, cast.ann)
    desktop.goto(f"{live_server.url}/plans/{rich.number}/")
    desktop.get_by_role("button", name="限流降级").click()
    expect(desktop.locator("[data-section=limits] td.at .catcher")).to_be_focused()
    desktop.keyboard.press("F2")
    desktop.keyboard.type("下单接口")
    desktop.keyboard.press("Enter")
    expect(desktop.locator("[data-saved]")).to_contain_text("已保存")
    assert rich.plans_limit_rows.get().resource == "下单接口"
