"""Signing with one thumb: from the mail, on the gates page, and what eyes miss there."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from approvals.actions import ask_waiver
from approvals.models import SignLink, SignOff
from ground.clock import now
from notices.models import Message
from people.actions import delegate
from plans.actions import add_rows
from plans.models import Plan
from tests.approvals.hands import approve, digest, gate, state, submitted
from tests.browser import Enter

pytestmark = pytest.mark.browser

Axe = Callable[[Page], list[str]]
THUMB = 44


@pytest.fixture
def asked(plan: Plan, cast: SimpleNamespace) -> str:
    """A gate with a void signature, a request to waive it and a delegate; dev's link to it."""
    today = timezone.localtime(now(), timezone.get_default_timezone()).date()
    delegate(cast.oli, by=cast.oli, taker=cast.eve, first=today, last=today + timedelta(3))
    submitted(plan, cast.ann)
    approve(plan, "submission", cast.dev)
    add_rows(plan, "risks", by=cast.ann, rows=[{"title": "缓存击穿"}])
    shown = digest(plan, "submission")
    ask_waiver(gate(plan, "submission"), by=cast.oli, reason="值班的人全都联系不上了", digest=shown)
    mail = Message.objects.filter(to=cast.dev, kind="gate.opened").latest("pk")
    found = re.search(r"/sign/[\w-]+/", mail.text)
    assert found
    return found[0]


def test_signing_from_the_mail(
    asked: str,
    plan: Plan,
    cast: SimpleNamespace,
    enter: Enter,
    phone: Page,
    live_server: Any,
) -> None:
    enter(phone, cast.dev)
    phone.goto(f"{live_server.url}{asked}")
    expect(phone.get_by_role("insertion")).to_have_text("缓存击穿")
    scanned = phone.evaluate(
        "path => Promise.all(['GET', 'HEAD'].map(method => fetch(path, {method})))"
        ".then(answers => answers.map(answer => answer.status))",
        asked,
    )
    assert scanned == [200, 200] and not SignLink.objects.exclude(used_at=None).exists()
    button = phone.get_by_role("button", name="看过了，重签")
    box = button.bounding_box()
    assert box and box["height"] >= THUMB
    button.click()
    phone.wait_for_url("**/gates/**")
    assert state(plan, "submission") == "signed"
    assert SignOff.objects.filter(state="signed", signer=cast.dev).count() == 1


def test_signing_again_beside_what_changed(
    asked: str,
    plan: Plan,
    cast: SimpleNamespace,
    enter: Enter,
    phone: Page,
    live_server: Any,
) -> None:
    enter(phone, cast.dev)
    phone.goto(f"{live_server.url}/plans/{plan.number}/gates/")
    expect(phone.get_by_role("insertion")).to_have_text("缓存击穿")
    phone.get_by_role("button", name="看过了，重签").click()
    expect(phone.get_by_text("已签“提测”。")).to_be_visible()
    assert state(plan, "submission") == "signed"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_wrong_for_anybody(
    asked: str,
    plan: Plan,
    cast: SimpleNamespace,
    enter: Enter,
    phone: Page,
    axe: Axe,
    theme: str,
    live_server: Any,
) -> None:
    pages: list[tuple[Any, str]] = [
        (cast.dev, asked), (cast.dev, f"/plans/{plan.number}/gates/"),
        (cast.rob, f"/plans/{plan.number}/gates/"), (cast.oli, "/profile/delegation/"),
    ]  # fmt: skip
    base = live_server.url
    for person, path in pages:
        enter(phone, person)
        phone.context.add_cookies([{"name": "theme", "value": theme, "url": base}])
        phone.goto(f"{base}{path}")
        phone.wait_for_load_state("networkidle")
        wide = phone.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert (axe(phone), wide) == ([], 0), path
