"""The page and the API of the rehearsal."""

import json
from datetime import UTC, datetime
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from people.actions import create_token
from plans.actions import add_rows
from plans.models import Plan

START = "2026-11-24T22:00"


@pytest.fixture
def ramped(plan: Plan, cast: SimpleNamespace) -> Plan:
    """`plan` with a ramp of two stages and a window at night."""
    add_rows(plan, "windows", by=cast.ann, rows=[{"start": "23:00", "end": "09:00"}])
    add_rows(plan, "ramps", by=cast.ann, rows=[{"name": "返豆", "flag": "coin"}])
    add_rows(plan, "stages", by=cast.ann, rows=[
        {"ramp": "返豆", "position": 1, "percent": 10, "hold": "P1D"},
        {"ramp": "返豆", "position": 2, "percent": 100, "hold": "P1D"},
    ])  # fmt: skip
    return plan


def test_the_page_shows_the_line_the_ramp_and_what_is_assumed(ramped: Plan, ann: Client) -> None:
    page = ann.get(f"/plans/{ramped.number}/rehearsal/?start={START}").content.decode()
    assert "返豆 → 100%" in page and "等变更窗口，11-24 23:00 开放" in page
    assert "假定：开发负责人 当即签字" in page
    assert page.count('<svg class="stairs') == 2
    assert 'value="2026-11-24T22:00"' in page


def test_api_command_and_page_tell_the_same(ramped: Plan, ann: Client) -> None:
    out = StringIO()
    call_command("rehearse", ramped.number, start=START, json=True, stdout=out)
    answer = ann.get(f"/api/v1/plans/{ramped.number}/rehearsal/", {"start": START})
    assert answer.json() == json.loads(out.getvalue())
    assert set(answer.json()) == {"plan", "start", "points", "warnings", "fits"}
    stage = next(point for point in answer.json()["points"] if point["kind"] == "stage")
    assert stage["at"] == "2026-11-24T23:00:00+08:00"
    assert stage["until"] == "2026-11-25T23:00:00+08:00"


@pytest.mark.parametrize("start", ["morgen", "2026-99-01", "1000-01-01T00:00", "9999-12-31T23:59Z"])
def test_a_start_that_is_none_is_refused_in_one_sentence(
    ramped: Plan, ann: Client, start: str
) -> None:
    answer = ann.get(f"/api/v1/plans/{ramped.number}/rehearsal/", {"start": start})
    assert answer.status_code == 400
    page = ann.get(f"/plans/{ramped.number}/rehearsal/", {"start": start})
    assert page.status_code == 400
    assert answer.json()["detail"] in page.content.decode()


def test_an_offset_whose_plus_an_address_has_eaten_is_understood(ramped: Plan, ann: Client) -> None:
    answer = ann.get(f"/api/v1/plans/{ramped.number}/rehearsal/?start=2026-11-24T22:00+09:00")
    assert answer.json()["start"] == "2026-11-24T21:00:00+08:00"


def test_strangers_to_the_plan_find_none(ramped: Plan, signed_in: Any, cast: Any) -> None:
    Plan.objects.filter(pk=ramped.pk).update(visibility="members")
    eve = signed_in(cast.eve)
    assert eve.get(f"/plans/{ramped.number}/rehearsal/").status_code == 404
    assert eve.get(f"/api/v1/plans/{ramped.number}/rehearsal/").status_code == 404


def test_the_schema_tells_the_shape_of_the_answer(ann: Client) -> None:
    schema = json.loads(ann.get("/api/v1/schema/?format=json").content)
    asked = schema["paths"]["/api/v1/plans/{number}/rehearsal/"]["get"]
    assert [one["name"] for one in asked["parameters"]] == ["number", "start"]
    answer = asked["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer["$ref"].endswith("/Rehearsed")
    point = schema["components"]["schemas"]["RehearsedPoint"]["properties"]
    assert point["at"] == {"type": ["string", "null"], "format": "date-time"}


def test_a_token_that_may_only_read_may_rehearse(ramped: Plan, cast: Any) -> None:
    _token, secret = create_token(
        cast.oli, by=cast.oli, name="流水线", scopes=["read"], expires_at=None
    )
    answer = Client().get(
        f"/api/v1/plans/{ramped.number}/rehearsal/", headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == 200 and answer.json()["plan"] == ramped.number


def test_strict_ends_with_two_when_it_does_not_fit(ramped: Plan) -> None:
    Plan.objects.filter(pk=ramped.pk).update(window_end=datetime(2026, 11, 25, 1, tzinfo=UTC))
    call_command("rehearse", ramped.number, start=START, stdout=StringIO())
    with pytest.raises(SystemExit) as ended:
        call_command("rehearse", ramped.number, start=START, strict=True, stdout=StringIO())
    assert ended.value.code == 2


def test_plan_board_and_ramps_lead_to_it(ramped: Plan, ann: Client) -> None:
    place = f"/plans/{ramped.number}/rehearsal/"
    for page in ("", "board/", "gray/"):
        assert f'href="{place}"' in ann.get(f"/plans/{ramped.number}/{page}").content.decode()


def test_it_is_complete_in_english(ramped: Plan, ann: Client) -> None:
    ann.cookies["django_language"] = "en"
    page = ann.get(f"/plans/{ramped.number}/rehearsal/?start={START}").content.decode()
    assert "waits for the change window that opens at 11-24 23:00" in page
    assert "assuming: " in page and "假定" not in page and "批当即" not in page
