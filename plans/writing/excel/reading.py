"""Reading the workbooks that `writing.py` writes; rows and cells may be edited in Excel."""

import io
import zipfile
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from plans.tables.registry import has_section, section
from plans.writing.excel import hidden
from plans.writing.excel.cells import text_of
from plans.writing.excel.zips import is_ours
from plans.writing.source import Head, NotOurs, Parts
from plans.writing.visible import columns_named, fact_of, row_of

PLAN, NOTES, SLASH = "plan", "notes", " / "
MOST_ROWS, MOST_COLUMNS = 5_001, 200
SIGNATURE = b"PK\x03\x04"


def open_book(data: bytes) -> Workbook:
    """The workbook; NotOurs, before anything is unpacked, when we did not write it."""
    if not data.startswith(SIGNATURE) or not is_ours(data, hidden.NAME):
        raise NotOurs("not a workbook of ours")
    try:
        return load_workbook(io.BytesIO(data), read_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise NotOurs("not a workbook") from error


def read_parts(book: Workbook, keys: Mapping[str, str], head: Head, zone: ZoneInfo) -> Parts:
    """What the visible sheets say; `keys` is {title: key of the section}."""
    parts = Parts()
    for sheet in book.worksheets:
        if sheet.title == hidden.NAME:
            continue
        key = keys.get(sheet.title, "")
        if key == PLAN:
            for label, text in _lines(sheet):
                parts.plan.update(fact_of(head, label, text, zone))
        elif key == NOTES:
            parts.notes = [_note(heading, text) for heading, text in _lines(sheet)]
        elif has_section(key):
            parts.sections[key] = _rows(sheet, key, zone)
        else:
            raise NotOurs(f"unknown sheet {sheet.title}")
    return parts


def _texts(sheet: Worksheet) -> list[list[str]]:
    """The texts of the sheet; NotOurs when it is larger than any section."""
    lines: list[list[str]] = []
    for line in sheet.iter_rows(values_only=True):
        if len(lines) == MOST_ROWS or len(line) > MOST_COLUMNS:
            raise NotOurs("larger than a section")
        lines.append([text_of(value) for value in line])
    return lines


def _lines(sheet: Worksheet) -> list[tuple[str, str]]:
    """The first two columns below the header."""
    lines = [[*line, "", ""] for line in _texts(sheet)[1:]]
    return [(line[0], line[1]) for line in lines]


def _note(heading: str, text: str) -> dict[str, object]:
    return {"heading": heading.split(SLASH) if heading else [], "text": text}


def _rows(sheet: Worksheet, key: str, zone: ZoneInfo) -> list[dict[str, object]]:
    header, *lines = _texts(sheet) or [[]]
    columns = columns_named(section(key), header)
    return [row_of(columns, line, zone) for line in lines]
