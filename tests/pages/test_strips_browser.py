"""What scrolls sideways on a phone begins where the reader is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from plans.models import Plan

pytestmark = pytest.mark.browser


def test_the_open_tab_is_in_view(open_plan: Callable[..., Page], phone: Page, plan: Plan) -> None:
    open_plan(phone)
    page = phone.url.split("#")[0]
    last = phone.locator(".tabs a").last
    expect(last).not_to_be_in_viewport()
    phone.goto(f"{page.rstrip('/')}/history/")
    expect(last).to_have_attribute("aria-current", "page")
    expect(last).to_be_in_viewport(ratio=1)
    assert phone.evaluate("scrollY") == 0
