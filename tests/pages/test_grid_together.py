"""Two people in one plan: edits merge by themselves, presence shows, nobody's typing is lost."""

import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from ground.clock import now
from plans.actions import (
    add_note,
    add_rows,
    delete_note,
    delete_rows,
    order_rows,
    record_progress,
    save_note,
    save_row,
)
from plans.grid.presence import Here, arrive
from plans.models import Plan
from plans.tables.registry import section
from tests.browser import _page
from tests.pages.conftest import Sheet

pytestmark = pytest.mark.browser
Open = Callable[[str], Sheet]
APPS = ["coin-center", "promotion-platform", "trade-web-buy"]
SOON = 2_500
"""Milliseconds: the two seconds in which a change is everywhere, and the machine's own breath."""


@pytest.fixture(autouse=True)
def _alone() -> None:
    cache.clear()


@pytest.fixture
def second(browser: Browser) -> Iterator[Page]:
    """Another person's browser."""
    yield from _page(browser, 1440, 900)


@pytest.fixture
def theirs(
    open_plan: Callable[..., Page], second: Page, cast: SimpleNamespace
) -> Callable[[str], Sheet]:
    """The grid of a section in dev's browser."""
    open_plan(second, cast.dev)

    def find(key: str) -> Sheet:
        found = Sheet(second, key)
        found.card.scroll_into_view_if_needed()
        found.table.locator("tbody tr").first.wait_for()
        return found

    return find


def stored(plan: Plan, key: str, field: str) -> list[Any]:
    return list(section(key).rows(plan).values_list(field, flat=True))


def theirs_is(plan: Plan, cast: SimpleNamespace, at: int, **values: Any) -> None:
    """Dev writes into the row at that place by another way than this page."""
    row = section("apps").rows(plan)[at]
    row.plan = plan
    save_row(row, by=cast.dev, version=row.row_version, values=values)


def test_what_one_types_the_other_sees_within_two_seconds(
    sheet: Open, theirs: Open, plan: Plan
) -> None:
    mine, other = sheet("apps"), theirs("apps")

    def seconds_until(text: str) -> float:
        mine.type(1, "发布域", text)
        mine.settle()
        begun = time.monotonic()
        expect(other.cell(1, "发布域")).to_have_text(text)
        return time.monotonic() - begun

    assert min(map(seconds_until, ("营销", "增长", "促销"))) < SOON / 1000, "the best of three"
    other.type(2, "发布域", "交易")
    other.settle()
    expect(mine.cell(2, "发布域")).to_have_text("交易")
    expect(mine.page.locator("#conflict-dialog")).to_be_hidden()
    assert stored(plan, "apps", "domain") == ["促销", "交易", ""]


def test_what_i_am_typing_is_left_alone_while_the_row_changes_around_it(
    sheet: Open, plan: Plan, cast: SimpleNamespace
) -> None:
    theirs_is(plan, cast, 1, branch="feature/first")
    apps = sheet("apps")
    branches = apps.table.locator("thead th[data-field=branch]")
    expect(branches).to_be_visible(timeout=SOON)
    apps.cell(1, "发布域").click()
    apps.page.keyboard.type("half")
    theirs_is(plan, cast, 0, branch="feature/theirs")
    expect(apps.cell(1, "发布分支")).to_have_text("feature/theirs")
    apps.page.keyboard.type("-whole")
    apps.page.keyboard.press("Enter")
    apps.settle()
    first = section("apps").rows(plan)[0]
    assert (first.domain, first.branch) == ("half-whole", "feature/theirs")


def test_two_browsers_on_one_cell_come_to_the_conflict_view(
    sheet: Open, theirs: Open, plan: Plan
) -> None:
    mine, other = sheet("apps"), theirs("apps")
    mine.cell(1, "发布域").click()
    mine.page.keyboard.type("mine")
    other.type(1, "发布域", "theirs")
    other.settle()
    mine.page.wait_for_timeout(SOON)
    mine.page.keyboard.press("Enter")
    dialog = mine.page.locator("#conflict-dialog")
    expect(dialog).to_contain_text("theirs")
    expect(dialog).to_contain_text("mine")
    dialog.get_by_role("button", name="用对方的").click()
    mine.settle()
    expect(mine.cell(1, "发布域")).to_have_text("theirs")
    assert stored(plan, "apps", "domain")[0] == "theirs"


