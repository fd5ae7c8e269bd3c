"""The ramp pages in a real browser: live, asked before, usable on a phone, readable by all."""

import time
from typing import Any

import pytest
from playwright.sync_api import expect

from gray.actions import command
from gray.models import Flag, Run

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ramp_page(ramp: Any) -> str:
    return f"/plans/{ramp.plan.number}/gray/"


def test_a_change_by_one_person_is_on_the_open_page_within_two_seconds(cast, ramp, enter, desktop):
    command(ramp, by=cast.oli, command="start")
    page = enter(desktop, cast.rob, ramp_page(ramp))

    def seconds_until(share: str) -> float:
        command(ramp, by=cast.oli, command="advance", reason="数据正常")
        begun = time.monotonic()
        expect(page.locator(".big")).to_have_text(share)
        return time.monotonic() - begun

    assert min(map(seconds_until, ("1%", "10%", "50%"))) < 2.5, "on a busy machine, once at least"
    expect(page.locator("#said")).to_contain_text("50%")


def test_ops_start_hold_and_roll_back_each_with_a_question(cast, ramp, enter, desktop):
    page = enter(desktop, cast.oli, ramp_page(ramp))
    page.click("#do-start")
    page.click("dialog[open] .btn.pri")
    expect(page.locator("#ramp")).to_contain_text("还在观察")
    expect(page.locator("#sheet")).not_to_be_visible()
    page.click("#do-advance")
    page.click("dialog[open] .btn.pri")
    assert Run.objects.get().index == 0, "a reason is asked for"
    page.fill("#sheet-reason", "数据正常")
    page.click("dialog[open] .btn.pri")
    expect(page.locator(".big")).to_have_text("1%")
    page.click("#do-roll_back")
    page.fill("#sheet-reason", "错误率升高")
    page.click("dialog[open] .btn.pri")
    expect(page.locator("#ramp")).to_contain_text("已停止推进")
    assert Flag.objects.get().share == 0


def test_a_refusal_is_said_and_the_dialog_keeps_what_was_typed(cast, ramp, enter, desktop):
    command(ramp, by=cast.oli, command="start")
    page = enter(desktop, cast.oli, ramp_page(ramp))
    page.click("#do-advance")
    page.fill("#sheet-reason", "数据正常")
    command(ramp, by=cast.ann, command="advance", reason="我先来")
    page.click("dialog[open] .btn.pri")
    expect(page.locator("#toasts")).to_contain_text("灰度刚有变化")
    assert page.input_value("#sheet-reason") == "数据正常"
    assert Run.objects.get().index == 1


def test_who_may_not_press_hears_why(cast, ramp, enter, desktop):
    command(ramp, by=cast.oli, command="start")
    page = enter(desktop, cast.rob, ramp_page(ramp))
    page.click("#do-off", force=True)
    expect(page.locator("#toasts")).to_contain_text("发布人员")


def test_the_pages_fit_a_phone_and_have_no_accessibility_faults(
    cast, ramp, enter, desktop, phone, axe
):
    command(ramp, by=cast.oli, command="start")
    Flag.objects.update(share=1_500)
    paths = (ramp_page(ramp), "/gray/", "/settings/keys/", "/calendar/windows/",
             "/calendar/windows/new/window/")  # fmt: skip
    cast.oli.roles = ["ops"]
    cast.oli.save()
    for page in (phone, desktop):
        for path in paths:
            enter(page, cast.oli, path)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{path} is {wide} px too wide"
            assert axe(page) == [], path
