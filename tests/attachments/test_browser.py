"""Files as people hang them: chosen, dropped and pasted, on a desktop and with a finger."""

import base64
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from attachments.models import Attachment
from tests.attachments.conftest import LOG, Hang
from tests.browser import until
from tests.pages.conftest import Sheet, open_plan

__all__ = ["open_plan"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
PASTE = """([name, kind, coded]) => {
  const bytes = Uint8Array.from(atob(coded), (sign) => sign.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "shot.png", { type: "image/png" }));
  const event = kind === "paste" ? new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data })
    : new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data });
  document.querySelector(name).dispatchEvent(event);
}"""


def open_row(page: Page) -> None:
    """What hangs on the item of the checklist, by its row's menu."""
    sheet = Sheet(page, "checks")
    sheet.card.scroll_into_view_if_needed()
    sheet.table.locator("tbody tr[data-key]").first.wait_for()
    sheet.cell(1, "检查项").click(button="right")
    page.get_by_role("menuitem", name="附件").click()
    expect(page.locator("[data-attach]")).to_be_visible()


def test_files_are_chosen_and_counted_on_the_row(
    desktop: Page, open_plan: Callable[..., Page], check: Any, cast: SimpleNamespace, axe: Any
) -> None:
    page = open_plan(desktop, cast.rob)
    open_row(page)
    assert axe(page) == []
    page.get_by_label("说明").fill("昨晚备份")
    page.locator("[data-attach] [type=file]").set_input_files(
        [
            {"name": "结果.log", "mimeType": "text/plain", "buffer": LOG},
            {"name": "截图.png", "mimeType": "image/png", "buffer": PIXEL},
        ]
    )
    expect(page.locator(".hanging .file")).to_have_count(2)
    expect(page.locator(".hanging")).to_contain_text("昨晚备份")
    picture = page.locator(".thumb img")
    expect(picture).to_be_visible()
    until(page, "document.querySelector('.thumb img').naturalWidth > 0")
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(Sheet(page, "checks").table.locator(".place.of-clip")).to_have_text("2")


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_screenshot_is_pasted_or_dropped(
    kind: str, desktop: Page, open_plan: Callable[..., Page], check: Any, cast: SimpleNamespace
) -> None:
    page = open_plan(desktop, cast.rob)
    open_row(page)
    where = "#attach-note" if kind == "paste" else ".attach-drop"
    page.evaluate(PASTE, [where, kind, base64.b64encode(PIXEL).decode()])
    expect(page.locator(".hanging .file")).to_contain_text("shot.png")
    assert Attachment.objects.get().row == check.pk


def test_what_is_refused_is_said_and_the_form_stays(
    desktop: Page, open_plan: Callable[..., Page], check: Any, cast: SimpleNamespace
) -> None:
    page = open_plan(desktop, cast.rob)
    open_row(page)
    wrong = {"name": "run.png", "mimeType": "image/png", "buffer": b"<script>"}
    page.locator("[data-attach] [type=file]").set_input_files([wrong])
    expect(page.locator(".toast")).to_contain_text("后缀不符")
    right = {"name": "结果.log", "mimeType": "text/plain", "buffer": LOG}
    page.locator("[data-attach] [type=file]").set_input_files([right])
    expect(page.locator(".hanging .file")).to_have_count(1)


def test_whoever_was_signed_out_is_told_and_loses_nothing_on_the_page(
    desktop: Page, open_plan: Callable[..., Page], check: Any, cast: SimpleNamespace
) -> None:
    page = open_plan(desktop, cast.rob)
    open_row(page)
    page.context.clear_cookies()
    right = {"name": "结果.log", "mimeType": "text/plain", "buffer": LOG}
    page.locator("[data-attach] [type=file]").set_input_files([right])
    expect(page.locator(".toast")).to_be_visible()
    expect(page.locator("[data-attach]")).to_be_visible()
    assert not Attachment.objects.exists()


def test_a_file_is_taken_down_with_its_reason(
    desktop: Page, open_plan: Callable[..., Page], hang: Hang, cast: SimpleNamespace
) -> None:
    hang()
    page = open_plan(desktop, cast.rob)
    open_row(page)
    page.locator(".file .remove summary").click()
    page.get_by_label("删除的原因").fill("传错了")
    page.locator(".file .remove button").click()
    expect(page.locator(".hanging > .files")).to_have_count(0)
    page.get_by_text("删除过 1 个").click()
    expect(page.locator(".gone")).to_contain_text("传错了")


def test_a_finger_hangs_a_photo(
    phone: Page, open_plan: Callable[..., Page], hang: Hang, cast: SimpleNamespace, axe: Any
) -> None:
    hang(section="plan", row=0)
    page = open_plan(phone, cast.rob)
    page.get_by_role("button", name="给整个计划加附件").tap()
    box = page.locator("[data-attach] [type=file]")
    photo = {"name": "IMG_1.png", "mimeType": "image/png", "buffer": PIXEL}
    box.set_input_files([photo])
    expect(page.locator(".hanging .file")).to_have_count(2)
    wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    assert not wide and axe(page) == []
