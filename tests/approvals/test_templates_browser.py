"""Templates and history in a real browser: the gate editor, and pages readable by all."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from approvals.choosing import rules_of
from approvals.rules.shape import TURN
from plans.actions import (
    add_note,
    add_rows,
    delete_rows,
    save_as_template,
    save_note,
    save_row,
    seal,
    stock_shelf,
)
from plans.models import Plan
from plans.tables.registry import section
from tests.browser import Enter

pytestmark = pytest.mark.browser

Axe = Callable[[Page], list[str]]

PLACES = [
    "/templates/", "/plans/new/", "/plans/new/?from={plan}", "/plans/new/?from=TPL-0001",
    "/plans/TPL-0003/", "/plans/TPL-0003/gates/?on={plan}", "/plans/TPL-0003/history/",
    "/plans/{plan}/history/?group=content", "/plans/{plan}/history/diff/?from=1&to=current",
    "/plans/{plan}/history/1/restoration/",
]  # fmt: skip


@pytest.fixture
def told(plan: Plan, cast: SimpleNamespace) -> Plan:
    """A plan with two versions that differ in every way, and three templates."""
    note = add_note(plan, by=cast.ann, heading=["背景"], text="给老用户返豆\n\n分三批")
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "锁表"}, {"title": "超时"}])
    seal(plan, by=cast.ann, reason="评审前")
    save_note(note, by=cast.ann, version=1, text="给老用户返豆\n\n分四批")
    first, second = section("risks").rows(plan)
    first.plan = plan
    save_row(first, by=cast.ann, version=1, values={"mitigation": "低峰执行，" * 40})
    delete_rows(plan, "risks", by=cast.ann, ids=[second.pk])
    add_rows(plan, "checks", by=cast.ann, rows=[{"item": "备份"}])
    stock_shelf(by=cast.adm)
    save_as_template(plan, by=cast.ann, title="小发布")
    return plan


def wrong(page: Page, url: str, theme: str, axe: Axe) -> list[str]:
    page.context.add_cookies([{"name": "theme", "value": theme, "url": url}])
    page.goto(url)
    page.wait_for_load_state("networkidle")
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*axe(page), *([f"{wide} px too wide"] if wide > 0 else [])]


@pytest.mark.parametrize("place", PLACES)
def test_the_page_is_readable_by_all_and_fits_a_phone(
    place: str, told: Plan, enter: Enter, desktop: Page, phone: Page, live_server: Any,
    cast: SimpleNamespace, axe: Axe,
) -> None:  # fmt: skip
    url = live_server.url + place.format(plan=told.number)
    enter(desktop, cast.ann)
    enter(phone, cast.ann)
    assert wrong(desktop, url, "light", axe) == []
    assert wrong(desktop, url, "dark", axe) == []
    assert wrong(phone, url, "light", axe) == []


def test_a_gate_is_added_moved_and_saved_in_place(
    told: Plan, enter: Enter, desktop: Page, live_server: Any, cast: SimpleNamespace
) -> None:
    enter(desktop, cast.ann)
    desktop.goto(f"{live_server.url}/plans/TPL-0003/gates/")
    gates = desktop.locator(".gate-line")
    expect(gates).to_have_count(7)
    desktop.get_by_role("button", name="加一个关口").click()
    expect(gates).to_have_count(8)
    new = gates.nth(7)
    new.get_by_label("关口名称").fill("安全评审")
    new.get_by_role("button", name="上移").click()
    moved = gates.nth(6)
    expect(moved.get_by_label("关口名称")).to_have_value("安全评审")
    desktop.get_by_role("button", name="保存关口").click()
    expect(desktop.get_by_role("alert")).to_contain_text("安全评审")
    who = moved.get_by_role("group", name="谁签")
    who.get_by_label("运维", exact=True).check()
    who.get_by_label("依次").check()
    times = moved.get_by_role("group", name="什么时候签完")
    times.get_by_label("发布窗口前").fill("12")
    times.get_by_label("第 1 级").select_option("运维")
    moved.get_by_role("group", name="结果告诉谁").get_by_label("产品", exact=True).check()
    moved.get_by_label("整个计划的内容").check()
    desktop.get_by_role("button", name="保存关口").click()
    expect(desktop.locator("#toasts")).to_contain_text("关口已保存")
    rules = rules_of(Plan.objects.get(number="TPL-0003"))
    assert [rule.label for rule in rules[6:]] == ["安全评审", "结束与总结"]
    saved = rules[6]
    assert (saved.order, saved.due_before, saved.escalates) == (TURN, 12, ("ops",))
    assert saved.tells == ("product",)


def test_an_unfolded_gate_is_readable_by_all_and_fits_a_phone(
    told: Plan, enter: Enter, desktop: Page, phone: Page, live_server: Any,
    cast: SimpleNamespace, axe: Axe,
) -> None:  # fmt: skip
    for page, theme in ((desktop, "dark"), (phone, "light")):
        enter(page, cast.ann)
        page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
        page.goto(f"{live_server.url}/plans/TPL-0003/gates/?on={told.number}")
        gate = page.locator(".gate-line").nth(3)
        gate.get_by_label("编辑", exact=True).check()
        expect(gate.get_by_role("group", name="谁签")).to_be_visible()
        assert axe(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0


def test_a_version_is_brought_back_after_a_look(
    told: Plan, enter: Enter, desktop: Page, live_server: Any, cast: SimpleNamespace
) -> None:
    enter(desktop, cast.ann)
    desktop.goto(f"{live_server.url}/plans/{told.number}/history/")
    desktop.get_by_role("link", name="恢复…").click()
    expect(desktop.get_by_role("heading", name="恢复到第 1 版")).to_be_visible()
    expect(desktop.locator(".change.added")).to_contain_text("超时")
    desktop.get_by_role("button", name="恢复", exact=True).click()
    expect(desktop.locator("#toasts")).to_contain_text("之前的内容封存为第 2 版")
    assert [row.title for row in section("risks").rows(told)] == ["锁表", "超时"]


def test_a_plan_becomes_a_template_from_its_menu(
    told: Plan, enter: Enter, desktop: Page, live_server: Any, cast: SimpleNamespace
) -> None:
    enter(desktop, cast.ann)
    desktop.goto(f"{live_server.url}/plans/{told.number}/history/")
    desktop.get_by_text("更多").click()
    desktop.get_by_role("button", name="存为模板…").click()
    desktop.get_by_label("模板名称").fill("从菜单存下")
    desktop.get_by_role("button", name="存为模板", exact=True).click()
    expect(desktop.get_by_role("heading", name="从菜单存下")).to_be_visible()
    expect(desktop.get_by_role("link", name="用它新建")).to_be_visible()


def test_the_life_of_a_row_opens_from_its_menu(
    told: Plan, enter: Enter, desktop: Page, live_server: Any, cast: SimpleNamespace
) -> None:
    enter(desktop, cast.ann)
    desktop.goto(f"{live_server.url}/plans/{told.number}/")
    card = desktop.locator("[data-section=risks]")
    card.scroll_into_view_if_needed()
    cell = card.locator("table.sheet tbody tr").first.locator("td").first
    cell.click(button="right")
    desktop.get_by_role("menuitem", name="这一行的历史").click()
    drawer = desktop.locator("#drawer-body")
    expect(drawer).to_contain_text("低峰执行")
    expect(drawer).to_contain_text("安然")
