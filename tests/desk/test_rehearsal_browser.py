"""The rehearsal as people hold it: on a desk and on a phone."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from plans.actions import add_rows
from plans.models import Plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ramped(plan: Plan, cast: SimpleNamespace) -> Plan:
    add_rows(plan, "ramps", by=cast.ann, rows=[{"name": "返豆", "flag": "coin"}])
    add_rows(plan, "stages", by=cast.ann, rows=[
        {"ramp": "返豆", "position": 1, "percent": 10, "hold": "P1D"},
        {"ramp": "返豆", "position": 2, "percent": 100, "hold": "P1D", "approval": "测试"},
    ])  # fmt: skip
    add_rows(plan, "windows", by=cast.ann, rows=[{"start": "23:00", "end": "09:00"}])
    return plan


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_another_start_is_chosen_from_the_plan_s_menu_on(
    screen: str, request: Any, live_server: Any, ramped: Plan, cast: SimpleNamespace, axe: Any
) -> None:
    page: Page = request.getfixturevalue(screen)
    client = Client()
    client.force_login(cast.ann)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/plans/{ramped.number}/gray/")
    page.get_by_role("link", name="预演").click()
    page.get_by_label("从什么时候开始").fill("2026-12-01T22:30")
    page.get_by_role("button", name="重新预演").click()
    expect(page.locator("#line")).to_contain_text("2026-12-01 星期二")
    expect(page.locator("#line li", has_text="返豆 → 10%")).to_contain_text("23:00")
    expect(page.locator("#line li", has_text="返豆 → 100%")).to_contain_text(
        "假定：测试 1 当即签字"
    )
    expect(page.locator("svg.stairs:visible")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
