"""A section as a printed table: which columns stand side by side, groups, and the rest below.

Columns without any value are left out; what is the same in every row of a long table is said
once above it. Where a page is too narrow, long prose goes below its row; where even that is
too much, the table turns to landscape.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from desk.exports.pdf.widths import LANDSCAPE, PORTRAIT, Need, fits, need, share
from plans.states import APP_TONES
from plans.tables.cells import Cell
from plans.tables.section import Section
from plans.writing.source import Row
from plans.writing.visible import Column, columns_of, value_of

TONES = {**APP_TONES, "done": "ok", "passed": "ok", "blocked": "warn", "高": "bad", "中": "warn"}


_LONG = 24
"""Letters from which on prose may go below its row."""

MANY = 8
"""Rows from which on a column that never changes is said once."""


@dataclass(frozen=True)
class PrintedColumn:
    header: str
    width: float
    style: str


@dataclass(frozen=True)
class PrintedCell:
    text: str
    style: str
    aside: str = ""
    """The words of the source, where reading changed them."""


@dataclass(frozen=True)
class PrintedRow:
    cells: Sequence[PrintedCell]
    below: Sequence[tuple[str, PrintedCell]]


@dataclass(frozen=True)
class Group:
    title: str
    rows: Sequence[PrintedRow]


@dataclass(frozen=True)
class PrintedTable:
    """`same` is [(header, text)] of what every row has in common."""

    key: str
    label: str
    same: Sequence[tuple[str, str]]
    columns: Sequence[PrintedColumn]
    groups: Sequence[Group]
    is_wide: bool
    count: int


def printed(part: Section, rows: Sequence[Row], zone: ZoneInfo) -> PrintedTable:
    """The table of these JSON rows; at least one row."""
    shown = [column for column in columns_of(part, rows) if not _is_group(part, column)]
    texts = {column.header: [column.text_of(row, zone) for row in rows] for column in shown}
    same = _same(part, shown, texts)
    shown = [column for column in shown if column.header not in same]
    needs = {c.header: need(c.header, texts[c.header], _kind(c)) for c in shown}
    beside, is_wide = _beside(part, shown, needs)
    below = [column for column in shown if column not in beside]
    widths = share([needs[c.header] for c in beside], LANDSCAPE if is_wide else PORTRAIT)
    lines = [
        PrintedRow(
            [_cell(column, row, texts[column.header][at], zone) for column in beside],
            [(column.header, _cell(column, row, texts[column.header][at], zone))
             for column in below if texts[column.header][at]],
        )
        for at, row in enumerate(rows)
    ]  # fmt: skip
    return PrintedTable(
        part.key,
        str(part.label),
        list(same.items()),
        [PrintedColumn(c.header, w, _style(c.cell)) for c, w in zip(beside, widths, strict=True)],
        _groups(part, rows, lines, zone),
        is_wide,
        len(rows),
    )


def _same(
    part: Section, shown: Sequence[Column], texts: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """{header: text} of columns that say the same in every one of many rows."""
    return {
        column.header: texts[column.header][0]
        for column in shown
        if len(texts[column.header]) >= MANY
        and len(set(texts[column.header])) == 1
        and not (column.cell is not None and column.cell.name == part.identity[-1])
    }


def _beside(
    part: Section, shown: Sequence[Column], needs: Mapping[str, Need]
) -> tuple[list[Column], bool]:
    """(columns that stand side by side, whether that takes landscape)."""
    kept = [column for column in shown if not _may_go_below(part, column, needs)]
    for columns, room in (
        (shown, PORTRAIT),
        (kept, PORTRAIT),
        (shown, LANDSCAPE),
        (kept, LANDSCAPE),
    ):
        if len(columns) >= min(2, len(shown)) and fits(
            [needs[column.header] for column in columns], room
        ):
            return list(columns), room == LANDSCAPE
    columns = list(kept or shown)
    while len(columns) > 1 and not fits([needs[c.header] for c in columns], LANDSCAPE):
        columns.pop()
    return columns, True


def _may_go_below(part: Section, column: Column, needs: Mapping[str, Need]) -> bool:
    """Long prose, and what execution wrote; never what tells the rows apart."""
    if column.cell is not None and column.cell.name in part.identity:
        return False
    is_told = column.cell is not None and column.cell.is_progress and _kind(column) != "choice"
    return is_told or (_kind(column) == "prose" and needs[column.header].comfort > _LONG)


def _is_group(part: Section, column: Column) -> bool:
    return column.cell is not None and str(column.cell.name) == part.group_by


def _kind(column: Column) -> str:
    return column.cell.kind if column.cell else "prose"


def _cell(column: Column, row: Row, text: str, zone: ZoneInfo) -> PrintedCell:
    cell = column.cell
    if cell is None:
        return PrintedCell(text, "")
    value = str(row.get(str(cell.name)) or "")
    tone = TONES.get(value, "") if cell.kind == "choice" else ""
    return PrintedCell(text, f"{_style(cell)} {tone}".strip(), _aside(cell, row, zone))


def _aside(cell: Cell, row: Row, zone: ZoneInfo) -> str:
    """The words of the source that the value does not say: 3-4天 beside 4天, but not 1% beside 1.

    Text says it all; its numbering and markup are left to the source.
    """
    words = str((row.get("raw") or {}).get(cell.name, ""))
    try:
        says_all = (
            not words
            or cell.kind in ("line", "prose")
            or cell.parse(words, zone) == value_of(cell, row)
        )
    except ValueError:
        says_all = False
    return "" if says_all else words


def _style(cell: Cell | None) -> str:
    """The CSS class of a column: code, number, or none."""
    if cell is None:
        return ""
    if cell.kind in ("whole", "number"):
        return "num"
    return "code" if cell.is_code else ""


def _groups(
    part: Section, rows: Sequence[Row], lines: Sequence[PrintedRow], zone: ZoneInfo
) -> list[Group]:
    """Rows under the value they are grouped by; an ordered section keeps its order."""
    if not part.group_by:
        return [Group("", lines)]
    cell = part.column(part.group_by)
    titles = [cell.display(value_of(cell, row), zone) for row in rows]
    if not any(titles):
        return [Group("", lines)]
    words = str(part.more.get("group_words", "%s"))
    runs = _runs(titles) if part.ordered else _gathered(titles)
    return [
        Group(words % title if title else "—", [lines[at] for at in places])
        for title, places in runs
    ]


def _runs(titles: Sequence[str]) -> Iterable[tuple[str, list[int]]]:
    runs: list[tuple[str, list[int]]] = []
    for at, title in enumerate(titles):
        if not runs or runs[-1][0] != title:
            runs.append((title, []))
        runs[-1][1].append(at)
    return runs


def _gathered(titles: Sequence[str]) -> Iterable[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for at, title in enumerate(titles):
        found.setdefault(title, []).append(at)
    return found.items()
