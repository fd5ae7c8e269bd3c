"""Excel workbooks → blocks: a sheet is a heading, runs of filled rows are tables."""

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from plans.reading.blocks import Block, Heading, Paragraph, Table
from plans.reading.errors import Unreadable
from plans.reading.pipes import write_table
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
    for shown, written in zip(values.worksheets, formulas.worksheets, strict=True):
        if shown.sheet_state != "visible":
            continue
        yield Heading(1, shown.title, shown.title)
        yield from _regions(_rows(shown, written, budget))


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
        shown.iter_rows(values_only=True, max_col=_WIDEST),
        written.iter_rows(values_only=True, max_col=_WIDEST),
        strict=False,
    )
    for seen, told in pairs:
        budget.spend(len(seen))
        texts = [_text(value if value is not None else told[at]) for at, value in enumerate(seen)]
        while texts and not texts[-1]:
            texts.pop()
        yield texts


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
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
