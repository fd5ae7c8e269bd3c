"""Headers in two rows: 版本 above 当前 and 目标 is 当前版本 and 目标版本."""

from dataclasses import replace

from plans.reading.blocks import Table
from plans.reading.text import bare_header


def with_one_header(table: Table) -> Table:
    """The table with one header where its first row only goes on with it, else as it is.

    Cells that reach over both rows say the same in each, so such a row can be no content.
    """
    if not table.rows or not _goes_on(table.header, table.rows[0]):
        return table
    above, names = "", list[str]()
    for at, below in enumerate(table.rows[0]):
        above = (table.header[at] if at < len(table.header) else "").strip() or above
        names.append(_joined(above, below.strip()))
    return replace(table, header=tuple(names), rows=table.rows[1:])


def _goes_on(header: tuple[str, ...], row: tuple[str, ...]) -> bool:
    """Whether the row repeats some headers and only divides the others, side by side."""
    if len(header) != len(row):
        return False
    pairs = [(head.strip(), cell.strip()) for head, cell in zip(header, row, strict=True)]
    same = sum(bool(head) and head == cell for head, cell in pairs)
    blank = any(not head and cell for head, cell in pairs)
    numbers = any(cell[:1].isdigit() for _head, cell in pairs)
    return same >= 1 and blank and not numbers and all(cell for _head, cell in pairs)


def _joined(above: str, below: str) -> str:
    if bare_header(above) in bare_header(below):
        return below
    return f"{below} {above}" if below.isascii() else f"{below}{above}"
