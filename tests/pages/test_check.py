"""The plan check in a browser: mending beside the grid, and on its own page."""

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
Open = Callable[[str], Sheet]


@pytest.fixture
def flawed(plan: Plan, cast: SimpleNamespace) -> Plan:
    """A topic that no broker takes, and a row that a template left."""
    add_rows(plan, "topics", by=cast.ann, rows=[{"topic": "a b", "group": "GID_order"}])
    left = {"application": "应用名-01", "key": "config.key"}
    add_rows(plan, "configs", by=cast.ann, rows=[left])
    return plan


@pytest.mark.usefixtures("flawed")
def test_a_fix_beside_the_grid_writes_the_cell_and_can_be_undone(
    sheet: Open, desktop: Page
) -> None:
    topics = sheet("topics")
    desktop.locator("#check [data-fix=set]").first.click()
    expect(topics.cell(1, "Topic")).to_have_text("a_b")
    topics.settle()
    expect(desktop.locator("#check")).not_to_contain_text("a b")
    desktop.keyboard.press("Control+z")
    expect(topics.cell(1, "Topic")).to_have_text("a b")


@pytest.mark.usefixtures("flawed")
def test_a_template_row_goes_by_one_click_and_comes_back_by_undo(
    sheet: Open, desktop: Page
) -> None:
    configs = sheet("configs")
    desktop.locator("#check [data-fix=delete]").first.click()
    expect(desktop.locator("#check")).not_to_contain_text("config.key")
    assert configs.texts("配置键") == []
    configs.table.locator("tbody td").first.click()
    desktop.keyboard.press("Control+z")
    expect(configs.cell(1, "配置键")).to_have_text("config.key")


def test_missing_switches_are_added_as_rows(plan: Plan, sheet: Open, desktop: Page) -> None:
    sheet("apps")
    desktop.locator("#check [data-fix=add]").first.click()
    switches = sheet("switches")
    expect(switches.cell(3, "应用")).to_have_text("trade-web-buy")
    switches.settle()
    assert section("switches").rows(plan).count() == 3


def test_the_outline_counts_what_is_open(flawed: Plan, sheet: Open, desktop: Page) -> None:
    sheet("topics")
    expect(desktop.locator("[data-finds=topics]")).to_have_text("1")
    desktop.locator("#check [data-fix=set]").first.click()
    expect(desktop.locator("[data-finds=topics]")).to_have_text("")


@pytest.mark.usefixtures("flawed")
def test_the_page_mends_accepts_and_takes_back(
    open_plan: Callable[..., Page], desktop: Page
) -> None:
    page = open_plan(desktop)
    page.goto(page.url + "check/")
    page.get_by_role("button", name="改为 a_b").click()
    expect(page.locator(".toast")).to_contain_text("改为 a_b")
    page.get_by_role("button", name="删掉这一行").click()
    expect(page.locator(".level.error")).to_have_count(0)
    page.get_by_text("写明原因，接受这条提醒").first.click()
    page.get_by_label("接受的原因").first.fill("旧系统没有开关")
    page.get_by_role("button", name="接受", exact=True).first.click()
    page.get_by_text("已接受 1 条提醒").click()
    expect(page.locator(".settled")).to_contain_text("旧系统没有开关")
    page.get_by_role("button", name="撤销接受").click()
    expect(page.locator(".settled")).to_have_count(0)


def test_a_finding_leads_to_its_cell(flawed: Plan, open_plan: Any, desktop: Page) -> None:
    page = open_plan(desktop)
    page.goto(page.url + "check/")
    page.get_by_role("link", name="消息队列").first.click()
    expect(page.locator(".sec[data-section=topics] :focus")).to_have_attribute(
        "aria-label", "Topic a b"
    )
