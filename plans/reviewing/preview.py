"""What import made of a document, in words: tables, prose, and which block each row came from (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from plans.reading.choices import NOTES
from plans.reading.draft import ImportDraft
from plans.reading.lost import lost_words
from plans.reading.text import words
from plans.tables.cells import Cell
from plans.tables.registry import section
from plans.tables.section import Section

MOST_SHOWN = 100
"""Rows of a table that the review shows; nobody checks more by eye, and all are kept."""

MOST_NOTES, MOST_BLOCKS = 300, 12
HUES = 9


@dataclass(frozen=True)
class Line:
    """A row as texts, and the number of the block that it came from (0: of none)."""

    block: int
    texts: list[str]
    is_first: bool


@dataclass(frozen=True)
class Table:
    """A recognised table with the columns that say something, as texts."""

    key: str
    label: str
    hue: int
    headers: list[str]
    lines: list[Line]
    count: int
    blocks: list[int]

    @property
    def hidden(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True)
class Prose:
    """A note: its heading path, its text, the blocks that it is made of."""

    heading: list[str]
    text: str
    blocks: list[int]

    @property
    def shown_blocks(self) -> list[int]:
        return self.blocks[:MOST_BLOCKS]


@dataclass(frozen=True)
class Preview:
    tables: list[Table]
    notes: list[Prose]
    draft: ImportDraft = field(repr=False)

    @property
    def shown_notes(self) -> list[Prose]:
        return self.notes[:MOST_NOTES]

    @property
    def row_count(self) -> int:
        return sum(table.count for table in self.tables)


def preview_of(draft: ImportDraft, zone: ZoneInfo) -> Preview:
    """The draft as the review shows it on its right side."""
    numbers = numbers_of(draft)
    origin = {
        id(row): numbers.get(trace.at, 0)
        for trace in draft.trace
        for went in trace.went
        for row in went.rows
    }
    hues = hues_of(draft)
    tables = [
        _table(section(key), rows, hues[key], origin, zone) for key, rows in draft.sections.items()
    ]
    return Preview(tables, _notes(draft, numbers), draft)


def numbers_of(draft: ImportDraft) -> dict[int, int]:
    """{position: number as shown}: blocks are counted from 1, headings are not."""
    blocks = [trace.at for trace in draft.trace if trace.block is not None]
    return {at: number for number, at in enumerate(blocks, start=1)}


def hues_of(draft: ImportDraft) -> dict[str, int]:
    """{section: hue from 1}; prose is 0, which has none."""
    keys = [*draft.sections, *(trace.target for trace in draft.trace)]
    known = [key for key in dict.fromkeys(keys) if key != NOTES]
    return {NOTES: 0} | {key: place % HUES + 1 for place, key in enumerate(known)}


@dataclass(frozen=True)
class Kept:
    """How many different words the blocks have, and which of them nothing keeps: none."""

    words: int
    lost: list[str]


def kept_of(draft: ImportDraft) -> Kept:
    """The promise of import, counted for this document."""
    source = "\n".join(trace.block.source for trace in draft.trace if trace.block)
    kept = [draft.plan, draft.sections, draft.notes, draft.mapping]
    return Kept(len(set(words(source))), sorted(lost_words(source, kept)))


def text_of(cell: Cell, value: Any, zone: ZoneInfo) -> str:
    """A JSON value as people read it; what cannot be read as it stands."""
    if value in (None, "", []):
        return ""
    try:
        return cell.display(cell.from_json(value, zone), zone)
    except ValueError:
        return str(value)


def _table(
    part: Section,
    rows: Sequence[Mapping[str, Any]],
    hue: int,
    origin: Mapping[int, int],
    zone: ZoneInfo,
) -> Table:
    filled = [cell for cell in part.columns if any(_is_said(row, cell) for row in rows)]
    extra = list(dict.fromkeys(header for row in rows for header in row.get("extra") or {}))
    blocks = [origin.get(id(row), 0) for row in rows]
    lines = [
        Line(block, _texts(row, filled, extra, zone), place == 0 or blocks[place - 1] != block)
        for place, (row, block) in enumerate(zip(rows[:MOST_SHOWN], blocks, strict=False))
    ]
    return Table(
        key=part.key,
        label=str(part.label),
        hue=hue,
        headers=[*(cell.label for cell in filled), *extra],
        lines=lines,
        count=len(rows),
        blocks=[block for block in dict.fromkeys(blocks) if block],
    )


def _texts(
    row: Mapping[str, Any], filled: Sequence[Cell], extra: Sequence[str], zone: ZoneInfo
) -> list[str]:
    texts = [text_of(cell, row.get(str(cell.name)), zone) for cell in filled]
    return [*texts, *(str((row.get("extra") or {}).get(header, "")) for header in extra)]


def _is_said(row: Mapping[str, Any], cell: Cell) -> bool:
    value = row.get(str(cell.name))
    return value not in (None, "", []) and not (cell.is_progress and value == cell.get_default())


def _notes(draft: ImportDraft, numbers: Mapping[int, int]) -> list[Prose]:
    blocks: dict[int, list[int]] = {}
    for trace in draft.trace:
        if trace.note is not None and trace.at in numbers:
            blocks.setdefault(trace.note, []).append(numbers[trace.at])
    return [
        Prose(note["heading"], note["text"], blocks.get(at, []))
        for at, note in enumerate(draft.notes)
    ]
