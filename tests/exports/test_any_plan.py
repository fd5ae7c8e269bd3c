"""Any plan that can be written down leaves as a file and comes back the same plan."""

import io
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from desk.exports import find_export
from ground.texts import is_keepable
from plans.actions import add_note, add_rows, create_plan
from plans.document import Document, load
from plans.importing import read_file
from plans.models import Plan
from plans.tables.cells import Cell
from plans.tables.registry import section, sections
from plans.writing import Source
from tests.exports.documents import sources
from tests.security.test_extremes import value_of

pytestmark = pytest.mark.long
FILES = ("md", "xlsx", "json")
EACH = pytest.mark.parametrize("fmt", FILES)
TOLD = {"number", "owner", "status"}
"""What a new plan gets for itself."""


def stored(source: Source, by: Any) -> Plan:
    """The source as a plan in the database, as an import would write it."""
    draft = SimpleNamespace(
        plan={name: value for name, value in source.plan.items() if name not in TOLD},
        sections=source.sections, notes=source.notes, source="",
    )  # fmt: skip
    return Plan.objects.get(pk=create_plan(by=by, draft=draft).pk)


def again(data: bytes, by: Any) -> Plan:
    """The plan that a file makes; nothing of it may be left unplaced or doubted."""
    draft = read_file(data, "export")
    assert not draft.findings and not draft.unplaced
    return Plan.objects.get(pk=create_plan(by=by, draft=draft).pk)


def content(plan: Plan) -> Any:
    """Everything that the plan says, without the numbers of the database."""
    document: Document = load(plan)
    rows = {
        key: [{name: value for name, value in row.items() if name in _kept(key)} for row in found]
        for key, found in document.sections.items()
    }
    notes = [(note["heading"], note["text"]) for note in document.notes]
    return {name: v for name, v in document.plan.items() if name not in TOLD}, rows, notes


def _kept(key: str) -> set[str]:
    return {*(str(cell.name) for cell in section(key).columns), "extra", "raw"}


@EACH
@settings(
    deadline=None, max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
                           HealthCheck.data_too_large],
)  # fmt: skip
@given(source=sources())
def test_a_plan_leaves_and_comes_back(fmt: str, source: Source, cast: SimpleNamespace) -> None:
    plan = stored(source, cast.ann)
    back = again(find_export(fmt).render(plan), cast.ann)
    assert content(back) == content(plan)


def _most(cell: Cell, *, lowest: bool) -> Any:
    """Over the edge of what a sheet holds, where the cell has no edge of its own."""
    if cell.kind == "prose":
        return "=长|`<br>\n" * (9 if lowest else 9_000)
    return value_of(cell, lowest=lowest)


@pytest.fixture
def extreme(cast: SimpleNamespace) -> Plan:
    """The largest and the smallest value in every cell, and a note that looks like our marks."""
    plan = create_plan(
        by=cast.ann, title="长" * 200, observe="P3660D",
        window_start="1900-01-01T00:00:00+00:00", window_end="2199-12-31T23:59:59+00:00",
    )  # fmt: skip
    for part in sections():
        rows = [
            {str(cell.name): _most(cell, lowest=lowest) for cell in part.content}
            for lowest in (True, False)
        ]
        add_rows(plan, part.key, by=cast.ann, rows=rows)
    add_note(plan, by=cast.ann, heading=["#", "-->", ""], text="<!-- /note:1 -->\n# x\n" * 999)
    return Plan.objects.get(pk=plan.pk)


@EACH
def test_so_do_the_largest_and_smallest_values(
    fmt: str, extreme: Plan, cast: SimpleNamespace
) -> None:
    back = again(find_export(fmt).render(extreme), cast.ann)
    assert content(back) == content(extreme)


def test_the_second_export_is_the_first_byte_for_byte(extreme: Plan, cast: SimpleNamespace) -> None:
    markdown = find_export("md")
    data = markdown.render(extreme)
    back = again(data, cast.ann)
    assert markdown.render(back).decode().replace(back.number, extreme.number) == data.decode()


def test_a_workbook_that_another_program_saved_still_comes_back(
    rich: Plan, cast: SimpleNamespace
) -> None:
    """LibreOffice shows no sheet as "very hidden" and writes everything anew."""
    book = load_workbook(io.BytesIO(find_export("xlsx").render(rich)))
    book["releaseplan"].sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    assert content(again(file.getvalue(), cast.ann)) == content(rich)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_what_no_file_could_carry_is_not_in_a_plan(text: str) -> None:
    assert not is_keepable(text)
