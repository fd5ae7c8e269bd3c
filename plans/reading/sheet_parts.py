"""What a workbook says beside its cells: which are merged, and comments on them."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from openpyxl.utils.cell import range_boundaries

from plans.reading.blocks import Block, Paragraph, Rule

_MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_COMMENT = re.compile(
    r'<comment\s[^>]*?ref="(?P<place>[A-Z]{1,3}\d{1,7})"[^>]*>(?P<inner>.*?)</comment>', re.DOTALL
)
_TEXT = re.compile(r"<t(?:\s[^>]*)?>([^<]*)</t>")
_MOST, _HIGHEST = 5_000, 1_000


def merged_down(sheet: Any) -> dict[tuple[int, int], int]:
    """{(row from 1, column from 0): last row} of the cells that reach over rows below.

    openpyxl does not tell of merged cells when it reads row by row, so the part itself is searched.
    """
    part = sheet.parent._archive.read(sheet._worksheet_path)
    found: dict[tuple[int, int], int] = {}
    for match in list(_MERGED.finditer(part))[:_MOST]:
        left, top, _right, bottom = range_boundaries(match[1].decode())
        if left and top and bottom and top < bottom:
            found[top, left - 1] = min(bottom, top + _HIGHEST)
    return found


def comments(book: Any) -> Iterator[Block]:
    """A paragraph for each comment, below a line."""
    archive = book._archive
    names = [
        name for name in archive.namelist() if re.fullmatch(r"xl/(?:.*/)?comments?\d*\.xml", name)
    ]
    told = [
        f"{match['place']}: {text}"
        for name in sorted(names)
        for match in _COMMENT.finditer(archive.read(name).decode("utf-8", "replace"))
        if (text := unescape("".join(_TEXT.findall(match["inner"]))).strip())
    ]
    if told:
        yield Rule()
        yield from (Paragraph((text,), text) for text in told[:_MOST])
