"""Values in Excel's own types, and back; text never becomes a formula."""

import re
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment

from plans.tables.cells import Cell

LONGEST = 32_000
"""Characters that a cell takes (Excel's limit is 32,767); the rest is kept (kept.py)."""

_ILLEGAL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_TOP = Alignment(vertical="top", wrap_text=True)
_DATE, _DATE_SECONDS = "yyyy-mm-dd hh:mm", "yyyy-mm-dd hh:mm:ss"


def put(place: SheetCell | MergedCell, value: Any, text: str) -> None:
    """Write numbers, moments and times of day as such, everything else as `text`."""
    place.alignment = _TOP
    if isinstance(value, datetime | time):
        place.value = value
        place.number_format = "hh:mm" if isinstance(value, time) else _format(value)
    elif isinstance(value, int | float):
        place.value = value
    elif text:
        put_text(place, text)


def put_text(place: SheetCell | MergedCell, text: str) -> None:
    """A text that looks like a formula stays text, also after somebody has edited the cell."""
    place.value = _ILLEGAL.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)[:LONGEST]
    place.data_type = "s"
    if _FORMULA.match(text):
        place.quotePrefix = True


def typed(cell: Cell, value: Any, zone: ZoneInfo) -> Any:
    """The number, naive local moment or time of day that Excel knows; None for text."""
    if cell.kind == "moment" and value is not None:
        local = value.astimezone(zone)
        whole = local.microsecond == 0 and local.fold == 0 and local.year > 1900
        return local.replace(tzinfo=None) if whole else None
    if cell.kind == "clock":
        return value
    return cell.to_json(value) if cell.kind in ("whole", "number") else None


def text_of(value: Any) -> str:
    """What stands in a cell of a sheet, as the text that the section's cells parse."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), str(value))


def _format(moment: datetime) -> str:
    return _DATE_SECONDS if moment.second else _DATE
