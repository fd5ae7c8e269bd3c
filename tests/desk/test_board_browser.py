"""The board as people hold it: a phone in one hand, another screen in the war room."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from plans.models import Plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FINGER = 40
"""Pixels that a thumb needs."""


@pytest.fixture
def enter(live_server: Any, released: Plan) -> Callable[[Page, Any], Page]:
    """The board, opened by that person."""

    def open_board(page: Page, user: Any) -> Page:
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}/plans/{released.number}/board/")
        return page

    return open_board


def card(page: Page, app: str) -> Any:
    return page.locator(f"article[aria-label='{app}']")


def test_ops_taps_through_an_application_on_a_phone(
    phone: Page, enter: Any, cast: SimpleNamespace
) -> None:
    page = enter(phone, cast.oli)
    page.locator("[data-next]").tap()
    expect(card(page, "coin-center")).to_contain_text("发布中")
    card(page, "coin-center").get_by_role("button", name="发布完成").tap()
    expect(card(page, "coin-center")).to_contain_text("待验证")
    card(page, "coin-center").get_by_role("button", name="撤销").tap()
    expect(card(page, "coin-center")).to_contain_text("发布中")


def test_the_board_fits_a_phone_and_reads_well_for_everybody(
    phone: Page, enter: Any, cast: SimpleNamespace, axe: Any
) -> None:
    page = enter(phone, cast.oli)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = page.locator("#board .btn:visible, #board .box:visible").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) >= FINGER
    assert axe(page) == []


def test_out_of_order_opens_a_sheet_that_says_why(
    phone: Page, enter: Any, cast: SimpleNamespace, axe: Any
) -> None:
    page = enter(phone, cast.oli)
    card(page, "trade-web-buy").get_by_role("button", name="不按顺序开始").tap()
    sheet = page.locator("#sheet")
    expect(sheet).to_contain_text("第 1 批的 coin-center 还没有验证通过")
    assert axe(page) == []
    sheet.locator("textarea").fill("依赖已手工确认")
    sheet.get_by_role("button", name="确定").tap()
    expect(sheet).to_be_hidden()
    expect(card(page, "trade-web-buy")).to_contain_text("发布中")


def test_a_refusal_shows_its_reason(
    desktop: Page, enter: Any, cast: SimpleNamespace, released: Plan
) -> None:
    page = enter(desktop, cast.oli)
    page.route("**/live/**", lambda route: route.fulfill(status=204))
    Plan.objects.filter(pk=released.pk).update(status="paused", status_before_pause="releasing")
    page.locator("[data-next]").click()
    expect(page.locator("#toasts")).to_contain_text("计划现在是“已暂停”")


def test_a_change_by_one_person_is_on_the_other_screen_within_two_seconds(
    desktop: Page, phone: Page, enter: Any, cast: SimpleNamespace
) -> None:
    room, ops = enter(desktop, cast.ann), enter(phone, cast.oli)
    room.locator("#list-people summary").click()
    ops.locator("[data-next]").tap()
    expect(card(room, "coin-center")).to_contain_text("发布中")
    expect(room.locator("#said")).to_contain_text("coin-center")
    assert room.locator("#list-people").get_attribute("open") is None


def test_the_keyboard_reaches_the_next_step(
    desktop: Page, enter: Any, cast: SimpleNamespace
) -> None:
    page = enter(desktop, cast.oli)
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    expect(card(page, "coin-center")).to_contain_text("发布中")


def test_inbox_calendar_and_help_read_well_for_everybody(
    phone: Page, desktop: Page, enter: Any, cast: SimpleNamespace, axe: Any, live_server: Any
) -> None:
    for page in (enter(phone, cast.ann), enter(desktop, cast.ann)):
        for path in (
            "/",
            "/?show=started",
            "/calendar/",
            "/calendar/?week=now",
            "/help/developers/",
        ):
            page.goto(f"{live_server.url}{path}")
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            assert axe(page) == [], path
