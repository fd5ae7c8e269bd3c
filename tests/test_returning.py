"""A session that ended costs nobody what they wrote, and leads back to a page."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Page, expect

from approvals.models import SignOff
from calendars.actions import mark, save
from calendars.models import ChangeWindow
from ground.errors import Stale
from plans.models import Plan
from tests.approvals.hands import submitted


def test_a_form_leads_back_to_its_page(plan: Plan, client: Client) -> None:
    page = f"http://testserver/plans/{plan.number}/gates/?x=1"
    answer = client.post(f"/plans/{plan.number}/pause/", headers={"Referer": page})
    assert answer.status_code == 302
    assert answer["Location"] == f"/login/?next=%2Fplans%2F{plan.number}%2Fgates%2F%3Fx%3D1"


def test_a_form_of_a_stranger_leads_home(plan: Plan, client: Client) -> None:
    for page in ("https://evil.example/plans/", "//evil.example/", ""):
        answer = client.post(f"/plans/{plan.number}/pause/", headers={"Referer": page})
        assert answer["Location"] == "/login/?next=%2F"


def test_a_page_leads_back_to_itself(plan: Plan, client: Client) -> None:
    answer = client.get(f"/plans/{plan.number}/")
    assert answer["Location"] == f"/login/?next=/plans/{plan.number}/"


def test_a_fragment_never_shows_the_sign_in_page(plan: Plan, client: Client) -> None:
    asked = client.get(f"/desk/awaited/{plan.number}/", headers={"HX-Request": "true"})
    assert (asked.status_code, asked["HX-Reswap"], asked.content) == (286, "none", b"")
    sent = client.post(f"/plans/{plan.number}/pause/", headers={"HX-Request": "true"})
    assert sent.status_code == 401
    assert "登录已过期" in sent.json()["detail"]


def test_moments_are_picked_and_what_cannot_be_picked_is_typed(ann: Client, plan: Plan) -> None:
    page = ann.get(f"/plans/{plan.number}/info/").content.decode()
    assert '<input type="datetime-local" id="f-window_start"' in page
    body = {"version_lock": plan.version_lock, "title": plan.title}
    refused = ann.post(f"/plans/{plan.number}/info/", {**body, "window_start": "后天晚上"})
    assert 'name="window_start" value="后天晚上"' in refused.content.decode()
    ann.post(f"/plans/{plan.number}/info/", {**body, "window_start": "2026-12-01T22:00"})
    page = ann.get(f"/plans/{plan.number}/info/").content.decode()
    assert 'value="2026-12-01T22:00"' in page


def test_two_who_change_one_window_do_not_overwrite_each_other(cast: SimpleNamespace) -> None:
    window = save(ChangeWindow(start="22:00", end="23:00", days=[1]), by=cast.adm)
    first, second = ChangeWindow.objects.get(), ChangeWindow.objects.get()
    seen = mark(window := ChangeWindow.objects.get())
    first.note = "一"
    save(first, by=cast.adm, seen=seen)
    second.note = "二"
    with pytest.raises(Stale, match="别人改过"):
        save(second, by=cast.adm, seen=seen)
    window.refresh_from_db()
    assert window.note == "一"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_comment_survives_the_end_of_the_session(
    desktop: Page, live_server: Any, plan: Plan, cast: SimpleNamespace
) -> None:
    submitted(plan, cast.ann)
    gates = f"{live_server.url}/plans/{plan.number}/gates/"
    sign_in(desktop, f"{live_server.url}/login/?next=/plans/{plan.number}/gates/", "dev")
    desktop.get_by_label("意见").fill("自测报告看过，可以提测")
    Session.objects.all().delete()
    desktop.get_by_role("button", name="同意并签字").click()
    sign_in(desktop, desktop.url, "dev")
    expect(desktop).to_have_url(gates)
    expect(desktop.get_by_label("意见")).to_have_value("自测报告看过，可以提测")
    desktop.get_by_role("button", name="同意并签字").click()
    expect(desktop.locator(".toast").first).to_be_visible()
    assert SignOff.objects.get().comment == "自测报告看过，可以提测"


def sign_in(page: Page, url: str, name: str) -> None:
    page.goto(url)
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", f"pass-{name}")
    page.press("input[name=password]", "Enter")
