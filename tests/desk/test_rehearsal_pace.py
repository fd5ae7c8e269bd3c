"""What a rehearsal costs: as many queries for a large plan as for a small one, and little time."""

import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from calendars.models import Freeze
from desk.rehearsal import rehearsal
from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from plans.actions import add_rows
from plans.models import Plan
from plans.tables.registry import section

START = datetime(2026, 11, 24, 2, tzinfo=UTC)
SHARES = (1, 5, 10, 30, 50, 100)
SECONDS = 0.2
"""Of the processor, on the slowest machine that runs the tests."""


def grow(plan: Plan, apps: int, ramps: int) -> None:
    """That many applications in batches of ten, each with its step, and ramps of six stages."""
    rows: Any = section("apps").model
    first = rows.objects.filter(plan=plan).count()
    rows.objects.bulk_create(
        rows(plan=plan, rank=first + n, app=f"app-{first + n}", batch=3 + n // 10)
        for n in range(apps)
    )
    steps: Any = section("steps").model
    steps.objects.bulk_create(
        steps(plan=plan, rank=n, phase="发布", action=f"发布 app-{first + n}", minutes=5)
        for n in range(apps)
    )
    known = Ramp.objects.filter(plan=plan).count()
    for number in range(known, known + ramps):
        name = f"灰度 {number}"
        Ramp.objects.create(plan=plan, rank=number, name=name, flag=f"flag-{number}")
        Stage.objects.bulk_create(
            Stage(plan=plan, rank=number * 10 + n, ramp=name, position=n, percent=share,
                  hold=timedelta(days=15), approval="测试" if n % 2 else "",
                  needs=["批次 3", "灰度 灰度 0 ≥ 5%"] if number and n == 1 else [])
            for n, share in enumerate(SHARES)
        )  # fmt: skip


@pytest.fixture
def timed(plan: Plan, cast: SimpleNamespace) -> Plan:
    """`plan` with three windows a day, and a freeze of one application."""
    add_rows(plan, "windows", by=cast.ann, rows=[
        {"start": "09:00", "end": "11:00"}, {"start": "16:00", "end": "17:30"},
        {"start": "23:00", "end": "09:00"},
    ])  # fmt: skip
    Freeze.objects.create(start=START, end=START + timedelta(hours=6), apps=["app-3"], reason="促")
    return plan


def test_a_large_plan_asks_the_database_no_more_often(timed: Plan) -> None:
    grow(timed, 4, 2)
    rehearsal(timed, START)
    with CaptureQueriesContext(connection) as few:
        rehearsal(timed, START)
    grow(timed, 200, 8)
    with CaptureQueriesContext(connection) as many:
        found = rehearsal(timed, START)
    assert len(found.climbs) == 10 and found.end is not None
    assert len(many) == len(few), [one["sql"][:90] for one in many]


def test_three_months_of_two_hundred_applications_take_no_time(timed: Plan) -> None:
    grow(timed, 200, 10)
    rehearsal(timed, START)
    took = []
    for _round in range(3):
        begun = time.process_time()
        found = rehearsal(timed, START)
        took.append(time.process_time() - begun)
    assert found.end is not None and found.end - START > timedelta(days=90)
    assert min(took) < SECONDS, took
