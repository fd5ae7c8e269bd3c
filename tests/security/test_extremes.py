"""One plan with the largest values that can be written must not take pages from anybody."""

import time
from collections.abc import Callable

import pytest
from django.test import Client

from desk.exports.pdf.page import html_of
from desk.rehearsal import rehearsal
from ground.clock import now
from plans.models import Plan
from plans.tables.cells import Cell
from plans.tables.registry import sections
from tests.security.test_routes import OURS
from tests.security.world import World

pytestmark = pytest.mark.long
Visitor = Callable[..., Client]
SECONDS = 5.0
MOST = {
    "line": "长" * 40, "prose": "长 " * 2_000, "whole": 2_147_483_647, "number": 999_999_999_999,
    "flag": True, "names": ["长" * 100] * 1, "days": [1, 2, 3, 4, 5, 6, 7], "span": "P3660D",
    "clock": "23:59",
}  # fmt: skip
FIRST, LAST = "1900-01-01T00:00:00+00:00", "2199-12-31T23:59:59+00:00"


def value_of(cell: Cell, *, lowest: bool) -> object:
    if cell.kind == "moment":
        return FIRST if lowest or "start" in str(cell.name) else LAST
    if cell.kind == "choice":
        return cell.options[-1][0]
    if cell.kind == "whole" and lowest:
        return -2_147_483_647
    return MOST[cell.kind]


@pytest.fixture
def extreme(world: World, visitor: Visitor) -> Plan:
    """The open plan with the largest and the smallest value in every cell, written over REST."""
    client, base = visitor("ann"), f"/api/v1/plans/{world.open.plan.number}/"
    fields = {"window_start": FIRST, "window_end": LAST, "observe": "P3660D", "title": "长" * 200}
    assert client.patch(base, fields, "application/json").status_code == 200
    for part in sections():
        rows = [
            {str(cell.name): value_of(cell, lowest=lowest) for cell in part.content}
            for lowest in (True, False)
        ]
        answer = client.post(f"{base}sections/{part.key}/", rows, "application/json")
        assert answer.status_code == 201, answer.content.decode()[:300]
    return Plan.objects.get(pk=world.open.plan.pk)


@pytest.mark.parametrize("status", ["releasing", "observing"])
def test_every_page_is_there_in_time(
    extreme: Plan, world: World, visitor: Visitor, status: str
) -> None:
    Plan.objects.filter(pk=extreme.pk).update(
        status=status, started_at=now(), observing_since=now()
    )
    for name in ("ann", "eve"):
        client = visitor(name)
        for door in OURS:
            if name == "ann" or not door.is_of_a_plan:
                start = time.process_time()
                answer = client.get(door.at(world.open.ids))
                assert answer.status_code < 500 or door.name == "readyz", door.route
                assert time.process_time() - start < SECONDS, door.route


@pytest.mark.parametrize(
    "query", ["month=2199-12", "month=1900-01", "month=2026-11", "week=2026-W47"]
)
def test_the_calendar_shows_its_own_days_only(extreme: Plan, visitor: Visitor, query: str) -> None:
    start = time.process_time()
    assert visitor("eve").get(f"/calendar/?{query}").status_code == 200
    assert time.process_time() - start < 1.0


def test_print_and_rehearsal_bear_it_too(extreme: Plan) -> None:
    assert html_of(extreme, now())
    assert rehearsal(extreme, now())
