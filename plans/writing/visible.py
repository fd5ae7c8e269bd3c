"""The part of a plan that stands in cells for everybody to see: columns, texts, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from plans.tables.cells import Cell
from plans.tables.section import Section
from plans.writing.source import Head, NotOurs, Row, Source


@dataclass(frozen=True)
class Column:
    """A column as written: one of the section's cells, or an unknown one of the source."""

    header: str
    cell: Cell | None = None

    def json_of(self, row: Row) -> Any:
        if self.cell is None:
            return (row.get("extra") or {}).get(self.header, "")
        return row.get(str(self.cell.name))

    def text_of(self, row: Row, zone: ZoneInfo) -> str:
        if self.cell is None:
            return str(self.json_of(row))
        return self.cell.display(value_of(self.cell, row), zone)


def value_of(cell: Cell, row: Row) -> Any:
    """The Python value of the row's JSON; an absent field has its default."""
    name = str(cell.name)
    return cell.from_json(row[name]) if name in row else cell.get_default()


def headers(section: Section) -> dict[str, Cell]:
    """{header: cell}: the labels, made distinct by the key where two are alike."""
    cells = section.columns
    labels = [cell.label for cell in cells]
    return {
        f"{cell.label} ({cell.name})" if labels.count(cell.label) > 1 else cell.label: cell
        for cell in cells
    }


def columns_of(section: Section, rows: Sequence[Row]) -> list[Column]:
    """The columns in which at least one row says something, unknown ones last."""
    known = headers(section)
    shown = [Column(header, cell) for header, cell in known.items() if _speaks(cell, rows)]
    if not shown:
        shown = [Column(h, cell) for h, cell in known.items() if cell.name in section.identity]
    extra = dict.fromkeys(name for row in rows for name in row.get("extra") or {})
    return [*shown, *(Column(name) for name in extra if name.strip() and name not in known)]


def _speaks(cell: Cell, rows: Iterable[Row]) -> bool:
    default = cell.get_default()
    return any(value_of(cell, row) != default for row in rows)


def columns_named(section: Section, names: Iterable[str]) -> list[Column]:
    """The columns of a header line; what the section does not know is extra."""
    known = headers(section)
    return [Column(name, known.get(name)) for name in names]


def row_of(columns: Sequence[Column], texts: Sequence[str], zone: ZoneInfo) -> dict[str, Any]:
    """The JSON row that these texts say; NotOurs when one of them cannot be read."""
    if len(texts) > len(columns):
        raise NotOurs("a row is wider than its header")
    row: dict[str, Any] = {"extra": {}}
    for column, text in zip(columns, texts, strict=False):
        if column.cell is not None:
            row[str(column.cell.name)] = json_of(column.cell, text, zone)
        elif text:
            row["extra"][column.header] = text
    return row


def json_of(cell: Cell, text: str, zone: ZoneInfo) -> Any:
    try:
        return cell.to_json(cell.parse(text, zone))
    except ValueError as error:
        raise NotOurs(str(error)) from error


def facts(source: Source) -> list[tuple[Cell, str]]:
    """(cell, text) of the plan's own fields that say something; the title is a heading."""
    cells = [cell for cell in source.head.cells if cell.name != "title"]
    told = [(cell, cell.display(value_of(cell, source.plan), source.zone)) for cell in cells]
    return [(cell, text) for cell, text in told if text]


def fact_of(head: Head, label: str, text: str, zone: ZoneInfo) -> dict[str, Any]:
    """{field: JSON} that this line of the facts says; empty for what is only told."""
    cell = head.by_label().get(label)
    if cell is None:
        raise NotOurs(f"no field is called {label}")
    name = str(cell.name)
    return {} if name in head.told else {name: json_of(cell, text, zone)}
