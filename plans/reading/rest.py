"""reStructuredText as the Markdown that says the same."""

import re
from collections.abc import Iterator
from textwrap import dedent

from plans.reading.grids import grid_rows, ruled_rows
from plans.reading.pipes import write_table

_LINE = re.compile(r"^([=\-~^\"'`#*+.:_])\1{2,}\s*$")
_DIRECTIVE = re.compile(r"^(?P<indent>\s*)\.\.\s+(?P<name>[\w-]+)::\s*(?P<rest>.*)$")
_FIELD = re.compile(r"^:(?P<name>(?=[^:\n]*[^\W_])[^:\n]{1,60}):\s+(?P<value>\S.*)$")
_LINK = re.compile(r"`(?P<text>[^`<\n]{1,200}?)\s*<(?P<to>[^>\n]{1,500})>`__?")
_MONO = re.compile(r"``(?P<text>[^`\n]{1,200})``")
_CODE = frozenset(("code-block", "code", "sourcecode", "highlight", "parsed-literal"))


def looks_like_rest(text: str) -> bool:
    """Directives, fields or tables of reST below underlined titles, and no Markdown headings."""
    lines = text.split("\n")
    titles = sum(_is_title(lines, at) for at in range(len(lines)))
    signs = sum(bool(_DIRECTIVE.match(line) or _FIELD.match(line)) for line in lines)
    grids = sum(line.startswith(("+--", "+==", "=====  =")) for line in lines)
    hashes = any(re.match(r"^#{1,6}\s+\S", line) or line.startswith("```") for line in lines)
    return titles >= 1 and signs + grids >= 1 and not hashes


def rest_as_markdown(text: str) -> str:
    """The same document in Markdown; every word but directives' names stays."""
    return "\n".join(_Lines(text.expandtabs(4).split("\n")).told())


def _is_title(lines: list[str], at: int) -> bool:
    """A line of text, underlined at least as far as it reaches."""
    if at + 1 >= len(lines) or not lines[at].strip() or _LINE.match(lines[at]):
        return False
    under = _LINE.match(lines[at + 1])
    alone = at == 0 or not lines[at - 1].strip() or bool(_LINE.match(lines[at - 1]))
    return bool(under) and alone and len(lines[at + 1].strip()) >= min(len(lines[at].strip()), 4)


class _Lines:
    """One pass over the lines; `styles` are the underlines met so far, the outermost first."""

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.at = lines, 0
        self.styles: list[str] = []

    def told(self) -> Iterator[str]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if rows := grid_rows(self.lines, self.at) or ruled_rows(self.lines, self.at):
                self.at = rows.end
                yield from ["", write_table(rows.cells), ""]
            elif _LINE.match(line) and _is_title(self.lines, self.at + 1):
                self.at += 1
                yield from self._title(f"over{line[0]}")
            elif _is_title(self.lines, self.at):
                yield from self._title("")
            elif match := _DIRECTIVE.match(line):
                self.at += 1
                yield from self._directive(match)
            else:
                self.at += 1
                yield from self._line(line)

    def _title(self, over: str) -> Iterator[str]:
        style = over + self.lines[self.at + 1][0]
        if style not in self.styles:
            self.styles.append(style)
        level = min(self.styles.index(style) + 1, 6)
        yield from ["", f"{'#' * level} {_inline(self.lines[self.at].strip())}", ""]
        self.at += 2

    def _directive(self, match: re.Match[str]) -> Iterator[str]:
        body = self._indented(len(match["indent"]))
        if match["name"] in _CODE:
            yield from ["", f"```{match['rest'].strip()}", *body, "```", ""]
        else:
            yield from ["", match["rest"].strip(), "", *map(_inline, body), ""]

    def _indented(self, indent: int) -> list[str]:
        """The lines that belong to the directive, without its options."""
        start = self.at
        while self.at < len(self.lines) and (
            not self.lines[self.at].strip()
            or len(self.lines[self.at]) - len(self.lines[self.at].lstrip()) > indent
        ):
            self.at += 1
        return dedent("\n".join(self.lines[start : self.at])).strip("\n").split("\n")

    def _line(self, line: str) -> Iterator[str]:
        if match := _FIELD.match(line):
            yield f"**{match['name']}**: {_inline(match['value'])}  "
        elif line.rstrip().endswith("::") and self.at < len(self.lines):
            yield from [_inline(line.rstrip()[:-1]), "", "```"]
            yield from [*self._indented(len(line) - len(line.lstrip())), "```", ""]
        else:
            yield re.sub(r"^(\s*)#\.\s", r"\g<1>1. ", _inline(line))


def _inline(text: str) -> str:
    plain = _LINK.sub(lambda match: f"[{match['text']}]({match['to']})", text)
    return _MONO.sub(lambda match: f"`{match['text']}`", plain)
