import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from calendars.models import ChangeWindow, Freeze
from desk.rehearsal import BATCH, rehearsal
from plans.actions import add_rows
from plans.models import Plan

START = datetime(2026, 11, 24, 2, tzinfo=UTC)
"""Tuesday, 10:00 in Shanghai."""


@pytest.fixture
def ramped(plan: Plan, cast: SimpleNamespace) -> Plan:
    """`plan` with a ramp of three stages, a day each."""
    add_rows(plan, "ramps", by=cast.ann, rows=[{"name": "返豆", "flag": "coin"}])
    add_rows(plan, "stages", by=cast.ann, rows=[
        {"ramp": "返豆", "position": 1, "percent": 1, "hold": "P1D"},
        {"ramp": "返豆", "position": 2, "percent": 50, "hold": "P1D", "approval": "测试 1"},
        {"ramp": "返豆", "position": 3, "percent": 100, "hold": "P1D"},
    ])  # fmt: skip
    return plan


def at(plan: Plan) -> dict[str, datetime | None]:
    return {point.title: point.at for point in rehearsal(plan, START).points}


def test_everything_comes_in_order_from_the_start_on(ramped: Plan) -> None:
    found = at(ramped)
    assert found["提测"] == found["第 1 批：coin-center、promotion-platform"] == START
    assert found["返豆 → 1%"] == START
    assert found["返豆 → 50%"] == START + timedelta(days=1)
    assert found["返豆 → 100%"] == START + timedelta(days=2)
    assert found["结束与总结"] == START + timedelta(days=3)


def test_sign_offs_are_named(ramped: Plan) -> None:
    stage = next(point for point in rehearsal(ramped, START).points if point.title == "返豆 → 50%")
    assert any("签字" in words for words in stage.assumed)


def test_windows_and_freezes_hold(ramped: Plan) -> None:
    ChangeWindow.objects.create(days=[], start="14:00", end="18:00")
    Freeze.objects.create(start=START, end=START + timedelta(hours=6), reason="大促")
    batch = next(point for point in rehearsal(ramped, START).points if point.kind == BATCH)
    assert batch.at == START + timedelta(hours=6)
    assert batch.held == "封网（大促），11-24 16:00 之后才行"


def test_a_window_without_an_opening_is_said_to_be_out_of_reach(ramped: Plan) -> None:
    ChangeWindow.objects.create(days=[], start="20:00", end="22:00")
    Plan.objects.filter(pk=ramped.pk).update(
        window_start=START, window_end=START + timedelta(hours=2)
    )
    ramped.refresh_from_db()
    found = rehearsal(ramped, START)
    first = next(point for point in found.points if point.at is None)
    assert first.kind == BATCH and "没有可以发布的时间" in first.held
    assert found.end is None and not found.fits
    assert "已经过去 8 小时" in found.warnings[0]


def say(*args: Any, **options: Any) -> str:
    out = StringIO()
    call_command("rehearse", *args, stdout=out, **options)
    return out.getvalue()


def test_the_command_speaks_words_and_json(ramped: Plan) -> None:
    assert "返豆 → 50%" in say(ramped.number, start="2026-11-24T10:00")
    told = json.loads(say(ramped.number, start=START.isoformat(), json=True))
    assert told["plan"] == ramped.number
    assert {point["kind"] for point in told["points"]} == {"gate", "batch", "stage", "end"}


@pytest.mark.parametrize(
    ("number", "start"), [("RP-0", None), (None, "tomorrow"), (None, "2026-99-01")]
)
def test_nonsense_gets_one_clear_line(ramped: Plan, number: str | None, start: str | None) -> None:
    with pytest.raises(CommandError):
        say(number or ramped.number, start=start)
