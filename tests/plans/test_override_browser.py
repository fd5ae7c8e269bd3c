"""The strip of an override in real browsers: two people, a clock that runs, words that stay."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from calendars.models import Freeze
from ground.clock import now
from plans.models import Override, Plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHY = "支付回调失败，等不到解封"
POLLED = 5_500
"""Milliseconds within which the strip has asked whether it is still fresh."""


@pytest.fixture
def shut(plan: Plan) -> Plan:
    """Under way, inside a freeze."""
    at = now()
    Freeze.objects.create(reason="大促", start=at - timedelta(hours=1), end=at + timedelta(days=1))
    Plan.objects.filter(pk=plan.pk).update(status="releasing", started_at=at)
    return plan


def test_one_asks_and_another_confirms_on_a_phone(
    cast: Any, shut: Plan, enter: Any, desktop: Page, phone: Page, axe: Any
) -> None:
    here = f"/plans/{shut.number}/"
    asking = enter(desktop, cast.oli, here)
    asking.click("[data-dialog=override-ask]")
    asking.fill("#override-reason", WHY)
    asking.wait_for_timeout(POLLED)
    assert asking.input_value("#override-reason") == WHY, "nothing takes away what is being typed"
    asking.click("#override-ask .btn.pri")
    expect(asking.locator("#override")).to_contain_text("等第二个人确认")
    assert axe(asking) == []
    deciding = enter(phone, cast.ann, f"{here}board/")
    deciding.click("[data-dialog=override-confirm]")
    expect(deciding.locator("#override-confirm")).to_contain_text("大促")
    deciding.click("#override-confirm .btn.pri")
    expect(deciding.locator("#override")).to_contain_text("紧急放行中")
    assert axe(deciding) == []
    assert deciding.evaluate("document.documentElement.scrollWidth") <= 390
    expect(asking.locator("#override")).to_contain_text("紧急放行中")
    assert Override.objects.get().confirmed_by == cast.ann


def test_its_clock_runs_and_it_leaves_when_it_is_ended(
    cast: Any, shut: Plan, enter: Any, desktop: Page
) -> None:
    at = now()
    Override.objects.create(
        plan=shut, reason=WHY, minutes=30, state=Override.CONFIRMED, asked_by=cast.oli,
        confirmed_by=cast.ann, asked_at=at, begins_at=at, until=at + timedelta(minutes=30),
        freezes=list(Freeze.objects.values_list("pk", flat=True)),
    )  # fmt: skip
    page = enter(desktop, cast.dev, f"/plans/{shut.number}/")
    left = page.locator("#override [data-left]")
    shown = left.inner_text()
    assert shown.startswith("29:") or shown == "30:00"
    expect(left).not_to_have_text(shown)
    page.click("[data-dialog=override-end]")
    page.click("#override-end .btn.pri")
    expect(page.locator("#override")).not_to_contain_text("紧急放行中")
    assert Override.objects.get().closed_by == cast.dev
