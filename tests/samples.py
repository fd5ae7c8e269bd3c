"""Rows that a section would hold, made from its columns alone."""

from typing import Any

from plans.tables.cells import Cell
from plans.tables.section import Section

_VALUES: dict[str, list[Any]] = {
    "line": ["返豆-甲", "coin.center", "乙 | 丙"],
    "prose": ["第一行\n第二行", "=1+1", "普通说明"],
    "whole": [1, 20, None],
    "number": [12.5, 100, None],
    "flag": [True, False, None],
    "names": [["coin-center", "trade-web"], [], ["外部:支付网关"]],
    "days": [[1, 2, 5], [], [6, 7]],
    "moment": ["2026-06-18T22:00:00+08:00", None, "2026-06-19T00:30:00+08:00"],
    "span": ["P3DT4H", None, "PT30M"],
    "clock": ["23:00", None, "09:30"],
}


def value_of(cell: Cell, index: int) -> Any:
    """A JSON value for the cell, another one for each of three rows."""
    if cell.kind == "choice":
        words = [value for value, _label in cell.options]
        return words[index % len(words)]
    return _VALUES[cell.kind][index % 3]


def sample_rows(section: Section, *, progress: bool = False) -> list[dict[str, Any]]:
    """Three JSON rows that differ in every cell; identities are told apart by a number."""
    cells = section.columns if progress else section.content
    rows = []
    for index in range(3):
        row = {str(cell.name): value_of(cell, index) for cell in cells}
        for name in section.identity:
            if section.column(name).kind in ("line", "prose"):
                row[name] = f"{row[name]} {index}"
        rows.append(row)
    return rows
