"""The check of stored plans: times, neighbours, queries."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from calendars.models import ChangeWindow, Freeze
from plans.actions import add_rows, change_plan, create_plan
from plans.checks import findings_of
from plans.document import load
from plans.findings import Finding
from plans.models import Plan

NOON_IN_SHANGHAI = datetime(2026, 11, 20, 4, tzinfo=UTC)
BESIDE = 14
"""Queries that a check may cost beside reading the plan, whatever is in it."""


def only(plan: Plan, code: str) -> list[Finding]:
    return [one for one in findings_of(plan, NOON_IN_SHANGHAI) if one.code == code]


def at_night(plan: Plan, by: Any, night: int = 24, **values: Any) -> Plan:
    """The plan with a window from 22:00 to 02:00 of that night."""
    window = {
        "window_start": f"2026-11-{night}T22:00:00+08:00",
        "window_end": f"2026-11-{night + 1}T02:00:00+08:00",
        **values,
    }
    plan.refresh_from_db()
    return change_plan(plan, by=by, version=plan.version_lock, values=window)


Other = Callable[..., Plan]


@pytest.fixture
def other(cast: SimpleNamespace) -> Other:
    """Makes a plan of pia's with a window and rows."""

    def make(night: int = 24, visibility: str = "all", **tables: list[dict[str, Any]]) -> Plan:
        made = create_plan(by=cast.pia, title="机密改造")
        for key, rows in tables.items():
            add_rows(made, key, by=cast.pia, rows=rows)
        return at_night(made, cast.pia, night, visibility=visibility)

    return make


def test_a_job_fires_by_the_clock_on_the_wall(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "jobs", by=cast.ann, rows=[{"name": "clean", "cron": "0 30 12 * * ?"}])
    (found,) = only(plan, "cron-next")
    assert "2026-11-20 12:30:00" in found.message


def test_the_installations_windows_and_freezes_bind(plan: Plan, cast: SimpleNamespace) -> None:
    plan = at_night(plan, cast.ann)
    assert only(plan, "start-outside-windows") == []
    ChangeWindow.objects.create(start=time(10), end=time(16))
    assert len(only(plan, "start-outside-windows")) == 1
    night = datetime(2026, 11, 24, 14, tzinfo=UTC)
    freeze = Freeze.objects.create(
        start=night, end=night + timedelta(hours=9), reason="大促", apps=["other-app"]
    )
    assert only(plan, "start-in-freeze") == []
    freeze.apps = ["coin-center"]
    freeze.save()
    assert "大促" in only(plan, "start-in-freeze")[0].message


@pytest.mark.parametrize(
    ("key", "mine", "theirs"),
    [
        ("apps", {"app": "Coin-Center"}, {"app": "coin-center", "batch": 1}),
        ("configs", {"application": "a", "key": "limit"}, {"application": "A", "key": "limit"}),
        ("topics", {"topic": "T_ORDER"}, {"topic": "T_OTHER,T_ORDER"}),
        ("jobs", {"group": "g", "name": "clean"}, {"group": "g", "name": "clean"}),
        ("sql_changes", {"statement": "UPDATE t_order SET a=1 WHERE id=1"},
         {"statement": "ALTER TABLE db.T_ORDER ADD COLUMN b int"}),
    ],
)  # fmt: skip
def test_an_open_plan_at_the_same_time_with_the_same_thing_is_a_warning(
    plan: Plan, cast: SimpleNamespace, other: Other, key: str, mine: Any, theirs: Any
) -> None:
    add_rows(plan, key, by=cast.ann, rows=[mine])
    plan = at_night(plan, cast.ann)
    assert only(plan, "overlapping-plan") == []
    neighbour = other(**{key: [theirs]})
    (found,) = only(plan, "overlapping-plan")
    assert (found.level, found.section) == ("warning", key)
    assert neighbour.number in found.message


def test_other_things_other_nights_and_finished_plans_are_no_neighbours(
    plan: Plan, cast: SimpleNamespace, other: Other
) -> None:
    plan = at_night(plan, cast.ann)
    same = [{"app": "coin-center", "batch": 1}]
    other(apps=[{"app": "another", "batch": 1}])
    other(night=27, apps=same)
    Plan.objects.filter(pk=other(apps=same).pk).update(status="cancelled")
    Plan.objects.filter(pk=other(apps=same).pk).update(status="template")
    assert only(plan, "overlapping-plan") == []


def test_of_a_hidden_plan_only_that_it_is_there_is_told(
    plan: Plan, cast: SimpleNamespace, other: Other
) -> None:
    plan = at_night(plan, cast.ann)
    hidden = other(visibility="members", apps=[{"app": "coin-center", "batch": 1}])
    (found,) = only(plan, "overlapping-plan")
    told = f"{found.message} {found.as_json()} {found.words}"
    assert "coin-center" in told
    assert hidden.number not in told
    assert hidden.title not in told


def test_a_check_costs_a_few_queries_more_than_reading_the_plan(
    plan: Plan, cast: SimpleNamespace, other: Other
) -> None:
    plan = at_night(plan, cast.ann)
    tables = {
        "apps": [{"app": f"app-{n}", "batch": 1} for n in range(30)],
        "topics": [{"topic": f"T_{n}", "group": f"GID_{n}"} for n in range(30)],
        "sql_changes": [{"statement": f"ALTER TABLE t{n} ADD COLUMN a int"} for n in range(20)],
    }

    def beside() -> int:
        with CaptureQueriesContext(connection) as reading:
            document = load(plan)
        with CaptureQueriesContext(connection) as whole:
            findings_of(plan, NOON_IN_SHANGHAI)
        assert document.rows("apps")
        return len(whole) - len(reading)

    before = beside()
    for key, rows in tables.items():
        add_rows(plan, key, by=cast.ann, rows=rows)
    for _each in range(4):
        other(**tables)
    assert max(before, beside()) <= BESIDE


def test_a_release_that_overran_its_window_is_still_a_neighbour(
    plan: Plan, cast: SimpleNamespace, other: Other
) -> None:
    plan = at_night(plan, cast.ann, 20)
    late = other(night=18, apps=[{"app": "coin-center", "batch": 1}])
    in_the_night = datetime(2026, 11, 20, 15, tzinfo=UTC)

    def overlapping() -> list[str]:
        found = findings_of(plan, in_the_night)
        return [one.message for one in found if one.code == "overlapping-plan"]

    assert overlapping() == []
    Plan.objects.filter(pk=late.pk).update(status="releasing")
    assert [late.number in message for message in overlapping()] == [True]