def test_a_conflict_put_aside_is_opened_again_from_the_row(
    sheet: Open, plan: Plan, cast: SimpleNamespace
) -> None:
    apps = sheet("apps")
    apps.cell(1, "发布域").click()
    apps.page.keyboard.type("mine")
    theirs_is(plan, cast, 0, domain="theirs")
    apps.page.keyboard.press("Enter")
    dialog = apps.page.locator("#conflict-dialog")
    dialog.get_by_role("button", name="先放着").click()
    expect(dialog).to_be_hidden()
    expect(apps.cell(1, "发布域")).to_have_text("mine")
    apps.table.locator("tbody tr[data-key] th").first.click()
    dialog.get_by_role("button", name="用我的").click()
    apps.settle()
    assert stored(plan, "apps", "domain")[0] == "mine"


def test_rows_come_go_and_move_without_moving_me(
    sheet: Open, plan: Plan, cast: SimpleNamespace
) -> None:
    apps = sheet("apps")
    apps.cell(3, "应用").click()
    first, second, third = section("apps").rows(plan).values_list("pk", flat=True)
    delete_rows(plan, "apps", by=cast.dev, ids=[first])
    [added] = add_rows(plan, "apps", by=cast.dev, rows=[{"app": "new-one", "batch": 3}])
    order_rows(plan, "apps", by=cast.dev, ids=[added.pk, second, third])
    expect(apps.cell(1, "应用")).to_have_text("new-one")
    assert apps.texts("应用") == ["new-one", APPS[1], APPS[2]]
    expect(apps.cell(3, "应用")).to_have_class("k-line mono at corner")
    apps.page.keyboard.type("typed-here")
    apps.page.keyboard.press("Enter")
    apps.settle()
    assert stored(plan, "apps", "app") == ["new-one", APPS[1], "typed-here"]


def test_a_row_that_comes_while_i_type_does_not_break_me_off(
    sheet: Open, plan: Plan, cast: SimpleNamespace
) -> None:
    apps = sheet("apps")
    apps.cell(2, "发布域").click()
    apps.page.keyboard.type("half")
    add_rows(plan, "apps", by=cast.dev, rows=[{"app": "new-one", "batch": 1}])
    expect(apps.cell(4, "应用")).to_have_text("new-one")
    apps.page.keyboard.type("-whole")
    apps.page.keyboard.press("Enter")
    apps.settle()
    assert stored(plan, "apps", "domain")[1] == "half-whole"


def test_a_row_deleted_under_my_hands_keeps_what_i_wrote(
    sheet: Open, plan: Plan, cast: SimpleNamespace
) -> None:
    apps = sheet("apps")
    apps.cell(2, "发布域").click()
    apps.page.keyboard.type("mine")
    pk = section("apps").rows(plan)[1].pk
    delete_rows(plan, "apps", by=cast.dev, ids=[pk])
    expect(apps.page.locator(".toast.warn")).to_contain_text("戴维")
    apps.page.keyboard.press("Enter")
    apps.settle()
    assert sorted(stored(plan, "apps", "domain")) == ["", "", "mine"]


def test_my_undo_goes_on_after_others_have_deleted_rows(
    sheet: Open, plan: Plan, cast: SimpleNamespace
) -> None:
    apps = sheet("apps")
    apps.cell(4, "批次").click()
    apps.paste("3\t域\tpasted-1\n3\t域\tpasted-2")
    apps.settle()
    gone = section("apps").rows(plan).get(app="pasted-1").pk
    delete_rows(plan, "apps", by=cast.dev, ids=[gone])
    expect(apps.table.locator("tbody tr[data-key]")).to_have_count(5)
    apps.page.keyboard.press("Control+z")
    apps.settle()
    assert stored(plan, "apps", "app") == APPS


