"""What leaves the house carries what people wrote as data: calendars, workbooks, mails."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.mail import EmailMessage
from icalendar import Calendar
from openpyxl import load_workbook

from desk.exports import find_export
from ground.clock import now
from notices.actions.posting import one_line
from plans.actions import add_rows, change_plan
from plans.models import Plan

pytestmark = pytest.mark.django_db
EVIL = "一\r\nATTENDEE:mailto:eve@evil.test\nEND:VEVENT\rX-EVIL:1 \u2028;,\\n\x07"
FORMULAS = [
    '=HYPERLINK("http://evil.test")',
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "=1\n=2",
]


@pytest.fixture
def poisoned(plan: Plan, cast: SimpleNamespace) -> Plan:
    values = {"title": EVIL, "version": EVIL[:60], "window_start": now().isoformat()}
    change_plan(plan, by=cast.ann, version=plan.version_lock, values=values)
    plan.refresh_from_db()
    return plan


def test_a_title_adds_nothing_to_a_calendar(poisoned: Plan) -> None:
    written = find_export("ics").render(poisoned)
    read = Calendar.from_ical(written)
    [entry] = read.walk("VEVENT")
    assert "attendee" not in entry and "x-evil" not in entry and "x-evil" not in read
    assert "ATTENDEE" in str(entry["summary"])


def test_a_text_is_no_formula_in_a_workbook(plan: Plan, cast: SimpleNamespace) -> None:
    rows = [{"summary": text, "developer": text, "extra": {text: text}} for text in FORMULAS]
    add_rows(plan, "changes", by=cast.ann, rows=rows)
    book = load_workbook(BytesIO(find_export("xlsx").render(plan)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    shown = [cell for cell in cells if str(cell.value or "").startswith(("=", "+", "@", "\t="))]
    assert shown and all(cell.quotePrefix for cell in shown)


@pytest.mark.parametrize("fmt", ["md", "json", "xlsx", "ics"])
def test_no_export_stumbles_over_a_title(poisoned: Plan, fmt: str) -> None:
    assert find_export(fmt).render(poisoned)


def test_a_subject_is_one_header(poisoned: Plan) -> None:
    subject = one_line(f"[{poisoned.number}] {EVIL}")
    lines = EmailMessage(subject, "x", to=["a@example.test"]).message().as_string().split("\n\n")[0]
    assert not [
        line for line in lines.split("\n") if line.lower().startswith(("attendee", "x-evil"))
    ]
