"""The outline marks the section that one went to, short ones and the last one too."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from plans.actions import add_rows
from plans.models import Plan

pytestmark = pytest.mark.browser


def test_the_section_that_was_asked_for_is_marked(
    open_plan: Callable[..., Page], desktop: Page, plan: Plan, cast: SimpleNamespace
) -> None:
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": f"风险 {n}"} for n in range(3)])
    open_plan(desktop)
    links = desktop.locator(".toc a[href^='#s-']:visible")
    assert links.count() > 2
    for at in range(links.count()):
        links.nth(at).click()
        expect(links.nth(at)).to_have_attribute("aria-current", "true")
        desktop.wait_for_timeout(400)
        expect(links.nth(at)).to_have_attribute("aria-current", "true")
        expect(desktop.locator(".toc [aria-current]")).to_have_count(1)
