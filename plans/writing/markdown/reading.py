"""Reading the Markdown that `markdown.py` writes; rows, cells and notes may be edited by hand."""

import json
import re
from zoneinfo import ZoneInfo

from plans.tables.registry import sections
from plans.tables.section import Section
from plans.writing.markdown.escapes import unescape
from plans.writing.source import Head, NotOurs, Parts
from plans.writing.visible import Column, columns_named, fact_of, row_of

_HEADING = re.compile(r"#{2,6} (?P<title>.*)\Z")
_NOTE = re.compile(r"<!-- note:(?P<mark>\d+) (?P<heading>\[.*\]) -->\Z")
_SEPARATOR = re.compile(r"\\.|\|")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+\Z")


def read_parts(text: str, head: Head, zone: ZoneInfo) -> Parts:
    """What the visible text says; NotOurs at the first line that `write` would not write."""
    return _Reader(text, head, zone).read()


class _Reader:
    def __init__(self, text: str, head: Head, zone: ZoneInfo) -> None:
        self.lines = text.split("\n")
        self.at = 0
        self.head, self.zone = head, zone
        self.by_label = {str(part.label): part for part in sections()}
        self.parts = Parts()
        self.section: Section | None = None
        self.columns: list[Column] | None = None
        self.above_all = True

    def read(self) -> Parts:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if line.strip():
                self._line(line)
        if "title" not in self.parts.plan:
            raise NotOurs("no title")
        return self.parts

    def _line(self, line: str) -> None:
        if line.startswith("# ") and "title" not in self.parts.plan:
            self.parts.plan["title"] = unescape(line[2:])
        elif heading := _HEADING.match(line):
            self.above_all, self.columns = False, None
            self.section = self.by_label.get(unescape(heading["title"]))
        elif line.startswith("|"):
            self._table_line(line)
        elif note := _NOTE.match(line):
            self._note(note)
        else:
            raise NotOurs(f"unknown line: {line[:80]}")

    def _table_line(self, line: str) -> None:
        cells = [unescape(cell.strip(" ")) for cell in _cells(line[1:])]
        if self.columns is None:
            self.columns = self._columns(cells)
        elif not _RULE.match(line.strip()):
            self._row(self.columns, cells)

    def _columns(self, cells: list[str]) -> list[Column]:
        if self.section is not None:
            return columns_named(self.section, cells)
        if not self.above_all:
            raise NotOurs("a table under an unknown heading")
        return []

    def _row(self, columns: list[Column], cells: list[str]) -> None:
        if self.section is None:
            label, text, *_more = [*cells, "", ""]
            self.parts.plan.update(fact_of(self.head, label, text, self.zone))
        else:
            rows = self.parts.sections.setdefault(self.section.key, [])
            rows.append(row_of(columns, cells, self.zone))

    def _note(self, note: re.Match[str]) -> None:
        """The lines up to the closing comment, without one blank line at either end."""
        try:
            end = self.lines.index(f"<!-- /note:{note['mark']} -->", self.at)
        except ValueError:
            raise NotOurs("a note without its end") from None
        body = self.lines[self.at : end]
        text = "\n".join(body[1:-1] if len(body) > 2 and not body[0] and not body[-1] else body)
        self.parts.notes.append({"heading": _path(note["heading"]), "text": text})
        self.at = end + 1


def _cells(line: str) -> list[str]:
    """What stands before each bar that is not escaped."""
    bars = [match.start() for match in _SEPARATOR.finditer(line) if match[0] == "|"]
    starts = [0, *(bar + 1 for bar in bars)]
    return [line[start:bar] for start, bar in zip(starts, bars, strict=False)]


def _path(text: str) -> list[str]:
    try:
        return [str(part) for part in json.loads(text)]
    except (ValueError, RecursionError) as error:
        raise NotOurs("a note without its heading") from error
