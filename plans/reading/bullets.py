"""Nested lists by their indentation."""

import re

from plans.reading.blocks import Item
from plans.reading.boxes import unbox

_BULLET = re.compile(
    r"^(?P<indent>\s*)(?P<marker>[-+•·●○◦▪■◆◇➢‣]|\*(?=\s)|\d{1,3}(?:[.．](?!\d)|[.．](?=\d{1,2}[:：]\d\d)|[)）、])|[a-zA-Z][.)）](?=\s)|[(（]\d{1,2}[)）]|[①-⑳])(?:\s+|(?<=\d\.)(?=[\u4e00-\u9fff]|\d{1,2}[:：]\d\d)|(?<=[、．•·●○◦▪■◆◇➢‣)）①-⑳])(?=\S))(?P<text>.*)$"
)
_DOTTED = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,3}[.、]?\s+(?=[^\W\d]{2})")
_DEEPEST = 60


def is_item(line: str) -> bool:
    """Whether the line begins with a bullet or a number."""
    return bool(_BULLET.match(line))


def read_items(lines: list[str]) -> tuple[Item, ...]:
    """The items of these lines; deeper ones become children of the one above."""
    return _read(lines, 0)


def unmarked(line: str) -> str:
    """The line without its bullet or number."""
    match = _BULLET.match(line)
    return match["text"].strip() if match else _DOTTED.sub("", line.strip())


def _read(lines: list[str], depth: int) -> tuple[Item, ...]:
    starts = _starts(lines)
    if not starts:
        return ()
    ends = [*starts[1:], len(lines)]
    return tuple(_item(lines[first:last], depth) for first, last in zip(starts, ends, strict=True))


def _starts(lines: list[str]) -> list[int]:
    """Where the outermost items begin."""
    found = [(index, indent_of(line)) for index, line in enumerate(lines) if is_item(line)]
    if not found:
        return []
    outer = found[0][1]
    return [index for index, indent in found if indent <= outer]


def _item(lines: list[str], depth: int) -> Item:
    match = _BULLET.match(lines[0])
    marker = match["marker"] if match else "-"
    inner = next((i for i, line in enumerate(lines) if i and is_item(line)), len(lines))
    if depth >= _DEEPEST:
        inner = len(lines)
    own = [unmarked(lines[0]), *(line.strip() for line in lines[1:inner] if line.strip())]
    text, done = unbox("\n".join(own))
    return Item(text, "\n".join(lines).rstrip(), marker, done, _read(lines[inner:], depth + 1))


def indent_of(line: str) -> int:
    """Columns before the text; a tab goes to the next eighth."""
    plain = line.expandtabs(8)
    return len(plain) - len(plain.lstrip())
