"""AsciiDoc as the Markdown that says the same."""

import re
from collections.abc import Iterator

from plans.reading.pipes import piped

_HEADING = re.compile(r"^(?P<signs>={1,6})\s+(?P<text>\S.*)$")
_FIELD = re.compile(r"^:(?P<name>[\w-]{1,40}):\s+(?P<value>\S.*)$")
_STYLE = re.compile(r"^\[(?:source\s*,\s*)?(?P<style>[^\]]*)\]\s*$")
_LIST = re.compile(r"^\s*(?P<signs>\.{1,5}|\*{1,5})\s+(?P<text>\S.*)$")
_TITLE = re.compile(r"^\.(?P<text>[^\s.].*)$")
_LINK = re.compile(r"(?:link:)?(?P<to>https?://[^\s\[\]]{1,500})\[(?P<text>[^\[\]\n]{1,200})\]")
_BOLD = re.compile(r"(?<![\w*])\*(?=[^\s*])(?P<text>[^*\n]{1,200}?)(?<=[^\s*])\*(?![\w*])")
_FENCES = ("----", "....", "====", "****", "____")
_TABLE = "|==="


def looks_like_asciidoc(text: str) -> bool:
    """Headings of equal signs, and a table, a block or a field as AsciiDoc writes them."""
    lines = text.split("\n")
    headings = sum(bool(_HEADING.match(line)) for line in lines)
    signs = sum(
        line.startswith((_TABLE, "[source", "[cols", "[NOTE]")) or bool(_FIELD.match(line))
        for line in lines
    )
    hashes = any(re.match(r"^#{1,6}\s+\S|^```", line) for line in lines)
    return headings >= 2 and not hashes and (signs >= 1 or headings >= 3)


def asciidoc_as_markdown(text: str) -> str:
    """The same document in Markdown; every word but attributes of blocks stays."""
    return "\n".join(_Lines(text.split("\n")).told())


class _Lines:
    """One pass over the lines; `style` is what brackets said of the next block."""

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.at, self.style = lines, 0, ""
        self.counts: list[int] = []

    def told(self) -> Iterator[str]:
        while self.at < len(self.lines):
            line = self.lines[self.at].rstrip()
            self.at += 1
            if match := _STYLE.match(line):
                self.style = match["style"]
            elif line.startswith(_TABLE):
                yield from self._table()
            elif line in _FENCES and line in map(str.rstrip, self.lines[self.at :]):
                yield from self._block(line)
            elif match := _LIST.match(line):
                yield self._item(match)
            else:
                yield from _line(line)
                self.style = "" if line else self.style
                self.counts = []

    def _item(self, match: re.Match[str]) -> str:
        """An item at its depth, numbered when its sign is a stop."""
        depth = len(match["signs"])
        self.counts = [*self.counts[:depth], *[0] * (depth - len(self.counts))]
        self.counts[-1] += 1
        marker = f"{self.counts[-1]}." if match["signs"].startswith(".") else "-"
        return f"{'   ' * (depth - 1)}{marker} {_inline(match['text'])}"

    def _until(self, end: str) -> list[str]:
        start = self.at
        while self.at < len(self.lines) and not self.lines[self.at].startswith(end):
            self.at += 1
        self.at += 1
        return self.lines[start : self.at - 1]

    def _block(self, mark: str) -> Iterator[str]:
        body = self._until(mark)
        if mark in ("----", "...."):
            yield from ["", f"```{self.style.split(',')[0]}", *body, "```", ""]
        else:
            yield from ["", *(said for line in body for said in _line(line)), ""]
        self.style = ""

    def _table(self) -> Iterator[str]:
        """Cells after pipes, as many to a row as the first line has, or as `cols` says."""
        lines = [line for line in self._until(_TABLE) if line.strip()]
        cols = re.search(r"cols=\"?([^\"\]]*)", self.style)
        rows = [_cells(line) for line in lines]
        width = len(cols[1].split(",")) if cols else max([1, *(len(row) for row in rows[:1])])
        cells = [cell for row in rows for cell in row]
        self.style = ""
        yield ""
        for start in range(0, len(cells), width):
            row = cells[start : start + width]
            yield "| " + " | ".join([*row, *[""] * (width - len(row))]) + " |"
            if not start:
                yield "|" + " --- |" * width
        yield ""


def _cells(line: str) -> list[str]:
    return [piped(_inline(cell.strip())) for cell in line.strip().removeprefix("|").split("|")]


def _line(line: str) -> Iterator[str]:
    if match := _HEADING.match(line):
        yield from ["", f"{'#' * len(match['signs'])} {_inline(match['text'])}", ""]
    elif match := _FIELD.match(line):
        yield f"{match['name']}: {match['value']}  "
    elif match := _TITLE.match(line):
        yield from [f"**{match['text']}**", ""]
    else:
        yield _inline(line)


def _inline(text: str) -> str:
    plain = _LINK.sub(lambda match: f"[{match['text']}]({match['to']})", text)
    return _BOLD.sub(lambda match: f"**{match['text']}**", plain)
