"""Blocks from a spreadsheet: where their cells go, in one request and one undo."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from plans.models import Plan
from plans.tables.registry import section
from tests.pages.conftest import Sheet, stored

pytestmark = pytest.mark.browser
Open = Callable[[str], Sheet]
APPS = ["coin-center", "promotion-platform", "trade-web-buy"]


def test_a_block_from_a_spreadsheet_changes_and_appends(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.cell(3, "批次").click()
    apps.paste("2\t交易\ttrade-web-buy\n3\t交易\ttrade-web-refund\n3\tGMS\tmarketing-center\n")
    apps.settle()
    assert stored(plan, "apps", "app") == [*APPS, "trade-web-refund", "marketing-center"]
    assert stored(plan, "apps", "domain") == ["", "", "交易", "交易", "GMS"]
    assert stored(plan, "apps", "batch") == [1, 1, 2, 3, 3]


def test_a_paste_is_one_request_and_one_undo(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    sent: list[str] = []
    apps.page.on("request", lambda r: sent.append(r.method) if "/sections/" in r.url else None)
    apps.cell(4, "批次").click()
    apps.paste("\n".join(f"3\t域{n}\tapp-{n}" for n in range(30)))
    apps.settle()
    assert sent == ["PATCH"]
    assert len(stored(plan, "apps", "app")) == 33
    apps.page.keyboard.press("Control+z")
    expect(apps.table.locator("tbody tr[data-key]")).to_have_count(4)
    apps.settle()
    assert stored(plan, "apps", "app") == APPS


def test_a_header_line_says_where_its_columns_go(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.cell(4, "批次").click()
    apps.paste("应用\t风险等级\t批次\nrisk-app\t高\t3")
    apps.settle()
    assert stored(plan, "apps", "risk_level") == ["", "", "", "高"]
    assert stored(plan, "apps", "batch")[-1] == 3


def test_a_header_line_may_use_the_names_of_documents(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.cell(4, "批次").click()
    apps.paste("系统名称\t发布顺序\t版本号\nother-app\t3\t2.4.1")
    apps.settle()
    assert stored(plan, "apps", "app")[-1] == "other-app"
    assert stored(plan, "apps", "batch")[-1] == 3
    assert stored(plan, "apps", "version")[-1] == "2.4.1"


def test_a_block_wider_than_what_shows_opens_the_columns_it_needs(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    shown = apps.table.locator("thead th").all_inner_texts()
    assert "原版本" not in shown
    apps.cell(4, "批次").click()
    apps.paste("3\t交易\tnew-app\t2.0\t1.9\trelease/2\tcoin-center\t林乔")
    apps.settle()
    added = section("apps").rows(plan).get(app="new-app")
    assert (added.version, added.old_version, added.branch) == ("2.0", "1.9", "release/2")
    assert (added.depends_on, added.deployer) == (["coin-center"], "林乔")
    assert apps.texts("原版本")[-1] == "1.9"


def test_columns_without_a_place_are_told(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    content = section("apps").content
    apps.cell(4, "批次").click()
    apps.paste("\t".join(["3"] * (len(content) + 2)))
    expect(apps.page.locator("#toasts")).to_contain_text("最右边 2 列没有粘贴")


def test_no_column_leaves_while_the_first_row_is_typed(sheet: Open, plan: Plan) -> None:
    section("apps").rows(plan).delete()
    apps, keys = sheet("apps"), sheet("apps").page.keyboard
    before = apps.table.locator("thead th").all_inner_texts()
    apps.cell(1, "批次").click()
    for text in ("1", "交易", "trade-core", "2.1.0", "2.0.0"):
        keys.type(text)
        keys.press("Tab")
    apps.settle()
    row = section("apps").rows(plan).get()
    assert (row.app, row.version, row.old_version) == ("trade-core", "2.1.0", "2.0.0")
    assert set(before) <= set(apps.table.locator("thead th").all_inner_texts())


def test_a_wrong_cell_keeps_what_was_pasted_and_saves_nothing(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    apps.cell(4, "批次").click()
    apps.paste("3\t交易\tone\n三\t交易\ttwo")
    expect(apps.cell(5, "批次")).to_contain_text("不是整数")
    assert stored(plan, "apps", "app") == APPS
    apps.type(5, "批次", "4")
    apps.settle()
    assert stored(plan, "apps", "batch") == [1, 1, 2, 3, 4]
