"""Excel workbooks → blocks: a sheet is a heading, runs of filled rows are tables."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from plans.reading.blocks import Block, Heading, Paragraph, Rule, Table
from plans.reading.errors import Unreadable
from plans.reading.pipes import write_table
from plans.reading.sheet_parts import comments, merged_down
from plans.reading.zipped import count_tags

_MOST_ROWS, _MOST_CELLS, _WIDEST = 20_000, 200_000, 200
_MOST_TAGS = 1_500_000


def read_sheets(data: bytes) -> list[Block]:
    """The blocks of an .xlsx whose archive was looked at before; formulas give their last value or their text."""
    if count_tags(data, "xl/") > _MOST_TAGS:
        raise _too_big()
    try:
        values = load_workbook(BytesIO(data), read_only=True, data_only=True)
        formulas = load_workbook(BytesIO(data), read_only=True)
        return list(_blocks(values, formulas))
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file makes it stumble over
        raise Unreadable(_("这个 Excel 文件打不开，请另存一次再试。")) from error


def _blocks(values: Any, formulas: Any) -> Iterator[Block]:
    budget = _Budget()
    pairs = list(zip(values.worksheets, formulas.worksheets, strict=True))
    for shown, written in sorted(pairs, key=lambda pair: pair[0].sheet_state != "visible"):
        yield Heading(1, shown.title, shown.title)
        blocks = _regions(_filled(_rows(shown, written, budget), merged_down(shown)))
        if shown.sheet_state == "visible":
            yield from blocks
        else:
            yield from _hidden(blocks)
    yield from comments(values)


def _hidden(blocks: Iterator[Block]) -> Iterator[Block]:
    """What a hidden sheet holds is kept, but says nothing of the plan."""
    yield Rule()
    yield from (Paragraph((), block.source) for block in blocks)


class _Budget:
    """How much of a workbook is read at most."""

    def __init__(self) -> None:
        self.rows = self.cells = 0

    def spend(self, cells: int) -> None:
        self.rows, self.cells = self.rows + 1, self.cells + cells
        if self.rows > _MOST_ROWS or self.cells > _MOST_CELLS:
            raise _too_big()


def _too_big() -> Unreadable:
    words = {"rows": _MOST_ROWS, "cells": _MOST_CELLS}
    return Unreadable(_("工作簿超过 %(rows)s 行或 %(cells)s 个单元格，请拆分后再导入。") % words)


def _rows(shown: Any, written: Any, budget: _Budget) -> Iterator[list[str]]:
    """The texts of every row, without the empty cells at its end."""
    pairs = zip(
        shown.iter_rows(max_col=_WIDEST),
        written.iter_rows(values_only=True, max_col=_WIDEST),
        strict=False,
    )
    for seen, told in pairs:
        budget.spend(len(seen))
        texts = [_shown(cell, told[at]) for at, cell in enumerate(seen)]
        while texts and not texts[-1]:
            texts.pop()
        yield texts


def _shown(cell: Any, written: Any) -> str:
    """A cell as its sheet shows it: 0.05 may be 5%."""
    value = cell.value if cell.value is not None else written
    counts = isinstance(value, int | float) and not isinstance(value, bool)
    if counts and "%" in str(cell.number_format):
        return f"{round(value * 100, 6):g}%"
    return _text(value)


def _filled(
    rows: Iterator[list[str]], merged: Mapping[tuple[int, int], int]
) -> Iterator[list[str]]:
    """Rows in which a cell merged over several of them says the same in each."""
    held: dict[int, tuple[str, int]] = {}
    for at, row in enumerate(rows, 1):
        held = {column: cell for column, cell in held.items() if at <= cell[1]}
        full = [*row, *[""] * (max([0, *(column + 1 for column in held)]) - len(row))]
        for column, (text, _last) in held.items():
            full[column] = full[column] or text
        for column, text in enumerate(row):
            if text and (at, column) in merged:
                held[column] = (text, merged[at, column])
        yield full


def _regions(rows: Iterator[list[str]]) -> Iterator[Block]:
    """Filled rows between empty ones; a lone column is text."""
    region: list[list[str]] = []
    for row in rows:
        if row:
            region.append(row)
        elif region:
            yield from _region(region)
            region = []
    if region:
        yield from _region(region)


def _region(rows: list[list[str]]) -> Iterator[Block]:
    """Titles above a table are paragraphs of their own."""
    while rows and len(rows[0]) == 1:
        yield Paragraph((rows[0][0].replace("\n", " "),), rows[0][0])
        rows = rows[1:]
    if rows:
        left = min(next(at for at, text in enumerate(row) if text) for row in rows)
        grid = [row[left:] for row in rows]
        yield Table(tuple(grid[0]), tuple(tuple(row) for row in grid[1:]), write_table(grid))


def _text(value: Any) -> str:
    """A cell as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" if value.time() != time() else f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return f"{value.total_seconds() / 60:g} min"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
