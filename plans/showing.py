"""Changes in the words that people read: labels and texts instead of fields and JSON."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from ground.words import in_row, labelled
from plans.changes import Changes
from plans.models import Plan
from plans.tables.cells import Cell
from plans.tables.diff import CellChange, RowChange
from plans.tables.registry import section


@dataclass(frozen=True)
class ShownCell:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownRow:
    """`kind` is added, removed, changed or moved."""

    kind: str
    title: str
    cells: list[ShownCell]


@dataclass(frozen=True)
class ShownTable:
    label: str
    rows: list[ShownRow]


def shown_changes(changes: Changes, zone: ZoneInfo) -> list[ShownTable]:
    """One table for the plan's own fields, one for the prose, one per section."""
    tables = [
        ShownTable(str(section(key).label), [_row(section(key), row, zone) for row in rows])
        for key, rows in changes.sections.items()
    ]
    if changes.notes:
        tables.insert(0, ShownTable(_("正文"), [_note(row) for row in changes.notes]))
    if changes.plan:
        cells = [shown_cell(Plan._meta.get_field(cell.field), cell, zone) for cell in changes.plan]
        tables.insert(0, ShownTable(_("计划信息"), [ShownRow("changed", "", cells)]))
    return tables


def _row(part: Any, row: RowChange, zone: ZoneInfo) -> ShownRow:
    cells = row.cells or ([] if row.kind == "moved" else _whole(part, row))
    columns = {str(cell.name): cell for cell in part.columns}
    return ShownRow(
        row.kind, row.title, [shown_cell(columns.get(cell.field), cell, zone) for cell in cells]
    )


def _whole(part: Any, row: RowChange) -> list[CellChange]:
    """An added or removed row: all that it says."""
    filled = [(str(cell.name), row.row.get(str(cell.name))) for cell in part.content]
    return [
        CellChange(name, None if row.kind == "added" else value,
                   value if row.kind == "added" else None)
        for name, value in filled
        if value not in (None, "", [])
    ]  # fmt: skip


def shown_cell(cell: Any, change: CellChange, zone: ZoneInfo) -> ShownCell:
    """The change in the words of that column; a column that is gone keeps its bare name."""
    label = str(getattr(cell, "verbose_name", "") or change.field)
    return ShownCell(label, _text(cell, change.before, zone), _text(cell, change.after, zone))


def _text(cell: Any, value: Any, zone: ZoneInfo) -> str:
    if value in (None, "", [], {}):
        return ""
    if not isinstance(cell, Cell):
        return (
            in_row(labelled(name, words) for name, words in value.items())
            if isinstance(value, dict)
            else str(value)
        )
    try:
        return cell.display(cell.from_json(value, zone), zone)
    except ValueError:
        return str(value)


def _note(row: RowChange) -> ShownRow:
    words = {"heading": _("标题"), "text": _("内容")}
    cells = [
        ShownCell(words.get(cell.field, cell.field), _plain(cell.before), _plain(cell.after))
        for cell in row.cells
    ]
    if row.kind in ("added", "removed"):
        text = str(row.row.get("text", ""))
        cells = [ShownCell(words["text"], "" if row.kind == "added" else text,
                           text if row.kind == "added" else "")]  # fmt: skip
    return ShownRow(row.kind, row.title, cells)


def _plain(value: Any) -> str:
    return " / ".join(value) if isinstance(value, list) else str(value or "")
