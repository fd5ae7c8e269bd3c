"""Fences around what is no code: a list, a table, lines of text, or a file written by a shell."""

import re
from collections.abc import Iterator
from dataclasses import replace

from plans.reading.blocks import Code, Content, Listing, Paragraph, Table
from plans.reading.comma import read_comma
from plans.reading.plain import read_plain

_TEXT = frozenset(("", "text", "txt", "plain", "plaintext", "markdown", "md", "csv", "tsv", "none"))
_SHELLS = frozenset(("", "sh", "shell", "bash", "zsh", "console", "text", "txt"))
_HEREDOC = re.compile(r"<<-?\s{0,3}['\"]?(?P<mark>[A-Za-z_]\w{0,40})['\"]?")
_CODE_SIGNS = re.compile(r"[{};]\s*$|^\s*(?:\$|//|/\*|import |def |class |for |if |return )")
_MOST_LINES = 400


def uncoded(block: Code) -> Iterator[Content]:
    """The same text as other blocks, each with the source of the whole."""
    language = block.language.split()[0].casefold() if block.language.strip() else ""
    if language in _SHELLS and (body := _written(block.text)):
        inner = Code("", body, block.source)
        yield inner
        yield from _lines(inner)
    elif language in _TEXT:
        yield from _lines(block)


def _written(text: str) -> str:
    """What the first here document of a shell script holds."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if match := _HEREDOC.search(line):
            marks = [line.strip() for line in lines]
            end = marks.index(match["mark"], at + 1) if match["mark"] in marks[at + 1 :] else at
            return "\n".join(lines[at + 1 : end])
    return ""


def _lines(block: Code) -> Iterator[Content]:
    """A list, a table or plain lines, when nothing looks like a program."""
    lines = [line for line in block.text.split("\n") if line.strip()]
    if not lines or len(lines) > _MOST_LINES or any(map(_CODE_SIGNS.search, lines)):
        return
    found = read_comma(block.text) or read_plain(block.text, lambda _line: False)
    if len(found) == 1 and isinstance(found[0], Table | Listing | Paragraph):
        yield replace(found[0], source=block.source)
