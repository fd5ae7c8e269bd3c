"""The sheet that Excel does not show: which sheet is which, and what cells cannot carry."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from openpyxl import Workbook

from plans.writing.source import NotOurs

NAME = "releaseplan"
CHUNK = 30_000
"""Characters per cell; Excel takes 32,767."""


MOST_LINES = 1_000


@dataclass(frozen=True)
class Hidden:
    """`sheets` is {title: "plan", a section's key, or "notes"}; `kept` as kept.py makes it."""

    language: str
    zone: str
    sheets: dict[str, str]
    kept: Mapping[str, Any]

    @property
    def kept_text(self) -> str:
        return json.dumps(self.kept)


def put(book: Workbook, hidden: Hidden) -> None:
    sheet = book.create_sheet(NAME)
    sheet.sheet_state = "veryHidden"
    text = json.dumps({"format_version": 1, **vars(hidden)}, sort_keys=True)
    for at in range(0, len(text), CHUNK):
        place = sheet.cell(at // CHUNK + 1, 1)
        place.value, place.data_type = text[at : at + CHUNK], "s"


def find(book: Workbook) -> Hidden:
    """What `put` left in the book; NotOurs when it is another one."""
    if NAME not in book.sheetnames:
        raise NotOurs("no hidden sheet")
    lines = islice(book[NAME].iter_rows(max_col=1, values_only=True), MOST_LINES)
    text = "".join(str(line[0] or "") for line in lines if line)
    try:
        told = json.loads(text)
        return Hidden(str(told["language"]), str(told["zone"]), dict(told["sheets"]), told["kept"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotOurs("the hidden sheet cannot be read") from error
