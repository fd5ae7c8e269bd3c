"""CSV and TSV files: a table and nothing else."""

import csv
from io import StringIO

from plans.reading.blocks import Block, Table
from plans.reading.pipes import write_table

_SIGNS = (",", "\t", ";", "，")
_FEWEST, _WIDEST, _LONGEST_HEADER = 3, 200, 60


def read_comma(text: str) -> list[Block] | None:
    """The one table of a file of separated values; None when the text is something else."""
    for sign in _SIGNS:
        rows = _rows(text, sign)
        if rows and _is_table(rows):
            head, *body = rows
            return [Table(tuple(head), tuple(map(tuple, body)), write_table(rows))]
    return None


def _rows(text: str, sign: str) -> list[list[str]]:
    """The filled rows; nothing when the first line shows that this sign parts no cells."""
    if text.lstrip("\n").split("\n", 1)[0].count(sign) < _FEWEST - 1:
        return []
    try:
        rows = list(csv.reader(StringIO(text), delimiter=sign, strict=True))
    except csv.Error:
        return []
    return [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]


def _is_table(rows: list[list[str]]) -> bool:
    """Every row as wide as the first, whose cells are short and all different."""
    head = rows[0]
    width = len(head)
    named = all(0 < len(cell) <= _LONGEST_HEADER for cell in head) and len(set(head)) == width
    return named and len(rows) > 1 and width <= _WIDEST and all(len(row) == width for row in rows)
