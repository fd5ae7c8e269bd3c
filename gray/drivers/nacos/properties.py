"""One property of a .properties text (pure), read and replaced as Java reads it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LINE = re.compile(r"((?:\\(?:\r\n|[\s\S]|\Z)|[^\\\r\n])*)(\r\n|\r|\n|\Z)")
_PAIR = re.compile(r"[ \t\f]*((?:\\.|[^\\=: \t\f\r\n])+)([ \t\f]*(?:[=:][ \t\f]*)?)", re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|\r\n[ \t\f]*|[\r\n][ \t\f]*|[\s\S]|\Z)")
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


class Pair(NamedTuple):
    """A property, from where to where its value stands, and what is between it and the key."""

    key: str
    value: str
    begin: int
    end: int
    sign: str


def value_of(content: str, key: str) -> str | None:
    """The last one counts, as in Java."""
    found = _find(content, key)
    return found.value if found else None


def replaced(content: str, key: str, value: str) -> str:
    """The content with another value; a key that is not there yet becomes the last line."""
    found = _find(content, key)
    if found:
        sign = "" if found.sign else "="
        return f"{content[: found.begin]}{sign}{_escaped(value)}{content[found.end :]}"
    line = f"{_escaped_key(key)}={_escaped(value)}\n"
    gaps = ("", "\n", "\n\n")  # the last line may be open, or go on after a backslash
    made = (f"{content}{gap}{line}" for gap in gaps)
    return next(text for text in made if value_of(text, key) == value)


def _find(content: str, key: str) -> Pair | None:
    return next((pair for pair in reversed(list(_pairs(content))) if pair.key == key), None)


def _pairs(content: str) -> Iterator[Pair]:
    at = 0
    while at < len(content):
        line = _LINE.match(content, at)
        if line is None:  # it always fits
            return
        pair = _PAIR.match(line[1])
        if pair and not line[1].lstrip(" \t\f").startswith(("#", "!")):
            begin, end = at + pair.end(), at + len(line[1])
            yield Pair(_plain(pair[1]), _plain(content[begin:end]), begin, end, pair[2])
        at = line.end()


def _plain(text: str) -> str:
    return _ESCAPE.sub(_meant, text)


def _meant(found: re.Match[str]) -> str:
    sign = found[1]
    if len(sign) == 5 and sign[0] == "u":
        return chr(int(sign[1:], 16))
    if sign[:1] in ("\r", "\n", ""):
        return ""  # a line that goes on, or a text that ends here
    return _SIGNS.get(sign, sign)


def _escaped(value: str) -> str:
    text = _signs(value)
    return f"\\{text}" if text.startswith(" ") else text


def _escaped_key(key: str) -> str:
    return re.sub(r"[=:#! ]", lambda sign: f"\\{sign[0]}", _signs(key))


def _signs(text: str) -> str:
    text = text.replace("\\", "\\\\")
    for letter, sign in _SIGNS.items():
        text = text.replace(sign, f"\\{letter}")
    return text
