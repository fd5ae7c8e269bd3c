"""A section, or any short facts, as plain text for a chat group: short lines, the link at the end.

Chats show no tables and wrap narrowly, so every row is a numbered line with its other cells
below it. Not a file format: nothing reads it back.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ground.words import in_brackets, labelled
from plans.tables.section import Section
from plans.writing.source import Row, Source
from plans.writing.visible import Column, columns_of

LONGEST = 3_500
"""Letters of a message; robots and chats refuse or fold longer ones."""
LONGEST_CELL = 90
LONGEST_LINE = 42
INDENT = "\u3000"
"""An ideographic space: chats strip the others at the start of a line."""

_KEPT_FORMATS = "\u200d"


def plain(text: str, most: int = LONGEST_CELL) -> str:
    """On one line, without signs that nobody sees, cut where it grows long."""
    seen = "".join(sign if _is_seen(sign) else " " for sign in text)
    line = " ".join(seen.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def headline(source: Source, *more: str) -> str:
    """【RP-2026-0001】title, and what the message is about."""
    number, title = str(source.plan.get("number") or ""), str(source.plan.get("title") or "")
    return " · ".join([_("【%(number)s】") % {"number": number} + plain(title), *more])


def message(lines: Iterable[str], link: str) -> str:
    """The lines and the link, cut at a line where they grow too long."""
    kept, room = [], LONGEST - len(link) - 40
    given = list(lines)
    for at, line in enumerate(given):
        room -= len(line) + 1
        if room < 0:
            left = len(given) - at
            kept.append(
                ngettext("……还有 %(n)s 行，见链接", "……还有 %(n)s 行，见链接", left) % {"n": left}
            )
            break
        kept.append(line)
    return "\n".join([*kept, link]) + "\n"


def section_text(source: Source, part: Section, link: str) -> str:
    """The rows of one section."""
    rows = source.rows(part.key)
    label = in_brackets(part.label, len(rows)) if rows else str(part.label)
    body = _rows(source, part, rows) if rows else [_("还没有内容。")]
    return message([headline(source, label), *body], link)


def _rows(source: Source, part: Section, rows: Sequence[Row]) -> Iterator[str]:
    columns = [column for column in columns_of(part, rows) if not _is_named(part, column)]
    words, group = str(part.more.get("group_words", "%s")), None
    for number, row in enumerate(rows, start=1):
        here = _group_of(source, part, row)
        if here and here != group:
            yield "— " + plain(words % here) + " —"
        group = here
        yield f"{number}. {plain(_title(source, part, row)) or '—'}"
        yield from _packed(_cell(source, column, row) for column in columns)


def _packed(cells: Iterable[str]) -> Iterator[str]:
    """As many cells on a line as a chat shows without wrapping much."""
    line = ""
    for cell in filter(None, cells):
        if line and len(line) + len(cell) > LONGEST_LINE:
            yield INDENT + line
            line = ""
        line = _("；").join(filter(None, [line, cell]))
    if line:
        yield INDENT + line


def _cell(source: Source, column: Column, row: Row) -> str:
    text = plain(column.text_of(row, source.zone))
    return labelled(column.header, text) if text else ""


def _title(source: Source, part: Section, row: Row) -> str:
    cells = [Column("", part.column(name)) for name in part.identity if name != part.group_by]
    return " · ".join(text for cell in cells if (text := cell.text_of(row, source.zone).strip()))


def _group_of(source: Source, part: Section, row: Row) -> str:
    if not part.group_by:
        return ""
    return Column("", part.column(part.group_by)).text_of(row, source.zone)


def _is_named(part: Section, column: Column) -> bool:
    """It stands in the title of the row or of its group, or only says who ticked when."""
    cell = column.cell
    if cell is None:
        return False
    is_trace = cell.is_progress and cell.kind in ("line", "moment")
    return is_trace or str(cell.name) in part.identity or cell.name == part.group_by


def _is_seen(sign: str) -> bool:
    return sign in _KEPT_FORMATS or unicodedata.category(sign) not in ("Cc", "Cf", "Zl", "Zp")
