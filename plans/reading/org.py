"""org → blocks, line by line; text stays as written."""

import re

from plans.reading.blocks import Block, Code, Content, Heading, Paragraph
from plans.reading.linewise import LineReader

_HEADING = re.compile(r"^(\*+)\s+(.*?)(?:\s+(:[\w@#%:]+:))?\s*$")
_BEGIN = re.compile(r"^\s*#\+BEGIN_(\w+)(?:\s+(.*))?$", re.IGNORECASE)
_KEYWORD = re.compile(r"^\s*#\+(\w+):\s*(.*)$")
_TODO = re.compile(r"^(?:(?:TODO|DONE|NEXT|WAIT|WAITING|CANCELLED)\s+)?(?:\[#[A-Z]\]\s*)?(?=\S)")


def looks_like_org(text: str) -> bool:
    """Star headings or #+ lines, and more of them than signs of Markdown."""
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
    return list(_Org(text).blocks())


class _Org(LineReader):
    def heading(self, at: int) -> Heading | None:
        line = self.lines[at]
        if match := _HEADING.match(line):
            return _titled(match, line)
        keyword = _KEYWORD.match(line)
        if keyword and keyword[1].upper() == "TITLE" and keyword[2].strip():
            return Heading(0, keyword[2].strip(), line, line.strip())
        return None

    def fence(self, line: str) -> tuple[re.Pattern[str], str] | None:
        match = _BEGIN.match(line)
        if not match:
            return None
        closing = re.compile(rf"^\s*#\+END_{re.escape(match[1])}\b", re.IGNORECASE)
        is_code = match[1].upper() in ("SRC", "EXAMPLE")
        return closing, (match[2] or "").strip() if is_code else f"#{match[1]}"

    def code(self, body: str, language: str, source: str) -> Content:
        """Only SRC and EXAMPLE are code; quotes, verses and notes are text."""
        if not language.startswith("#"):
            return Code(language, body, source)
        return Paragraph(tuple(line.strip() for line in body.split("\n") if line.strip()), source)

    def paragraph(self, lines: tuple[str, ...], source: str) -> Content:
        settings = [_KEYWORD.match(line) for line in lines]
        if all(settings):
            pairs = tuple(f"{match[1]}: {match[2]}" for match in settings if match)
            return Paragraph(pairs, source, listed=True)
        return Paragraph(lines, source)


def _titled(match: re.Match[str], line: str) -> Heading:
    """A heading; what org adds to it (TODO, priority, tags) is its tail."""
    todo = _TODO.match(match[2])
    prefix = todo[0] if todo else ""
    tail = " ".join(part for part in (prefix.strip(), match[3] or "") if part)
    return Heading(len(match[1]), match[2][len(prefix) :].strip(), line, tail)
