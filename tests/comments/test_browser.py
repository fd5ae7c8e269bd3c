"""Comments as people use them: on a row, by keyboard, live, on a phone."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from comments.actions import add_comment
from comments.models import Comment, Mention
from plans.models import Plan
from plans.tables.registry import section
from tests.pages.conftest import Sheet, open_plan

__all__ = ["open_plan"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_row(page: Page, label: str = "应用") -> None:
    """The thread of the first application, by its row's menu."""
    sheet = Sheet(page, "apps")
    sheet.card.scroll_into_view_if_needed()
    sheet.table.locator("tbody tr[data-key]").first.wait_for()
    sheet.cell(1, label).click(button="right")
    page.get_by_role("menuitem", name="评论").click()


def test_a_row_is_spoken_about_with_the_keyboard(
    desktop: Page, open_plan: Callable[..., Page], cast: SimpleNamespace, axe: Any
) -> None:
    page = open_plan(desktop, cast.rob)
    open_row(page)
    box = page.locator("#say")
    expect(box).to_be_focused()
    page.keyboard.type("请 @欧")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    assert axe(page) == []
    page.keyboard.press("Enter")
    page.keyboard.type("看 **端口**")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said .mention")).to_have_text("@欧力")
    expect(page.locator(".said strong")).to_have_text("端口")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    assert Mention.objects.get().person == cast.oli
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(Sheet(page, "apps").table.locator(".place")).to_have_text("1")


def test_arrows_choose_and_escape_closes_only_the_names(
    desktop: Page, open_plan: Callable[..., Page]
) -> None:
    page = open_plan(desktop)
    open_row(page)
    expect(page.locator("#say")).to_be_focused()
    page.keyboard.type("@")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox").get_by_role("option").nth(1)).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("#drawer")).to_be_visible()


def test_an_open_drawer_hears_of_others_and_spares_what_is_edited(
    desktop: Page, open_plan: Callable[..., Page], plan: Plan, cast: SimpleNamespace
) -> None:
    row = section("apps").rows(plan)[0]
    add_comment(plan, by=cast.ann, section="apps", row=row.pk, text="我的第一条")
    page = open_plan(desktop)
    open_row(page)
    page.locator("#say").fill("还没写完")
    add_comment(plan, by=cast.oli, section="apps", row=row.pk, text="来自欧力")
    expect(page.locator(".said")).to_contain_text("来自欧力")
    expect(page.locator("#say")).to_have_value("还没写完")
    page.get_by_role("button", name="修改").click()
    page.locator("#edit").fill("改到一半")
    add_comment(plan, by=cast.oli, section="apps", row=row.pk, text="又一条")
    page.wait_for_timeout(4000)
    expect(page.locator("#edit")).to_have_value("改到一半")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said")).to_contain_text("改到一半")
    expect(page.locator(".said")).to_contain_text("又一条")


def test_a_phone_reads_a_letter_s_link_and_answers(
    phone: Page, enter: Any, live_server: Any, plan: Plan, cast: SimpleNamespace, axe: Any
) -> None:
    asked = add_comment(plan, by=cast.ann, section="plan", text="@罗博 何时能测完？")
    enter(phone, cast.rob)
    address = f"{live_server.url}/plans/{plan.number}/comments/?thread={asked.thread_id}"
    phone.goto(address)
    expect(phone.locator(".said")).to_contain_text("何时能测完")
    assert axe(phone) == []
    phone.locator("#say").fill("今晚")
    phone.get_by_role("button", name="发送").tap()
    expect(phone.locator(".said")).to_contain_text("今晚")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert Comment.objects.filter(author=cast.rob, text="今晚").exists()
    assert not Mention.objects.filter(read_at=None).exists()
