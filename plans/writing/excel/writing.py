"""Excel: a sheet per section with typed cells and lists to choose from.

The first sheet tells the plan's own fields, the last one its notes. A sheet that Excel
does not show keeps the rest (kept.py) with the key of every sheet.
"""

import io
from collections.abc import Iterator, Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from plans.tables.registry import sections
from plans.tables.section import Section
from plans.writing.excel import hidden
from plans.writing.excel.cells import put, put_text, typed
from plans.writing.excel.look import dress, name_of, offer_choices, width_of
from plans.writing.excel.reading import NOTES, PLAN, SLASH, open_book, read_parts
from plans.writing.excel.zips import steady
from plans.writing.formats import Format
from plans.writing.kept import missing, restore
from plans.writing.source import Head, Parts, Row, Source, zone_named
from plans.writing.visible import Column, columns_of, facts, value_of

Sheets = Iterator[tuple[str, Worksheet]]


class Excel(Format):
    key, label = "xlsx", "Excel"
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, source: Source) -> bytes:
        book = Workbook()
        book.remove(book.worksheets[0])
        made = [*_facts(book, source), *_tables(book, source), *_notes(book, source)]
        keys = {sheet.title: key for key, sheet in made}
        kept = missing(source, read_parts(book, keys, source.head, source.zone))
        language = translation.get_language() or "en"
        hidden.put(book, hidden.Hidden(language, source.zone.key, keys, kept))
        return steady(_bytes(book), source.changed)

    def read(self, data: bytes, head: Head) -> Parts:
        book = open_book(data)
        found = hidden.find(book)
        with translation.override(found.language):
            seen = read_parts(book, found.sheets, head, zone_named(found.zone))
        return restore(found.kept_text, seen)


def _bytes(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _facts(book: Workbook, source: Source) -> Sheets:
    title = next(cell.label for cell in source.head.cells if cell.name == "title")
    lines = [(title, str(source.plan.get("title") or ""))]
    lines += [(cell.label, text) for cell, text in facts(source)]
    yield PLAN, _plain_sheet(book, _("计划"), (_("项目"), _("内容")), lines, (18, 80))


def _notes(book: Workbook, source: Source) -> Sheets:
    lines = [(SLASH.join(note["heading"]), note["text"]) for note in source.notes]
    if lines:
        yield NOTES, _plain_sheet(book, _("正文"), (_("标题"), _("内容")), lines, (34, 110))


def _plain_sheet(
    book: Workbook,
    title: str,
    header: Sequence[str],
    lines: Sequence[Sequence[str]],
    widths: Sequence[int],
) -> Worksheet:
    sheet = book.create_sheet(name_of(title, book.sheetnames))
    for line, texts in enumerate([header, *lines], start=1):
        for at, text in enumerate(texts, start=1):
            put(sheet.cell(line, at), None, text)
    dress(sheet, widths)
    return sheet


def _tables(book: Workbook, source: Source) -> Sheets:
    for part in sections():
        rows = source.rows(part.key)
        if rows:
            yield part.key, _table(book, source, part, rows)


def _table(book: Workbook, source: Source, part: Section, rows: Sequence[Row]) -> Worksheet:
    columns = columns_of(part, rows)
    sheet = book.create_sheet(name_of(str(part.label), book.sheetnames))
    for at, column in enumerate(columns, start=1):
        put_text(sheet.cell(1, at), column.header)
        for line, row in enumerate(rows, start=2):
            _put_cell(sheet, line, at, column, row, source)
    dress(sheet, [width_of(column) for column in columns], part.frozen)
    offer_choices(sheet, columns)
    return sheet


def _put_cell(
    sheet: Worksheet, line: int, at: int, column: Column, row: Row, source: Source
) -> None:
    cell, text = column.cell, column.text_of(row, source.zone)
    value = typed(cell, value_of(cell, row), source.zone) if cell is not None else None
    put(sheet.cell(line, at), value, text)
