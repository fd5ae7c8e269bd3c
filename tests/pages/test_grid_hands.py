"""What fingers know from spreadsheets: fill handle, series, jumps, whole columns, widths, undo."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from plans.actions import add_rows, delete_rows, record_progress
from plans.models import Plan
from plans.tables.registry import section
from tests.pages.conftest import Sheet

pytestmark = pytest.mark.browser
Open = Callable[[str], Sheet]
APPS = ["coin-center", "promotion-platform", "trade-web-buy"]


def stored(plan: Plan, key: str, field: str) -> list[Any]:
    return list(section(key).rows(plan).values_list(field, flat=True))


def drag_handle(page: Page, corner: Locator, target: Locator, *, control: bool = False) -> None:
    """The small square at the corner of what is chosen, over to another cell."""
    start, end = corner.bounding_box(), target.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] - 4, start["y"] + start["height"] - 4)
    page.mouse.down()
    page.mouse.move(end["x"] + 10, end["y"] + end["height"] / 2, steps=4)
    if control:
        page.keyboard.down("Control")
    page.mouse.up()
    if control:
        page.keyboard.up("Control")


def series(page: Page, texts: list[str], count: int, *, copy: bool = False) -> list[str]:
    """What the page's own rule says comes after these texts."""
    folder = page.evaluate("document.querySelector('script[src*=\"js/plan.js\"]').src")
    return page.evaluate(
        "async ([url, texts, count, copy]) => (await import(url)).extend(texts, count, copy)",
        [folder.replace("js/plan.js", "js/grid/series.js"), texts, count, copy],
    )


@pytest.mark.parametrize(
    ("texts", "after"),
    [
        (["1"], ["1", "1", "1"]),
        (["1", "2"], ["3", "4", "5"]),
        (["10", "8"], ["6", "4", "2"]),
        (["0.1", "0.2"], ["0.3", "0.4", "0.5"]),
        (["01", "02"], ["03", "04", "05"]),
        (["1", "2", "4"], ["1", "2", "4"]),
        (["2026-12-30"], ["2026-12-31", "2027-01-01", "2027-01-02"]),
        (["2026-11-20 22:00"], ["2026-11-21 22:00", "2026-11-22 22:00", "2026-11-23 22:00"]),
        (["2026-11-20 22:00", "2026-11-20 22:30"],
         ["2026-11-20 23:00", "2026-11-20 23:30", "2026-11-21 00:00"]),
        (["2026-01-31", "2026-02-28"], ["2026-03-28", "2026-04-25", "2026-05-23"]),
        (["2026-01-15", "2026-02-15"], ["2026-03-15", "2026-04-15", "2026-05-15"]),
        (["2026/6/8"], ["2026/6/9", "2026/6/10", "2026/6/11"]),
        (["22:00"], ["23:00", "00:00", "01:00"]),
        (["09:00", "09:20"], ["09:40", "10:00", "10:20"]),
        (["app-1"], ["app-1", "app-1", "app-1"]),
        (["app-1", "app-2"], ["app-3", "app-4", "app-5"]),
        (["甲", "乙"], ["甲", "乙", "甲"]),
        ([""], ["", "", ""]),
    ],
)  # fmt: skip
def test_a_series_goes_on_as_in_a_spreadsheet(
    sheet: Open, texts: list[str], after: list[str]
) -> None:
    assert series(sheet("apps").page, texts, 3) == after


def test_control_turns_copies_into_series_and_series_into_copies(sheet: Open) -> None:
    page = sheet("apps").page
    assert series(page, ["7"], 3, copy=True) == ["8", "9", "10"]
    assert series(page, ["2026-11-20"], 2, copy=True) == ["2026-11-20", "2026-11-20"]


