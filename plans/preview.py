"""What import recognised, in words: where each block went, and the tables it became."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from plans.models import Plan
from plans.reading.draft import ImportDraft
from plans.tables.cells import Cell
from plans.tables.registry import has_section, section
from plans.tables.section import Section


@dataclass(frozen=True)
class Block:
    """One block of the source: its heading path, the section it went to, column by column."""

    heading: list[str]
    key: str
    label: str
    rows: int
    columns: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_table(self) -> bool:
        return self.key != "notes"


@dataclass(frozen=True)
class Table:
    """A recognised table with the columns that say something, as texts."""

    key: str
    label: str
    headers: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Preview:
    facts: list[tuple[str, str]]
    blocks: list[Block]
    tables: list[Table]
    draft: ImportDraft

    @property
    def row_count(self) -> int:
        return sum(len(table.rows) for table in self.tables)


def preview_of(draft: ImportDraft, zone: ZoneInfo) -> Preview:
    """The draft as the import page shows it."""
    return Preview(
        facts=_facts(draft.plan, zone),
        blocks=[_block(entry) for entry in draft.mapping],
        tables=[_table(section(key), rows, zone) for key, rows in draft.sections.items()],
        draft=draft,
    )


def _facts(plan: Mapping[str, Any], zone: ZoneInfo) -> list[tuple[str, str]]:
    facts = []
    for name in Plan.EDITABLE:
        cell = Plan._meta.get_field(name)
        text = _text(cell, plan.get(name), zone) if isinstance(cell, Cell) else ""
        if text and name != "title":
            facts.append((str(cell.verbose_name), text))  # type: ignore[union-attr]
    return facts


def _block(entry: Mapping[str, Any]) -> Block:
    key = entry["section"]
    known = has_section(key)
    return Block(
        heading=list(entry["heading"]),
        key=key,
        label=str(section(key).label) if known else _("正文"),
        rows=entry["rows"],
        columns=[
            (header, _column(section(key), name) if known else name)
            for header, name in entry["columns"].items()
        ],
    )


def _column(part: Section, name: str) -> str:
    try:
        return part.column(name).label
    except KeyError:
        return name


def _table(part: Section, rows: list[dict[str, Any]], zone: ZoneInfo) -> Table:
    filled = [cell for cell in part.columns if any(_is_said(row, cell) for row in rows)]
    extra = list(dict.fromkeys(header for row in rows for header in row.get("extra") or {}))
    return Table(
        key=part.key,
        label=str(part.label),
        headers=[*(cell.label for cell in filled), *extra],
        rows=[
            [
                *(_text(cell, row.get(str(cell.name)), zone) for cell in filled),
                *((row.get("extra") or {}).get(header, "") for header in extra),
            ]
            for row in rows
        ],
    )


def _is_said(row: Mapping[str, Any], cell: Cell) -> bool:
    return row.get(str(cell.name)) not in (None, "", [])


def _text(cell: Cell, value: Any, zone: ZoneInfo) -> str:
    if value in (None, "", []):
        return ""
    try:
        return cell.display(cell.from_json(value, zone), zone)
    except ValueError:
        return str(value)
