"""The gates page in a real browser: sign on a phone, read by all, light and dark."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from plans.actions import add_rows, save_row
from plans.models import Plan
from plans.tables.registry import section
from tests.approvals.hands import CASES, approve, reject, state, up_to_review

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[str]]


def open_gates(page: Page, live_server: Any, plan: Plan, person: Any, theme: str = "light") -> None:
    client = Client()
    client.force_login(person)
    session = client.cookies["sessionid"].value
    cookies = [{"name": "sessionid", "value": session}, {"name": "theme", "value": theme}]
    page.context.add_cookies([{**one, "url": live_server.url} for one in cookies])
    page.goto(f"{live_server.url}/plans/{plan.number}/gates/")
    page.wait_for_load_state("networkidle")


@pytest.fixture
def amended(plan: Plan, cast: SimpleNamespace) -> Plan:
    """In review; rob's signature is void, and the gate waits for him again."""
    add_rows(plan, "cases", by=cast.ann, rows=CASES)
    up_to_review(plan, cast)
    row = section("cases").rows(plan).first()
    row.plan = plan
    save_row(row, by=cast.ann, version=row.row_version, values={"expected": "到账两次"})
    approve(plan, "submission", cast.dev)
    return plan


def card(page: Page, title: str) -> Any:
    return page.locator(".gate", has=page.get_by_role("heading", name=title, exact=True))


def test_signing_on_a_phone_after_seeing_what_changed(
    amended: Plan, cast: SimpleNamespace, phone: Page, live_server: Any, axe: Axe
) -> None:
    open_gates(phone, live_server, amended, cast.rob)
    gate = card(phone, "测试通过")
    expect(gate).to_contain_text("已失效·需重签")
    expect(gate.locator("ins")).to_have_text("到账两次")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(phone) == []
    gate.get_by_label("测试报告").fill("补测通过")
    gate.get_by_role("button", name="看过了，重签").tap()
    expect(card(phone, "测试通过")).to_contain_text("已签完")
    assert state(amended, "tested") == "signed"


def test_rejecting_asks_for_a_reason(
    amended: Plan, cast: SimpleNamespace, desktop: Page, live_server: Any
) -> None:
    open_gates(desktop, live_server, amended, cast.rob)
    card(desktop, "测试通过").get_by_role("button", name="拒绝…").click()
    dialog = desktop.get_by_role("dialog")
    dialog.get_by_role("button", name="拒绝", exact=True).click()
    expect(dialog).to_be_visible()
    dialog.get_by_label("原因").fill("退款链路没测")
    dialog.get_by_role("button", name="拒绝", exact=True).click()
    expect(desktop.locator(".head")).to_contain_text("已驳回")
    expect(card(desktop, "测试通过")).to_contain_text("退款链路没测")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_is_readable_by_all(
    amended: Plan, cast: SimpleNamespace, desktop: Page, live_server: Any, axe: Axe, theme: str
) -> None:
    open_gates(desktop, live_server, amended, cast.rob, theme)
    assert axe(desktop) == []
    reject(amended, "tested", cast.rob)
    open_gates(desktop, live_server, amended, cast.ann, theme)
    expect(desktop.get_by_role("button", name="提交评审")).to_be_visible()
    assert axe(desktop) == []


def test_who_may_not_sign_reads_why(
    amended: Plan, cast: SimpleNamespace, desktop: Page, live_server: Any
) -> None:
    open_gates(desktop, live_server, amended, cast.eve)
    expect(card(desktop, "测试通过")).to_contain_text("要由本计划的测试负责人签字")
    expect(desktop.get_by_role("button", name="同意并签字")).to_have_count(0)


def test_a_draft_says_by_when_its_gates_will_be_due(plan: Plan, ann: Client) -> None:
    page = ann.get(f"/plans/{plan.number}/gates/").content.decode()
    assert "发布窗口前 3 天" in page and "开启后 24 小时内" in page


def test_signed_gates_are_one_line_until_asked_for(
    amended: Plan, cast: SimpleNamespace, desktop: Page, live_server: Any, axe: Axe
) -> None:
    open_gates(desktop, live_server, amended, cast.rob)
    signed, waiting = card(desktop, "提测"), card(desktop, "测试通过")
    expect(signed.locator("summary").first).to_contain_text(cast.dev.called)
    expect(signed.locator(".covers")).to_be_hidden()
    expect(waiting.locator(".covers")).to_be_visible()
    desktop.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(signed.locator(".covers")).to_be_visible()
    desktop.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(signed.locator(".covers")).to_be_hidden()
    desktop.evaluate("id => { location.hash = id }", signed.get_attribute("id"))
    expect(signed.locator(".covers")).to_be_visible()
    assert axe(desktop) == []
