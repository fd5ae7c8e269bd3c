"""The grid under a person's hands: type, delete, reorder, paste, undo, conflict."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from plans.actions import save_row
from plans.contribute import contributions
from plans.models import Plan
from plans.tables.registry import section
from tests.pages.conftest import Sheet, stored

pytestmark = pytest.mark.browser
Open = Callable[[str], Sheet]
APPS = ["coin-center", "promotion-platform", "trade-web-buy"]


def test_a_cell_is_changed_by_typing(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.type(1, "发布域", "促销")
    apps.settle()
    assert stored(plan, "apps", "domain") == ["促销", "", ""]


def test_typing_into_the_empty_row_adds_one(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.type(4, "应用", "marketing-center")
    apps.settle()
    assert stored(plan, "apps", "app") == [*APPS, "marketing-center"]
    expect(apps.cell(5, "应用")).to_have_text("")


def test_the_keyboard_walks_as_in_a_spreadsheet(sheet: Open, plan: Plan) -> None:
    apps, keys = sheet("apps"), sheet("apps").page.keyboard
    apps.cell(1, "发布域").click()
    keys.type("one")
    keys.press("Tab")
    keys.press("ArrowLeft")
    keys.press("ArrowDown")
    keys.type("two")
    keys.press("Enter")
    keys.type("never")
    keys.press("Escape")
    keys.press("F2")
    keys.type("three")
    keys.press("Enter")
    apps.settle()
    assert stored(plan, "apps", "domain") == ["one", "two", "three"]


def test_an_input_method_begins_in_a_chosen_cell_and_keeps_its_first_letter(
    sheet: Open, plan: Plan
) -> None:
    apps = sheet("apps")
    apps.cell(1, "发布域").click()
    session = apps.page.context.new_cdp_session(apps.page)
    for said in ("j", "ji", "jiaoyi"):
        whole = {"text": said, "selectionStart": len(said), "selectionEnd": len(said)}
        session.send("Input.imeSetComposition", whole)
    session.send("Input.insertText", {"text": "交易"})
    apps.page.keyboard.press("Enter")
    apps.settle()
    assert stored(plan, "apps", "domain")[0] == "交易"


def test_the_keyboard_comes_in_from_the_page_and_goes_out_again(sheet: Open) -> None:
    apps = sheet("apps")
    expect(apps.cell(1, "批次")).to_be_visible()
    apps.card.locator("[data-row-menu]").focus()
    apps.page.keyboard.press("Tab")
    expect(apps.card.locator("td.at .catcher")).to_be_focused()
    apps.page.keyboard.press("Shift+Tab")
    expect(apps.card.locator("[data-row-menu]")).to_be_focused()


def test_escape_leaves_the_grid(sheet: Open) -> None:
    apps = sheet("apps")
    apps.cell(1, "应用").click()
    apps.page.keyboard.press("Escape")
    expect(apps.card.locator("[data-leave]")).to_be_focused()


def test_rows_are_deleted_and_brought_back(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.cell(2, "应用").click()
    apps.page.keyboard.press("Control+-")
    apps.settle()
    assert stored(plan, "apps", "app") == [APPS[0], APPS[2]]
    apps.page.keyboard.press("Control+z")
    expect(apps.table.locator("tbody tr[data-key]")).to_have_count(4)
    apps.settle()
    assert stored(plan, "apps", "app") == APPS


def test_rows_move_by_keyboard_and_by_hand(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.cell(2, "应用").click()
    apps.page.keyboard.press("Alt+ArrowUp")
    apps.settle()
    assert stored(plan, "apps", "app") == [APPS[1], APPS[0], APPS[2]]
    apps.table.locator("tbody tr[data-key] th").nth(0).drag_to(
        apps.table.locator("tbody tr[data-key] th").nth(3), target_position={"x": 5, "y": 2}
    )
    expect(apps.cell(3, "应用")).to_have_text(APPS[1])
    apps.settle()
    assert stored(plan, "apps", "app") == [APPS[0], APPS[2], APPS[1]]


def test_a_row_is_inserted_where_it_was_asked_for(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.cell(1, "应用").click()
    apps.page.keyboard.press("Shift+Enter")
    apps.type(2, "应用", "between")
    apps.settle()
    assert stored(plan, "apps", "app") == [APPS[0], "between", *APPS[1:]]


def test_a_block_is_copied_as_a_spreadsheet_reads_it(sheet: Open) -> None:
    apps = sheet("apps")
    apps.cell(1, "批次").click()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        apps.page.keyboard.press(f"Shift+{key}")
    assert apps.copy() == "1\t\tcoin-center\n1\t\tpromotion-platform"


def test_fill_down_and_clear(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.type(1, "发布域", "促销")
    apps.cell(1, "发布域").click()
    apps.page.keyboard.press("Shift+ArrowDown")
    apps.page.keyboard.press("Shift+ArrowDown")
    apps.page.keyboard.press("Control+d")
    apps.settle()
    assert stored(plan, "apps", "domain") == ["促销"] * 3
    apps.page.keyboard.press("Delete")
    apps.settle()
    assert stored(plan, "apps", "domain") == [""] * 3


def test_a_choice_is_offered_and_its_label_understood(sheet: Open, plan: Plan) -> None:
    cases_opener = sheet("apps").page.locator("[data-unfold=s-cases]")
    cases_opener.click()
    cases = sheet("cases")
    cases.cell(1, "环境").click()
    cases.page.keyboard.press("Enter")
    expect(cases.page.locator(".suggestions [role=option]")).to_have_text(["预发", "生产", "两者"])
    cases.page.keyboard.press("ArrowDown")
    cases.page.keyboard.press("ArrowDown")
    cases.page.keyboard.press("Enter")
    cases.settle()
    assert stored(plan, "cases", "phase") == ["生产"]


def test_a_tick_goes_through_its_own_door(
    open_plan: Callable[..., Page], desktop: Page, plan: Plan, cast: SimpleNamespace
) -> None:
    section("checks").model._default_manager.create(plan=plan, item="DDL 已执行", rank=1)
    open_plan(desktop, cast.rob)
    checks = Sheet(desktop, "checks")
    checks.card.scroll_into_view_if_needed()
    expect(checks.table.locator("tbody tr")).not_to_have_count(0)
    checks.cell(1, "已完成").locator(".tick").click()
    expect(checks.cell(1, "已完成").locator(".tick.on")).to_be_visible()
    checks.settle()
    assert stored(plan, "checks", "done") == [True]


def test_two_people_on_different_cells_are_merged(
    sheet: Open, plan: Plan, cast: SimpleNamespace
) -> None:
    apps = sheet("apps")
    row = section("apps").rows(plan)[0]
    row.plan = plan
    save_row(row, by=cast.dev, version=row.row_version, values={"branch": "feature/theirs"})
    apps.type(1, "发布域", "促销")
    apps.settle()
    first = section("apps").rows(plan)[0]
    assert (first.domain, first.branch) == ("促销", "feature/theirs")
    expect(apps.cell(1, "发布分支")).to_have_text("feature/theirs")


def test_two_people_on_one_cell_see_both_versions(
    sheet: Open, plan: Plan, cast: SimpleNamespace
) -> None:
    apps = sheet("apps")
    row = section("apps").rows(plan)[0]
    row.plan = plan
    save_row(row, by=cast.dev, version=row.row_version, values={"domain": "对方"})
    apps.type(1, "发布域", "我的")
    dialog = apps.page.locator("#conflict-dialog")
    expect(dialog).to_contain_text("对方")
    expect(dialog).to_contain_text("我的")
    dialog.get_by_role("button", name="用我的").click()
    apps.settle()
    assert stored(plan, "apps", "domain")[0] == "我的"


def test_an_approved_plan_asks_once_why(sheet: Open, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(status="approved")
    apps = sheet("apps")
    apps.type(1, "发布域", "促销")
    dialog = apps.page.locator("#reason-dialog")
    dialog.get_by_label("变更原因").fill("评审漏了")
    dialog.get_by_role("button", name="继续修改").click()
    apps.settle()
    apps.type(2, "发布域", "交易")
    apps.settle()
    assert stored(plan, "apps", "domain") == ["促销", "交易", ""]


def test_who_may_not_edit_sees_why(
    open_plan: Callable[..., Page], desktop: Page, cast: SimpleNamespace, plan: Plan
) -> None:
    open_plan(desktop, cast.eve)
    apps = Sheet(desktop, "apps")
    apps.card.scroll_into_view_if_needed()
    expect(apps.table.locator("tbody tr")).not_to_have_count(0)
    apps.cell(1, "发布域").click()
    desktop.keyboard.type("x")
    expect(desktop.locator(".toast")).to_contain_text("发布人员")
    expect(desktop.get_by_text("需要是本计划的").first).to_be_visible()
    assert stored(plan, "apps", "domain") == ["", "", ""]


def test_a_lost_connection_loses_nothing(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.page.context.set_offline(True)
    apps.type(1, "发布域", "促销")
    expect(apps.page.locator("[data-saved]")).to_have_text("有改动没保存")
    apps.page.context.set_offline(False)
    apps.settle()
    assert stored(plan, "apps", "domain")[0] == "促销"


def test_an_answer_does_not_disturb_whoever_types_on(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    held: list[Any] = []
    apps.page.route(
        "**/sections/apps/*/**",
        lambda route: held.append(route),  # noqa: PLW0108 - Playwright takes no builtin
    )
    apps.type(2, "发布域", "促销")
    apps.cell(2, "应用").click()
    apps.page.keyboard.type("promotion")
    with apps.page.expect_response("**/sections/apps/*/**"):
        held.pop().continue_()
    apps.page.wait_for_timeout(100)
    apps.page.keyboard.type("-rest")
    apps.page.unroute("**/sections/apps/*/**")
    apps.page.keyboard.press("Enter")
    apps.settle()
    assert stored(plan, "apps", "app")[1] == "promotion-rest"


def test_in_review_the_first_edit_says_what_it_voids(
    sheet: Open, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    Plan.objects.filter(pk=plan.pk).update(status="in_review")
    wing = contributions()[0]
    monkeypatch.setattr(wing, "warning_before_edit", lambda plan, keys: "提测的签字会失效。")
    apps = sheet("apps")
    apps.page.reload()
    apps = sheet("apps")
    apps.type(1, "发布域", "促销")
    dialog = apps.page.locator("#warning-dialog")
    expect(dialog).to_contain_text("提测的签字会失效。")
    dialog.get_by_role("button", name="知道了，继续修改").click()
    apps.settle()
    apps.type(2, "发布域", "交易")
    apps.settle()
    assert stored(plan, "apps", "domain") == ["促销", "交易", ""]
