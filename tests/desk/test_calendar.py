from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from calendars.models import ChangeWindow, Freeze, Workday
from desk.calendar.pages import page_of
from plans.actions import add_rows, create_plan
from plans.models import Plan

Open = Callable[[Any], Client]
TODAY = date(2026, 11, 20)


@pytest.fixture
def timed(plan: Plan) -> Plan:
    """From 22:00 on the 24th to 02:00 on the 25th in Shanghai."""
    start = datetime(2026, 11, 24, 14, tzinfo=UTC)
    Plan.objects.filter(pk=plan.pk).update(
        window_start=start, window_end=start + timedelta(hours=4)
    )
    plan.refresh_from_db()
    return plan


def see(client: Client, query: str = "?month=2026-11") -> str:
    return client.get(f"/calendar/{query}").content.decode()


def test_a_month_is_whole_weeks_and_knows_its_neighbours() -> None:
    page = page_of("2026-11", "", TODAY)
    assert (page.start, page.end) == (date(2026, 10, 26), date(2026, 12, 7))
    assert (page.before, page.after) == ("month=2026-10", "month=2026-12")


def test_a_week_crosses_the_year() -> None:
    page = page_of("", "2026-W53", TODAY)
    assert (page.start, page.after) == (date(2026, 12, 28), "week=2027-W01")


@pytest.mark.parametrize("nonsense", ["2026-13", "x", "0000-00", "99999-1", "2026-1-1"])
def test_nonsense_shows_now(nonsense: str) -> None:
    assert page_of(nonsense, "", TODAY).month == 11
    assert page_of("", nonsense, TODAY).start == date(2026, 11, 16)


def test_a_window_over_midnight_is_on_both_days(
    timed: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    page = see(signed_in(cast.eve))
    assert page.count(f">{timed.title}<") + page.count(f"</b> {timed.title}<") == 2
    assert "<b>22:00</b>" in page


def test_freezes_workdays_and_hours_are_shown(
    timed: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    at = datetime(2026, 11, 24, 2, tzinfo=UTC)
    Freeze.objects.create(start=at, end=at + timedelta(days=1), reason="大促")
    Workday.objects.create(date=date(2026, 11, 22), is_workday=True, name="调休上班")
    ChangeWindow.objects.create(days=[2], start="20:00", end="01:00")
    page = see(signed_in(cast.eve))
    assert page.count("封网：大促") >= 2
    assert "调休上班" in page
    assert f"{timed.number} {timed.title} 的窗口碰到封网：大促" in page
    week = see(signed_in(cast.eve), "?week=2026-W48")
    assert "20:00–24:00" in week
    assert "00:00–01:00" in week


def test_plans_that_collide_are_named_with_what_they_share(
    timed: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    other = create_plan(
        by=cast.dev, title="另一个", window_start="2026-11-24 23:00", window_end="2026-11-24 23:30"
    )
    add_rows(other, "apps", by=cast.dev, rows=[{"batch": 1, "app": "Coin-Center"}])
    assert "的窗口重叠，都要发布 coin-center" in see(signed_in(cast.eve))
    Plan.objects.filter(pk=other.pk).update(status="cancelled")
    assert "的窗口重叠" not in see(signed_in(cast.eve))


def test_what_may_not_be_seen_is_not_in_the_calendar(
    timed: Plan, cast: SimpleNamespace, signed_in: Open
) -> None:
    Plan.objects.filter(pk=timed.pk).update(visibility="members")
    assert timed.title not in see(signed_in(cast.eve))
    assert timed.title in see(signed_in(cast.rob))


def test_the_calendar_costs_the_same_for_many_plans(
    timed: Plan, cast: SimpleNamespace, signed_in: Open, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        create_plan(
            by=cast.ann,
            title=f"计划 {number}",
            window_start="2026-11-24 23:00",
            window_end="2026-11-25 01:00",
        )
    client = signed_in(cast.ann)
    with django_assert_max_num_queries(14):
        see(client)
