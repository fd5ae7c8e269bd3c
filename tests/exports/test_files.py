"""Exports through their page: who gets what, under which name."""

import io
import json
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import reverse
from icalendar import Calendar
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from desk.exports import exports, find_export
from desk.models import DONE, Rendering
from plans.actions import add_rows
from plans.models import Plan

pytestmark = pytest.mark.long

QUICK = ("md", "xlsx", "json", "ics")


def get(client: Any, plan: Plan, fmt: str) -> Any:
    return client.get(reverse("desk:export", args=[plan.number, fmt]))


@pytest.mark.parametrize("fmt", QUICK)
def test_the_page_gives_the_file_under_number_and_title(
    fmt: str, rich: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    response = get(signed_in(cast.eve), rich, fmt)
    assert response.status_code == 200
    assert response["Content-Type"] == find_export(fmt).media
    name = response["Content-Disposition"]
    assert name == f"attachment; filename*=utf-8''{quote(f'{rich.number} {rich.title}.{fmt}')}"
    assert response.content == find_export(fmt).render(rich)


def test_pdf_comes_at_once_for_an_ordinary_plan(
    plan: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    response = get(signed_in(cast.ann), plan, "pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


@pytest.mark.parametrize("fmt", [one.key for one in exports()])
def test_a_plan_one_may_not_see_is_not_there(
    fmt: str, rich: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    Plan.objects.filter(pk=rich.pk).update(visibility="members")
    assert get(signed_in(cast.eve), rich, fmt).status_code == 404
    assert get(signed_in(cast.rob), rich, "json").status_code == 200


def test_an_unknown_format_is_not_there(rich: Plan, cast: SimpleNamespace, signed_in: Any) -> None:
    assert get(signed_in(cast.ann), rich, "docx").status_code == 404


def test_strangers_are_asked_to_sign_in(rich: Plan, client: Any) -> None:
    assert get(client, rich, "md").status_code == 302


def test_a_file_of_somebody_elses_hidden_plan_is_not_there(
    rich: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    made = Rendering.objects.create(
        plan=rich, kind="pdf", language="zh-hans", head="x", state=DONE, asked_by=cast.ann,
        asked_at=rich.created_at,
    )  # fmt: skip
    Plan.objects.filter(pk=rich.pk).update(visibility="members")
    for name in ("rendering", "rendered"):
        address = reverse(f"desk:{name}", args=[rich.number, made.pk])
        assert signed_in(cast.eve).get(address).status_code == 404


def test_formulas_stay_text_in_excel(plan: Plan, cast: SimpleNamespace) -> None:
    evil = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)"]
    add_rows(plan, "impacts", by=cast.ann, rows=[{"object": text} for text in evil])
    sheet = load_workbook(io.BytesIO(find_export("xlsx").render(plan)))["影响范围"]
    cells = [sheet.cell(line, 1) for line in range(2, 2 + len(evil))]
    assert [cell.value for cell in cells] == evil
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)


def test_excel_has_typed_cells_and_lists_to_choose_from(rich: Plan) -> None:
    book = load_workbook(io.BytesIO(find_export("xlsx").render(rich)))
    apps = book["发布应用批次"]
    assert apps["A2"].value == 1
    assert apps.freeze_panes == "D2"
    lists = [rule.formula1 for rule in apps.data_validations.dataValidation]
    assert '"高,中,低"' in lists
    steps = book["执行步骤"]
    header = [cell.value for cell in steps[1]]
    assert steps.cell(2, header.index("计划开始") + 1).is_date


def test_json_is_the_whole_document(rich: Plan) -> None:
    whole = json.loads(find_export("json").render(rich))
    assert whole["format"] == "releaseplan"
    assert whole["plan"]["number"] == rich.number
    assert whole["sections"]["apps"][0]["app"] == "coin-center"
    assert len(whole["notes"]) == 3


def test_the_calendar_entry_follows_the_plan(rich: Plan) -> None:
    calendar = Calendar.from_ical(find_export("ics").render(rich))
    (entry,) = calendar.walk("VEVENT")
    assert entry.decoded("dtstart").isoformat() == "2026-12-01T14:00:00+00:00"
    assert entry.decoded("dtend").isoformat() == "2026-12-01T18:00:00+00:00"
    assert entry["status"] == "TENTATIVE"
    assert rich.number in str(entry["uid"])
    assert int(entry["sequence"]) > 0


def test_without_a_window_the_calendar_says_what_to_do(
    plan: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    response = get(signed_in(cast.ann), plan, "ics")
    assert response.status_code == 400
    assert "窗口开始" in response.content.decode()


def test_json_keeps_to_the_published_schema(
    rich: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    published = signed_in(cast.ann).get(reverse("desk:plan-schema")).json()
    Draft202012Validator.check_schema(published)
    whole = json.loads(find_export("json").render(rich))
    errors = list(Draft202012Validator(published).iter_errors(whole))
    assert errors == []
    whole["sections"]["apps"][0]["batch"] = "eins"
    assert list(Draft202012Validator(published).iter_errors(whole))


def test_a_title_cannot_lead_a_file_elsewhere(plan: Plan, cast: SimpleNamespace) -> None:
    plan.title = '../../etc/pass\r\nwd: <b>"x"?' + "长" * 200
    name = find_export("md").file_name(plan)
    assert not set(name) & set('/\\:*?"<>|\r\n')
    assert len(name) < 100