def test_ticks_of_others_arrive(
    open_plan: Callable[..., Page], desktop: Page, plan: Plan, cast: SimpleNamespace
) -> None:
    [row] = add_rows(plan, "checks", by=cast.ann, rows=[{"item": "DDL 已执行"}])
    open_plan(desktop)
    checks = Sheet(desktop, "checks")
    checks.card.scroll_into_view_if_needed()
    expect(checks.cell(1, "已完成").locator(".tick")).to_be_visible()
    record_progress(row, by=cast.rob, values={"done": True})
    expect(checks.cell(1, "已完成").locator(".tick.on")).to_be_visible(timeout=SOON)


def test_an_empty_section_opens_when_somebody_writes_into_it(
    sheet: Open, plan: Plan, cast: SimpleNamespace
) -> None:
    apps = sheet("apps")
    topics = Sheet(apps.page, "topics")
    expect(topics.card).to_be_hidden()
    add_rows(plan, "topics", by=cast.dev, rows=[{"topic": "MKT_ORDER", "group": "GID_X"}])
    expect(topics.card).to_be_visible(timeout=SOON)
    topics.card.scroll_into_view_if_needed()
    expect(topics.cell(1, "Topic")).to_have_text("MKT_ORDER")


def test_people_see_where_the_others_are(sheet: Open, theirs: Open) -> None:
    mine, other = sheet("apps"), theirs("apps")
    other.cell(2, "应用").click()
    expect(mine.cell(2, "应用")).to_have_attribute("data-here", "戴维")
    chip = mine.page.locator(".here .person")
    expect(chip).to_have_text("戴")
    expect(chip).to_have_attribute("aria-label", "戴维 在“发布应用批次”")
    other.page.goto("about:blank")
    expect(mine.page.locator(".here")).to_be_hidden(timeout=SOON + 2000)
    assert mine.table.locator("[data-here]").count() == 0


def test_prose_of_others_arrives_but_not_under_a_writing_hand(
    open_plan: Callable[..., Page], desktop: Page, plan: Plan, cast: SimpleNamespace
) -> None:
    note = add_note(plan, by=cast.ann, heading=["背景"], text="旧的")
    open_plan(desktop)
    expect(desktop.locator(f"#note-{note.pk}")).to_contain_text("旧的")
    note = save_note(note, by=cast.dev, version=note.version, text="新的")
    expect(desktop.locator(f"#note-{note.pk}")).to_contain_text("新的")
    desktop.get_by_role("button", name="编辑 背景").click()
    desktop.locator(f"#note-{note.pk} textarea").fill("我的")
    save_note(note, by=cast.dev, version=note.version, text="更新的")
    expect(desktop.locator(".note-line.news")).to_contain_text("戴维")
    expect(desktop.locator(f"#note-{note.pk} textarea")).to_have_value("我的")
    added = add_note(plan, by=cast.dev, heading=["目标"], text="第二段")
    expect(desktop.locator(f"#note-{added.pk}")).to_contain_text("第二段")
    expect(desktop.locator(f"#note-{note.pk} textarea")).to_have_value("我的")
    delete_note(added, by=cast.dev)
    expect(desktop.locator(f"#note-{added.pk}")).to_have_count(0)


def test_a_new_state_of_the_plan_is_said_quietly(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    Plan.objects.filter(pk=plan.pk).update(status="in_review")
    line = apps.page.locator(".note-line.news")
    expect(line).to_contain_text("状态")
    expect(line.get_by_role("button", name="刷新")).to_be_visible()


def test_signed_out_the_page_stops_asking(sheet: Open, plan: Plan) -> None:
    apps = sheet("apps")
    asked: list[str] = []
    apps.page.context.clear_cookies()
    apps.page.on("request", lambda one: asked.append(one.url) if "/live/" in one.url else None)
    apps.page.wait_for_timeout(5_000)
    assert len(asked) == 1


def test_two_hundred_neighbours_are_told_in_few_letters(sheet: Open, plan: Plan) -> None:
    for number in range(200):
        arrive(plan.pk, Here("p", 1000 + number, f"邻居{number}", "", now().timestamp()))
    apps = sheet("apps")
    expect(apps.page.locator(".here .person")).to_have_count(5)
    expect(apps.page.locator(".here")).to_contain_text("+195")
