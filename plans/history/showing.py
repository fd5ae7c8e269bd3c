"""Changes in the words that people read: labels and texts instead of fields and JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from ground.words import in_row, labelled
from plans.document import NOTES, PLAN
from plans.history.changes import Changes
from plans.history.wording import Pieces, TextLine, differing, line_changes
from plans.models import Plan
from plans.tables.cells import Cell
from plans.tables.diff import CellChange, RowChange
from plans.tables.registry import section

MOST_ROWS = 200
"""A table of changes shows so many rows; the rest is counted."""


@dataclass(frozen=True)
class ShownCell:
    """One cell before and after; `is_progress` is what execution wrote."""

    label: str
    before: str
    after: str
    is_progress: bool = False

    @cached_property
    def _pieces(self) -> tuple[Pieces, Pieces]:
        return differing(self.before, self.after)

    @property
    def old(self) -> Pieces:
        return self._pieces[0]

    @property
    def new(self) -> Pieces:
        return self._pieces[1]

    @property
    def is_long(self) -> bool:
        """Several lines on both sides: told line by line."""
        return bool(self.before and self.after) and "\n" in self.before + self.after

    @property
    def lines(self) -> list[TextLine]:
        return line_changes(self.before, self.after)


@dataclass(frozen=True)
class ShownRow:
    """`kind` is added, removed, changed or moved (with `places`, from one)."""

    kind: str
    title: str
    cells: list[ShownCell]
    pk: Any = None
    places: tuple[int, int] = (0, 0)

    @property
    def has_content(self) -> bool:
        """Something that a restoration would bring back: not only what execution wrote."""
        return not all(cell.is_progress for cell in self.cells)


@dataclass(frozen=True)
class ShownTable:
    label: str
    rows: list[ShownRow]
    key: str = ""
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.rows) + self.more


def shown_changes(changes: Changes, zone: ZoneInfo) -> list[ShownTable]:
    """One table for the plan's own fields, one for the prose, one per section."""
    tables = []
    if changes.plan:
        cells = [shown_cell(Plan._meta.get_field(cell.field), cell, zone) for cell in changes.plan]
        tables.append(ShownTable(_("计划信息"), [ShownRow("changed", "", cells)], PLAN))
    if changes.notes:
        tables.append(_table(_("正文"), NOTES, changes.notes, _note))
    for key, rows in changes.sections.items():
        tables.append(_table(str(section(key).label), key, rows, _row_of(section(key), zone)))
    return tables


def _table(label: str, key: str, rows: list[RowChange], show: Any) -> ShownTable:
    first = [show(row) for row in rows[:MOST_ROWS]]
    return ShownTable(label, first, key, len(rows) - len(first))


def _row_of(part: Any, zone: ZoneInfo) -> Any:
    columns = {str(cell.name): cell for cell in part.columns}

    def show(row: RowChange) -> ShownRow:
        cells = row.cells or ([] if row.kind == "moved" else whole_row(part, row))
        shown = [shown_cell(columns.get(cell.field), cell, zone) for cell in cells]
        return ShownRow(row.kind, row.title, shown, row.row.get("id"), row.places)

    return show


def whole_row(part: Any, row: RowChange) -> list[CellChange]:
    """An added or removed row: all that it says, what people recorded on it included."""
    values = [(str(cell.name), row.row.get(str(cell.name))) for cell in _telling(part)]
    values += [("extra", row.row.get("extra"))]
    return [
        CellChange(name, None if row.kind == "added" else value,
                   value if row.kind == "added" else None)
        for name, value in values
        if value not in (None, "", [], {})
    ]  # fmt: skip


def _telling(part: Any) -> Iterable[Any]:
    """Without states that every new row has."""
    return [cell for cell in part.columns if not (cell.is_progress and cell.default)]


def shown_cell(cell: Any, change: CellChange, zone: ZoneInfo) -> ShownCell:
    """The change in the words of that column; a column that is gone keeps its bare name."""
    label = str(getattr(cell, "verbose_name", "") or _label(change.field))
    before, after = _text(cell, change.before, zone), _text(cell, change.after, zone)
    return ShownCell(label, before, after, bool(getattr(cell, "is_progress", False)))


def _label(field: str) -> str:
    return _("其他列") if field == "extra" else field


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
    return ShownRow(row.kind, row.title, cells, row.row.get("id"), row.places)


def _plain(value: Any) -> str:
    return " / ".join(value) if isinstance(value, list) else str(value or "")
