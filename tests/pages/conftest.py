"""A browser that is signed in, on a plan's page."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from plans.models import Plan
from plans.tables.registry import section
from tests.browser import Enter
from tests.pages.importing import upload


class Sheet:
    """One section's grid on the open plan page, as a person uses it."""

    def __init__(self, page: Page, key: str) -> None:
        self.page, self.card = page, page.locator(f".sec[data-section={key}]")
        self.table = self.card.locator("table.sheet")

    def column(self, label: str) -> int:
        self.table.locator("thead th[data-field]").first.wait_for()
        heads = self.table.locator("thead th").all_inner_texts()
        return heads.index(label)

    def cell(self, row: int, label: str) -> Locator:
        """The cell in the row of that number (from 1); the row after the last is the empty one."""
        line = self.table.locator("tbody tr[data-key]").nth(row - 1)
        return line.locator("> *").nth(self.column(label))

    def texts(self, label: str) -> list[str]:
        """The column's texts, without the empty last row."""
        at = self.column(label) + 1
        cells = self.table.locator(f"tbody tr[data-key]:not(.ghost) > :nth-child({at})")
        return [text.strip() for text in cells.all_inner_texts()]

    def type(self, row: int, label: str, text: str) -> None:
        """An input method opens the box with its first key; here F2 does, for any text."""
        self.cell(row, label).click()
        self.page.keyboard.press("F2")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def paste(self, text: str) -> None:
        """What Ctrl+V does, with `text` on the clipboard."""
        self.page.evaluate(
            """text => {
                const data = new DataTransfer();
                data.setData("text/plain", text);
                const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true,
                                                           cancelable: true});
                document.activeElement.dispatchEvent(event);
            }""",
            text,
        )

    def copy(self) -> str:
        """What Ctrl+C would put on the clipboard."""
        return self.page.evaluate(
            """() => {
                const data = new DataTransfer();
                const event = new ClipboardEvent("copy", {clipboardData: data, bubbles: true,
                                                          cancelable: true});
                document.activeElement.dispatchEvent(event);
                return data.getData("text/plain");
            }"""
        )

    def settle(self) -> None:
        """Wait until everything is saved."""
        expect(self.page.locator("[data-saved]")).to_contain_text("已保存")


@pytest.fixture
def open_plan(
    enter: Enter, live_server: Any, plan: Plan, cast: SimpleNamespace
) -> Callable[..., Page]:
    """Open the plan's page as a member of the cast (ann unless said)."""

    def go(page: Page, who: Any = None) -> Page:
        enter(page, who or cast.ann)
        page.goto(f"{live_server.url}/plans/{plan.number}/")
        return page

    return go


@pytest.fixture
def sheet(open_plan: Callable[..., Page], desktop: Page) -> Callable[[str], Sheet]:
    """The grid of a section on ann's open plan page."""
    open_plan(desktop)

    def find(key: str) -> Sheet:
        found = Sheet(desktop, key)
        found.card.scroll_into_view_if_needed()
        found.table.locator("tbody tr").first.wait_for()
        return found

    return find


@pytest.fixture
def review(ann: Client) -> str:
    """The address of the review of ann's document."""
    return str(ann.post("/plans/import/", {"file": upload()})["Location"])


def stored(plan: Plan, key: str, field: str) -> list[Any]:
    return list(section(key).rows(plan).values_list(field, flat=True))
