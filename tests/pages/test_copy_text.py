"""A section and the state of the plan go to the clipboard as plain text."""

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from plans.models import Plan
from tests.browser import Enter
from tests.processes import wait_for

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(page: Page, enter: Enter, plan: Plan, cast: SimpleNamespace, live_server: Any) -> Page:
    enter(page, cast.ann).goto(f"{live_server.url}{plan.get_absolute_url()}")
    return page


def test_the_text_is_on_the_clipboard(opened: Page, plan: Plan) -> None:
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.locator("#s-apps [data-copy-text]").click()
    expect(opened.locator("#toasts")).to_contain_text("已复制")
    text = opened.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f"【{plan.number}】") and "coin-center" in text
    opened.locator("summary", has_text="更多").first.click()
    opened.locator(".items [data-copy-text]").click()
    wait_for(lambda: "状态：草稿" in opened.evaluate("navigator.clipboard.readText()"))
    expect(opened.locator("#toasts .toast")).to_have_count(1)


def test_a_browser_that_refuses_gets_it_selected(opened: Page, plan: Plan) -> None:
    opened.evaluate(
        "() => { const no = () => Promise.reject(new Error('no'));"
        " navigator.clipboard.write = navigator.clipboard.writeText = no }"
    )
    opened.locator("#s-apps [data-copy-text]").click()
    area = opened.locator("#copy-text textarea")
    expect(area).to_be_focused()
    assert plan.number in area.input_value()
    chosen = area.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
    assert chosen == area.input_value()
