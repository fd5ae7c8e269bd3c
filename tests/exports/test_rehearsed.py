"""The chapter of the printed document that tells when everything could come."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from desk.exports.pdf.page import html_of
from plans.actions import add_rows
from plans.models import Plan

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
"""10:00 in Shanghai."""


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def chapter(plan: Plan) -> Any:
    page = HTMLParser(html_of(plan, NOW))
    sections = page.css("section.chapter")
    return next((one for one in sections if one.css_first("h2").text().endswith("预演")), None)


@pytest.fixture
def ramped(plan: Plan, cast: Any) -> Plan:
    """`plan` with a ramp, and the night open."""
    add_rows(plan, "windows", by=cast.ann, rows=[{"start": "23:00", "end": "09:00"}])
    add_rows(plan, "ramps", by=cast.ann, rows=[{"name": "返豆", "flag": "coin"}])
    add_rows(plan, "stages", by=cast.ann, rows=[
        {"ramp": "返豆", "position": 1, "percent": 10, "hold": "P1D"},
        {"ramp": "返豆", "position": 2, "percent": 100},
    ])  # fmt: skip
    return plan


def test_a_plan_that_is_to_come_prints_table_warnings_and_staircase(ramped: Plan) -> None:
    Plan.objects.filter(pk=ramped.pk).update(
        window_start=datetime(2026, 11, 24, 12, tzinfo=UTC),
        window_end=datetime(2026, 11, 25, 1, tzinfo=UTC),
    )
    ramped.refresh_from_db()
    printed = chapter(ramped)
    words = printed.text()
    assert "返豆 → 100%" in words and "11-25 星期三 23:00" in words
    assert "放不进发布窗口" in words
    assert len(printed.css("svg path.planned")) == 1


def test_a_plan_that_is_over_or_empty_prints_none(ramped: Plan, cast: Any) -> None:
    Plan.objects.filter(pk=ramped.pk).update(status="done")
    ramped.refresh_from_db()
    assert chapter(ramped) is None
