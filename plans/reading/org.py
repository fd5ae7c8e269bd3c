"""org → blocks, line by line; text stays as written."""

import re
from collections.abc import Iterator

from plans.reading.blocks import Block, Code, Heading, Listing, Paragraph
from plans.reading.bullets import is_item, read_items
from plans.reading.pipes import is_rule, make_table, split_row

_HEADING = re.compile(r"^(\*+)\s+(.*?)(?:\s+(:[\w@#%:]+:))?\s*$")
_BEGIN = re.compile(r"^\s*#\+BEGIN_(\w+)(?:\s+(.*))?$", re.IGNORECASE)
_KEYWORD = re.compile(r"^\s*#\+(\w+):\s*(.*)$")
_DRAWER = re.compile(r"^\s*:(\w+):\s*$")
_TODO = re.compile(r"^(?:TODO|DONE|NEXT|WAIT|WAITING|CANCELLED)\s+(?:\[#[A-Z]\]\s*)?|^\[#[A-Z]\]\s*")


def looks_like_org(text: str) -> bool:
    """Star headings or #+ lines, and no sign of Markdown."""
    lines = text.split("\n")
    stars = sum(bool(re.match(r"^\*{1,8} \S", line)) for line in lines)
    nested = any(re.match(r"^\*{2,8} \S", line) for line in lines)
    keywords = sum(bool(re.match(r"^\s*#\+\w+", line)) for line in lines)
    hashes = sum(bool(re.match(r"^#{1,6} \S", line)) for line in lines)
    fences = sum(line.lstrip().startswith("```") for line in lines)
    if hashes + fences > stars + keywords:
        return False
    return nested or (keywords > 0 and stars > 0) or keywords > 1


def read_org(text: str) -> list[Block]:
    """The blocks in order, each with its exact source lines."""
    return list(_Lines(text.split("\n")).blocks())


class _Lines:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0

    def blocks(self) -> Iterator[Block]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                self.at += 1
            elif match := _HEADING.match(line):
                self.at += 1
                yield _heading(match, line)
            elif match := _BEGIN.match(line):
                yield self._code(match)
            elif line.lstrip().startswith("|"):
                yield from self._table()
            elif is_item(line):
                yield self._listing()
            else:
                yield self._paragraph()

    def _take(self, start: int) -> str:
        return "\n".join(self.lines[start : self.at]).rstrip()

    def _code(self, match: re.Match[str]) -> Block:
        start = self.at
        closing = re.compile(rf"^\s*#\+END_{re.escape(match[1])}\b", re.IGNORECASE)
        ends = (i for i in range(start + 1, len(self.lines)) if closing.match(self.lines[i]))
        end = next(ends, None)
        if end is None:
            self.at += 1
            return Paragraph((self.lines[start].strip(),), self.lines[start])
        self.at = end + 1
        body = "\n".join(self.lines[start + 1 : end])
        if match[1].upper() not in ("SRC", "EXAMPLE"):
            lines = tuple(line.strip() for line in body.split("\n") if line.strip())
            return Paragraph(lines, self._take(start))
        return Code((match[2] or "").strip(), body, self._take(start))

    def _table(self) -> Iterator[Block]:
        start = self.at
        while self.at < len(self.lines) and self.lines[self.at].lstrip().startswith("|"):
            self.at += 1
        rows = [split_row(line) for line in self.lines[start : self.at] if not is_rule(line)]
        if table := make_table(rows, self._take(start)):
            yield table

    def _listing(self) -> Listing:
        start = self.at
        self.at += 1
        while self.at < len(self.lines) and self._continues(start):
            self.at += 1
        while not self.lines[self.at - 1].strip():
            self.at -= 1
        return Listing(read_items(self.lines[start : self.at]), self._take(start))

    def _continues(self, start: int) -> bool:
        """Items, indented text and single blank lines belong to the list."""
        line = self.lines[self.at]
        if _HEADING.match(line) or _BEGIN.match(line):
            return False
        if not line.strip():
            following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
            return bool(following.strip()) and not _HEADING.match(following) and self._inside(following, start)
        return self._inside(line, start)

    def _inside(self, line: str, start: int) -> bool:
        return is_item(line) or _indent(line) > _indent(self.lines[start])

    def _paragraph(self) -> Block:
        start = self.at
        self.at += 1
        while self.at < len(self.lines) and self._flows(self.lines[self.at]):
            self.at += 1
        source = self._take(start)
        lines = tuple(line.strip() for line in source.split("\n") if line.strip())
        keywords = [_KEYWORD.match(line) for line in lines]
        if all(keywords):
            return _keywords([match for match in keywords if match], source)
        return Paragraph(lines, source)

    def _flows(self, line: str) -> bool:
        return bool(line.strip()) and not (
            _HEADING.match(line) or _BEGIN.match(line) or line.lstrip().startswith("|") or is_item(line)
        )


def _heading(match: re.Match[str], line: str) -> Heading:
    text = _TODO.sub("", match[2])
    tail = " ".join(part for part in (match[2][: len(match[2]) - len(text)].strip(), match[3] or "") if part)
    return Heading(len(match[1]), text.strip(), line, tail)


def _keywords(matches: list[re.Match[str]], source: str) -> Block:
    """`#+TITLE: …` is the document's title; other settings are lines of key and value."""
    if len(matches) == 1 and matches[0][1].upper() == "TITLE" and matches[0][2].strip():
        return Heading(0, matches[0][2].strip(), source)
    return Paragraph(tuple(f"{match[1]}: {match[2]}" for match in matches), source, listed=True)


def _indent(line: str) -> int:
    plain = line.expandtabs(8)
    return len(plain) - len(plain.lstrip())
