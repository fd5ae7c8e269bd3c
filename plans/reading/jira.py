"""Jira and Confluence wiki text as the Markdown that says the same."""

import re
from collections.abc import Iterator

from plans.reading.pipes import piped

_HEADING = re.compile(r"^\s*h(?P<level>[1-6])\.\s+(?P<text>\S.*)$")
_CODE = re.compile(r"^\s*\{(?P<kind>code|noformat)(?::(?P<more>[^}\n]*))?\}\s*(?P<rest>.*)$")
_MACRO = re.compile(
    r"^\s*\{(?:panel|info|note|tip|warning|quote|expand|toc|color|section|column|anchor)\b(?::(?P<more>[^}\n]*))?\}\s*(?P<rest>.*)$"
)
_LIST = re.compile(r"^\s*(?P<signs>[*#-]{1,6})\s+(?P<text>\S.*)$")
_LINK = re.compile(
    r"\[(?P<text>[^\[\]|\n]{1,200})\|(?P<to>[^\[\]|\s]{1,500})(?:\|[^\[\]\n]{0,100})?\]"
)
_USER = re.compile(r"\[~(?P<name>[^\[\]\n]{1,60})\]")
_BOLD = re.compile(r"(?<![\w*])\*(?=[^\s*])(?P<text>[^*\n]{1,200}?)(?<=[^\s*])\*(?![\w*])")
_MONO = re.compile(r"\{\{(?P<text>[^{}\n]{1,200})\}\}")
_TITLE = re.compile(r"title=(?P<title>[^|}]*)")


def looks_like_jira(text: str) -> bool:
    """Headings like `h2. Title`, or tables below `||head||`, and no Markdown headings."""
    lines = text.split("\n")
    headings = sum(bool(_HEADING.match(line)) for line in lines)
    tables = sum(line.lstrip().startswith("||") and line.count("||") >= 3 for line in lines)
    hashes = sum(bool(re.match(r"^#{2,6}\s+\S", line)) for line in lines)
    return (headings >= 1 and headings + tables >= 2) or (tables >= 1 and not hashes)


def jira_as_markdown(text: str) -> str:
    """The same document in Markdown; every word stays."""
    return "\n".join(_Lines(text.split("\n")).told())


class _Lines:
    """One pass over the lines."""

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.at = lines, 0
        self.counts: list[int] = []

    def told(self) -> Iterator[str]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if match := _CODE.match(line):
                yield from self._code(match)
            elif line.lstrip().startswith("|"):
                yield from self._table(line)
            elif match := _LIST.match(line):
                yield self._item(match)
            else:
                self.counts = []
                yield from _line(line)

    def _item(self, match: re.Match[str]) -> str:
        """An item at its depth, numbered when its innermost sign is #."""
        depth = len(match["signs"])
        self.counts = [*self.counts[:depth], *[0] * (depth - len(self.counts))]
        self.counts[-1] += 1
        marker = f"{self.counts[-1]}." if match["signs"].endswith("#") else "-"
        return f"{'   ' * (depth - 1)}{marker} {_inline(match['text'])}"

    def _code(self, opened: re.Match[str]) -> Iterator[str]:
        """Up to the closing mark; code that never closes is a line like others."""
        mark = "{" + opened["kind"] + "}"
        end = next((at for at in range(self.at, len(self.lines)) if mark in self.lines[at]), None)
        before, closed, after = opened["rest"].partition(mark)
        if end is None and not closed:
            yield opened[0]
            return
        title = _TITLE.search(opened["more"] or "")
        yield from [f"{title['title']}：", ""] if title else []
        language = (opened["more"] or "").split("|")[0]
        body = [before] if closed else [opened["rest"], *self.lines[self.at : end]]
        if not closed and end is not None:
            last, _mark, after = self.lines[end].partition(mark)
            body, self.at = [*body, last], end + 1
        yield from ["", "```" + ("" if "=" in language else language)]
        yield from (line for line in body if line.strip() or line in body[1:-1])
        yield from ["```", after]

    def _table(self, line: str) -> Iterator[str]:
        """Rows; a cell may go on over lines until the row is closed."""
        rows = [self._row(line)]
        while self.at < len(self.lines) and self.lines[self.at].lstrip().startswith("|"):
            self.at += 1
            rows.append(self._row(self.lines[self.at - 1]))
        width = max(map(len, rows))
        yield ""
        for at, row in enumerate(rows):
            yield "| " + " | ".join([*row, *[""] * (width - len(row))]) + " |"
            if not at:
                yield "|" + " --- |" * width
        yield ""

    def _row(self, line: str) -> list[str]:
        parts = [line.strip()]
        while not parts[-1].endswith("|") and self.at < len(self.lines):
            if not self.lines[self.at].strip() or len(parts) > 50:
                break
            parts.append(self.lines[self.at].strip())
            self.at += 1
        whole = _inline("<br>".join(parts)).strip("|").replace("||", "|")
        return [piped(cell.strip()) for cell in _apart(whole)]


def _apart(row: str) -> list[str]:
    """The cells between pipes; those inside brackets are text."""
    hidden = re.sub(r"\[[^\[\]\n]{0,300}\]", lambda match: match[0].replace("|", "\0"), row)
    return [cell.replace("\0", "|") for cell in hidden.split("|")]


def _line(line: str) -> Iterator[str]:
    if match := _HEADING.match(line):
        yield from ["", f"{'#' * int(match['level'])} {_inline(match['text'])}", ""]
    elif match := _MACRO.match(line):
        title = _TITLE.search(match["more"] or "")
        yield from [f"**{title['title'].strip()}**", ""] if title else []
        yield from [_inline(match["rest"])] if match["rest"] else []
    else:
        yield _inline(line)


def _inline(text: str) -> str:
    """Links, people, bold and code inside a line."""
    plain = _LINK.sub(lambda match: f"[{match['text']}]({match['to']})", text)
    plain = _USER.sub(lambda match: f"@{match['name']}", plain)
    plain = _MONO.sub(lambda match: f"`{match['text']}`", plain)
    return _BOLD.sub(lambda match: f"**{match['text']}**", plain)