def test_the_fill_handle_copies_and_counts_in_one_undoable_step(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.type(1, "批次", "5")
    apps.type(2, "批次", "6")
    apps.settle()
    apps.cell(1, "批次").click()
    apps.page.keyboard.press("Shift+ArrowDown")
    drag_handle(apps.page, apps.cell(2, "批次"), apps.cell(3, "批次"))
    apps.settle()
    assert stored(plan, "apps", "batch") == [5, 6, 7]
    apps.page.keyboard.press("Control+z")
    apps.settle()
    assert stored(plan, "apps", "batch") == [5, 6, 2]


def test_the_fill_handle_goes_over_the_empty_line_and_upwards(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.type(3, "发布域", "交易")
    apps.settle()
    apps.cell(3, "发布域").click()
    drag_handle(apps.page, apps.cell(3, "发布域"), apps.cell(1, "发布域"))
    apps.settle()
    assert stored(plan, "apps", "domain") == ["交易"] * 3
    apps.cell(3, "应用").click()
    drag_handle(apps.page, apps.cell(3, "应用"), apps.cell(4, "应用"))
    apps.settle()
    assert stored(plan, "apps", "app") == [*APPS, APPS[2]]


def test_two_presses_on_the_handle_fill_to_the_last_row(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.type(1, "发布域", "促销")
    apps.cell(1, "发布域").click()
    box = apps.cell(1, "发布域").bounding_box()
    assert box
    apps.page.mouse.dblclick(box["x"] + box["width"] - 4, box["y"] + box["height"] - 4)
    apps.settle()
    assert stored(plan, "apps", "domain") == ["促销"] * 3


def test_one_text_into_all_chosen_cells(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.cell(1, "发布域").click()
    apps.page.keyboard.press("Shift+ArrowDown")
    apps.page.keyboard.press("Shift+ArrowDown")
    apps.page.keyboard.type("交易")
    apps.page.keyboard.press("Control+Enter")
    apps.settle()
    assert stored(plan, "apps", "domain") == ["交易"] * 3
    apps.page.keyboard.press("Control+z")
    apps.settle()
    assert stored(plan, "apps", "domain") == [""] * 3


def test_down_and_right_from_the_neighbour(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.type(1, "发布域", "促销")
    apps.cell(2, "发布域").click()
    apps.page.keyboard.press("Control+d")
    apps.settle()
    assert stored(plan, "apps", "domain") == ["促销", "促销", ""]
    apps.cell(3, "发布域").click()
    apps.page.keyboard.press("Shift+ArrowRight")
    apps.page.keyboard.press("Control+r")
    apps.settle()
    assert stored(plan, "apps", "app") == [APPS[0], APPS[1], ""]


def at(apps: Sheet) -> tuple[int, int]:
    """Row and column (from 0) of the cell with the keyboard."""
    return apps.table.evaluate(
        """table => {
            const cell = table.querySelector("td.at"), line = cell.closest("tr");
            return [[...table.querySelectorAll("tr[data-key]")].indexOf(line), cell.cellIndex - 1];
        }"""
    )


def test_control_and_arrows_jump_to_the_edges_of_what_is_filled(sheet: Open) -> None:
    apps, keys = sheet("apps"), sheet("apps").page.keyboard
    batch, app, domain = (apps.column(word) - 1 for word in ("批次", "应用", "发布域"))
    apps.cell(1, "批次").click()
    keys.press("Control+ArrowDown")
    assert at(apps) == [2, batch]
    keys.press("Control+ArrowDown")
    assert at(apps) == [3, batch]
    keys.press("Control+Home")
    assert at(apps) == [0, 0]
    keys.press("Control+ArrowRight")
    assert at(apps) == [0, app]
    keys.press("Control+End")
    assert at(apps)[0] == 2
    apps.cell(1, "发布域").click()
    keys.press("Control+Shift+ArrowDown")
    assert at(apps) == [3, domain]
    expect(apps.table.locator("td.chosen")).to_have_count(4)


def test_whole_rows_and_whole_columns(sheet: Open) -> None:
    apps = sheet("apps")
    apps.cell(2, "应用").click()
    apps.page.keyboard.press("Shift+Space")
    expect(apps.table.locator("tr:nth-of-type(1) td.chosen, td.chosen").first).to_be_visible()
    columns = apps.table.locator("thead th").count() - 1
    expect(apps.table.locator("td.chosen")).to_have_count(columns)
    apps.cell(2, "应用").click()
    apps.page.keyboard.press("Control+Space")
    expect(apps.table.locator("td.chosen")).to_have_count(4)
    assert apps.copy() == "\n".join(APPS)


def test_a_width_by_hand_is_kept_and_two_presses_fit(sheet: Open) -> None:
    apps = sheet("apps")

    def title() -> Locator:
        return apps.table.locator("thead th[data-field=domain]")

    def width() -> float:
        box = title().bounding_box()
        assert box
        return box["width"]

    before, box = width(), title().locator(".grip").bounding_box()
    assert box
    apps.page.mouse.move(box["x"] + 4, box["y"] + 5)
    apps.page.mouse.down()
    apps.page.mouse.move(box["x"] + 84, box["y"] + 5, steps=4)
    apps.page.mouse.up()
    assert width() == pytest.approx(before + 80, abs=3)
    apps.page.reload()
    apps = sheet("apps")
    assert width() == pytest.approx(before + 80, abs=3)
    title().locator(".grip").dblclick()
    assert 48 <= width() < before + 80


def test_a_deleted_row_comes_back_with_its_tick(
    open_plan: Callable[..., Page], desktop: Page, plan: Plan, cast: SimpleNamespace
) -> None:
    rows = add_rows(plan, "checks", by=cast.ann, rows=[{"item": "一"}, {"item": "二"}])
    record_progress(rows[0], by=cast.rob, values={"done": True, "evidence": "截图 1"})
    open_plan(desktop)
    checks = Sheet(desktop, "checks")
    checks.card.scroll_into_view_if_needed()
    checks.cell(1, "检查项").click()
    desktop.keyboard.press("Control+-")
    checks.settle()
    expect(checks.table.locator("tbody tr[data-key]")).to_have_count(2)
    assert stored(plan, "checks", "item") == ["二"]
    desktop.keyboard.press("Control+z")
    expect(checks.cell(1, "已完成").locator(".tick.on")).to_be_visible()
    checks.settle()
    back = section("checks").rows(plan)[0]
    assert (back.pk, back.item, back.done, back.evidence) == (rows[0].pk, "一", True, "截图 1")
    desktop.keyboard.press("Control+y")
    expect(checks.table.locator("tbody tr[data-key]")).to_have_count(2)
    checks.settle()
    assert stored(plan, "checks", "item") == ["二"]


def test_undo_of_a_deletion_that_the_log_does_not_know_creates_the_row_anew(
    sheet: Open, plan: Plan, cast: SimpleNamespace
) -> None:
    apps = sheet("apps")
    apps.page.route("**/restoration/**", lambda route: route.fulfill(
        status=404, json={"detail": "没有"}, content_type="application/problem+json"))  # fmt: skip
    apps.cell(2, "应用").click()
    apps.page.keyboard.press("Control+-")
    apps.settle()
    apps.page.keyboard.press("Control+z")
    expect(apps.table.locator("tbody tr[data-key]")).to_have_count(4)
    apps.settle()
    assert sorted(stored(plan, "apps", "app")) == sorted(APPS)


def test_a_row_undone_before_its_deletion_was_sent_is_there_once(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.cell(2, "应用").click()
    apps.page.keyboard.press("Control+-")
    apps.page.keyboard.press("Control+z")
    apps.page.keyboard.press("Control+y")
    apps.page.keyboard.press("Control+z")
    apps.settle()
    expect(apps.table.locator("tbody tr[data-key]")).to_have_count(4)
    assert stored(plan, "apps", "app") == APPS


def test_a_name_behind_which_nobody_stands_is_kept_and_flagged(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.cell(1, "批次").click()
    apps.paste("批次\t应用\t开发人员\n1\tcoin-center\t戴维，路人甲/伊芙")
    apps.settle()
    chips = apps.cell(1, "开发人员").locator(".who")
    expect(chips).to_have_count(3)
    unknown = apps.cell(1, "开发人员").locator(".who.unknown")
    expect(unknown).to_have_text("路路人甲")
    expect(unknown).to_have_attribute("title", "查无此人：发布人员和账号里都没有这个名字")
    assert stored(plan, "apps", "developer")[0] == "戴维，路人甲/伊芙"


def test_a_whole_section_by_keyboard_alone(
    open_plan: Callable[..., Page], desktop: Page, plan: Plan
) -> None:
    open_plan(desktop)
    topics = Sheet(desktop, "topics")
    desktop.locator("[data-unfold=s-topics]").focus()
    desktop.keyboard.press("Enter")
    expect(topics.table.locator("td.at .catcher")).to_be_focused()
    topics.table.locator("td.at").wait_for()
    left = topics.column("Topic") - topics.column("消息种类")
    for number in range(1, 6):
        desktop.keyboard.type(f"消息{number}")
        for _step in range(left):
            desktop.keyboard.press("Tab")
        desktop.keyboard.type(f"MKT_ORDER_{number}")
        desktop.keyboard.press("Tab")
        desktop.keyboard.type(f"GID_ORDER_{number}")
        desktop.keyboard.press("Enter")
        desktop.keyboard.press("Home")
    topics.settle()
    assert stored(plan, "topics", "topic") == [f"MKT_ORDER_{number}" for number in range(1, 6)]
    assert stored(plan, "topics", "group") == [f"GID_ORDER_{number}" for number in range(1, 6)]
    assert stored(plan, "topics", "name") == [f"消息{number}" for number in range(1, 6)]
    desktop.keyboard.press("Escape")
    expect(topics.card.locator("[data-leave]")).to_be_focused()


HELP = {
    "app": [
        {"tone": "warn", "text": "名字和应用目录里的不一样", "lines": ["coin-centre", "coins"],
         "offers": [{"label": "改为 coin-centre", "field": "app", "text": "coin-centre"}]}
    ]
}  # fmt: skip


def test_help_shows_below_the_cell_and_its_offer_is_one_step(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    page = apps.page
    page.route("**/help/**", lambda route: route.fulfill(json=HELP))
    helps_on(page)
    apps.cell(1, "应用").click()
    box = apps.card.locator(".helpbox")
    expect(box).to_contain_text("名字和应用目录里的不一样")
    cell, shown = apps.cell(1, "应用").bounding_box(), box.bounding_box()
    assert cell
    assert shown
    assert shown["y"] >= cell["y"] + cell["height"] or shown["y"] + shown["height"] <= cell["y"]
    page.keyboard.press("Alt+Enter")
    expect(box.get_by_role("button", name="改为 coin-centre")).to_be_focused()
    page.keyboard.press("Enter")
    apps.settle()
    assert stored(plan, "apps", "app")[0] == "coin-centre"
    page.keyboard.press("Control+z")
    apps.settle()
    assert stored(plan, "apps", "app")[0] == "coin-center"


def helps_on(page: Page) -> None:
    """The sheet that is open already learns that its applications have help."""
    page.evaluate(
        """async () => {
            const { page } = await import(document.querySelector('script[src*="js/plan.js"]').src);
            const sheet = page.sheets.get("apps");
            sheet.columns.all.find((one) => one.field === "app").helps = true;
        }"""
    )


def test_rows_deleted_elsewhere_can_be_deleted_here_without_noise(
    sheet: Open, plan: Plan, cast: SimpleNamespace
) -> None:
    apps = sheet("apps")
    delete_rows(plan, "apps", by=cast.dev, ids=[section("apps").rows(plan)[1].pk])
    expect(apps.table.locator("tbody tr[data-key]")).to_have_count(3)
    apps.cell(2, "应用").click()
    apps.page.keyboard.press("Control+-")
    apps.settle()
    assert stored(plan, "apps", "app") == [APPS[0]]
