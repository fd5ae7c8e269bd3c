"""Reading line by line: what org and plain text have in common."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from textwrap import dedent

from plans.reading.blocks import Block, Code, Content, Heading, Listing, Paragraph
from plans.reading.bullets import indent_of, is_item, read_items
from plans.reading.pipes import is_rule, loose_table, make_table, ruled, split_row

MOST_UNCLOSED = 50
"""After so many fences without an end, whatever opens one is a line like others."""


class LineReader(ABC):
    """Tables between pipes, lists by indentation, paragraphs; headings and code are the format's own."""

    listed = False

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.at = 0
        self.unclosed = 0

    @abstractmethod
    def heading(self, at: int) -> Heading | None:
        """The heading on this line, if it is one."""

    @abstractmethod
    def fence(self, line: str) -> tuple[re.Pattern[str], str] | None:
        """What closes the code that this line opens, and its language."""

    def blocks(self) -> Iterator[Block]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                self.at += 1
            elif heading := self.heading(self.at):
                self.at += 1
                yield heading
            else:
                yield from self._content(line)

    def _content(self, line: str) -> Iterator[Content]:
        if fence := self.fence(line):
            yield self._code(*fence)
        elif line.lstrip().startswith("|"):
            yield from self._table()
        elif is_item(line):
            yield self._listing()
        else:
            yield self._paragraph()

    def _take(self, start: int) -> str:
        """The lines read since, without the indentation that they share."""
        return dedent("\n".join(self.lines[start : self.at])).rstrip()

    def _code(self, closing: re.Pattern[str], language: str) -> Content:
        start = self.at
        later = range(start + 1, len(self.lines) if self.unclosed < MOST_UNCLOSED else 0)
        end = next((index for index in later if closing.match(self.lines[index])), None)
        if end is None:
            self.at, self.unclosed = self.at + 1, self.unclosed + 1
            return Paragraph((self.lines[start].strip(),), self.lines[start])
        self.at = end + 1
        return self.code("\n".join(self.lines[start + 1 : end]), language, self._take(start))

    def code(self, body: str, language: str, source: str) -> Content:
        return Code(language, body, source)

    def _table(self) -> Iterator[Content]:
        start = self.at
        while self.at < len(self.lines) and self.lines[self.at].lstrip().startswith("|"):
            self.at += 1
        rows = [split_row(line) for line in self.lines[start : self.at] if not is_rule(line)]
        if table := make_table(rows, ruled(self._take(start))):
            yield table

    def _listing(self) -> Listing:
        start = self.at
        self.at += 1
        while self.at < len(self.lines) and self._continues(start):
            self.at += 1
        return Listing(read_items(self.lines[start : self.at]), self._take(start))

    def _continues(self, start: int) -> bool:
        """Items and indented text belong to the list, over one blank line too."""
        line = self.lines[self.at]
        if line.strip():
            return self._inside(self.at, start)
        following = self.at + 1
        return following < len(self.lines) and self._inside(following, start)

    def _inside(self, at: int, start: int) -> bool:
        line = self.lines[at]
        if not line.strip() or self.heading(at) or (self.fence(line) and not indent_of(line)):
            return False
        return is_item(line) or indent_of(line) > indent_of(self.lines[start])

    def _paragraph(self) -> Content:
        start = self.at
        self.at += 1
        while self.at < len(self.lines) and self._flows(self.at):
            self.at += 1
        source = self._take(start)
        if table := loose_table(source.split("\n"), source):
            return table
        return self.paragraph(
            tuple(line.strip() for line in source.split("\n") if line.strip()), source
        )

    def paragraph(self, lines: tuple[str, ...], source: str) -> Content:
        return Paragraph(lines, source, self.listed)

    def _flows(self, at: int) -> bool:
        line = self.lines[at]
        stops = not line.strip() or line.lstrip().startswith("|") or is_item(line)
        return not (stops or self.heading(at) or self.fence(line))
