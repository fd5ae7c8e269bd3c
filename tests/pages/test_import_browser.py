"""The review of an import in a real browser: drop, look, re-assign, save, remember, merge."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from plans.models import Plan, ReadingChoice
from plans.tables.registry import section
from tests.browser import until
from tests.pages.importing import TEXT

pytestmark = pytest.mark.browser
Enter = Callable[[Page, Any], Page]
Axe = Callable[[Page], list[str]]
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, {type: "text/markdown"}));
  document.querySelector(".drop").dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def drop(enter: Enter, live_server: Any, cast: SimpleNamespace) -> Callable[..., Page]:
    """Ann drops a document on the import page and stands before its review."""

    def go(page: Page, text: str = TEXT, plan: str = "") -> Page:
        enter(page, cast.ann)
        page.goto(f"{live_server.url}/plans/import/{f'?plan={plan}' if plan else ''}")
        page.evaluate(DROP, ["plan.md", text])
        page.wait_for_url(re.compile(r"/plans/import/[0-9a-f-]{36}/$"))
        return page

    return go


AT_REST = (
    "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"
)
"""What was loaded listens by now: a machine is quicker at it than a hand."""


def put(page: Page, number: int, section_key: str, **columns: str) -> None:
    """Send a block to a section, and columns of it to fields."""
    block = page.locator(f"#b-{number}")
    block.locator(".icon-only").click()
    picked = block.locator("select[name=section]")
    expect(picked).to_be_visible()
    until(page, AT_REST)
    if picked.input_value() != section_key:
        picked.select_option(section_key)
    until(page, AT_REST)
    for header, name in columns.items():
        line = block.locator(".col").filter(has=page.locator("b").get_by_text(header, exact=True))
        expect(line).to_be_visible()
        line.locator("select").select_option(name)
    block.get_by_role("button", name="应用", exact=True).click()
    expect(page.locator(f"#b-{number} .tag")).to_have_text("你选的")


def created(page: Page) -> Plan:
    page.get_by_role("button", name="创建计划").click()
    page.wait_for_url(re.compile(r"/plans/RP-\d{4}-\d{4}/$"))
    return Plan.objects.get(number=page.url.rstrip("/").rsplit("/", 1)[1])


def test_drop_reassign_a_table_and_a_column_and_save(
    drop: Callable[..., Page], desktop: Page
) -> None:
    page = drop(desktop)
    put(page, 3, "packages", 坐标="artifact_id")
    put(page, 2, "apps", 依赖="domain")
    expect(page.locator("#w-3")).to_contain_text("二方包依赖 · 1 行")
    page.get_by_label("版本", exact=True).fill("v9")
    plan = created(page)
    assert plan.version == "v9"
    assert section("packages").rows(plan).get().artifact_id == "coin-api"
    assert section("apps").rows(plan).get(batch=2).domain == "coin-center"


def test_the_second_document_is_read_as_the_first_was_corrected(
    drop: Callable[..., Page], desktop: Page
) -> None:
    page = drop(desktop)
    put(page, 3, "packages", 坐标="artifact_id")
    created(page)
    page = drop(desktop, TEXT.replace("双十一", "双十二"))
    expect(page.locator("#w-3")).to_contain_text("二方包依赖 · 1 行")
    expect(page.locator("#b-3 .tag")).to_have_text("按上次的选择")
    page.locator("#b-3 .icon-only").click()
    page.get_by_role("button", name="忘掉上次的选择").click()
    expect(page.locator("#b-3 .tag")).to_have_count(0)
    assert not ReadingChoice.objects.exists()


def test_a_block_and_its_rows_find_each_other(drop: Callable[..., Page], desktop: Page) -> None:
    page = drop(desktop)
    page.locator("#w-2").click()
    expect(page.locator("#t-apps tr.on")).to_have_count(2)
    assert page.locator(".threads path.on").count() == 1
    page.locator("#t-members .from").first.click()
    expect(page.locator("#b-5")).to_have_class(re.compile(r"\bon\b"))
    expect(page.locator("#w-5")).to_be_focused()


def test_all_of_it_by_keyboard(drop: Callable[..., Page], desktop: Page) -> None:
    page = drop(desktop)
    page.locator("#w-3").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#w-4")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    picked = page.locator("#b-4 select[name=section]")
    expect(picked).to_be_focused()
    until(page, AT_REST)
    picked.select_option("checks")
    expect(page.locator("#b-4 select[name=path]")).to_have_count(0)
    until(page, AT_REST)
    page.locator("#b-4").get_by_role("button", name="应用", exact=True).press("Enter")
    expect(page.locator("#w-4")).to_contain_text("2 行")
    page.locator("#undo").press("Enter")
    expect(page.locator("#w-4")).to_contain_text("→ 正文")


def test_a_document_is_merged_into_a_plan(
    drop: Callable[..., Page], desktop: Page, plan: Plan
) -> None:
    page = drop(desktop, plan=plan.number)
    kept = page.locator("li", has_text="trade-web-refund")
    expect(kept).to_have_count(0)
    gone = page.locator("li.is-only", has_text="promotion-platform").locator("input")
    expect(gone).not_to_be_checked()
    gone.check()
    page.locator("#t-notes [data-all=keep]").click()
    page.get_by_role("button", name="并入计划").click()
    page.wait_for_url(re.compile(rf"/plans/{plan.number}/$"))
    assert {row.app for row in section("apps").rows(plan)} == {"coin-center", "trade-web-buy"}
    assert not plan.notes.exists()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_review_is_readable_by_all(
    drop: Callable[..., Page], desktop: Page, plan: Plan, axe: Axe, theme: str, live_server: Any
) -> None:
    desktop.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    page = drop(desktop)
    page.locator("#b-2 .icon-only").click()
    expect(page.locator("#b-2 .columns-of")).to_be_visible()
    assert axe(page) == []
    assert axe(drop(desktop, plan=plan.number)) == []


def test_it_fits_a_phone(drop: Callable[..., Page], phone: Page, plan: Plan, axe: Axe) -> None:
    for number in ("", plan.number):
        page = drop(phone, plan=number)
        page.locator("#b-2 .icon-only").click()
        expect(page.locator("#b-2 .columns-of")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert axe(page) == []
