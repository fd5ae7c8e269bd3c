"""The words of a query marked in a text, with as much around them as fits on a line."""

from search.grams import fold
from search.query import LONGEST, Query

Pieces = list[tuple[str, bool]]
"""A text cut into parts; True where a part was searched for."""

BEFORE, AFTER = 24, 120
STRETCH = 4_000


def marked(text: str, query: Query) -> Pieces:
    """The whole of `text`; one unmarked part where nothing was found."""
    return _cut(text, spans(text, query))


def excerpt(text: str, query: Query) -> Pieces:
    """One line around the first find, with … where it was cut."""
    line, is_cut = _around(" ".join(text.split()), query)
    found = spans(line, query)
    start = max(0, found[0][0] - BEFORE) if found else 0
    end = min(len(line), (found[0][1] if found else 0) + AFTER)
    inside = [(a - start, min(b, end) - start) for a, b in found if a < end]
    parts = _cut(line[start:end], inside)
    return [
        *([("…", False)] if start or is_cut else []),
        *parts,
        *([("…", False)] if end < len(line) else []),
    ]


def _around(line: str, query: Query) -> tuple[str, bool]:
    """Of a very long line the stretch with the first find, and whether its beginning is gone."""
    for start in range(0, len(line), STRETCH):
        stretch = line[start : start + STRETCH + LONGEST]
        folded = fold(stretch)
        if any(word in folded for word in query.words):
            return stretch, start > 0
    return line[:STRETCH], False


def spans(text: str, query: Query) -> list[tuple[int, int]]:
    """Where in `text` the words stand, in order, none over another."""
    folded, places = _with_places(text)
    found = sorted(span for word in query.words for span in _all(folded, word))
    apart: list[tuple[int, int]] = []
    for start, end in ((places[a], places[b - 1] + 1) for a, b in found):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _all(folded: str, word: str) -> list[tuple[int, int]]:
    found, at = [], folded.find(word)
    while at >= 0:
        found.append((at, at + len(word)))
        at = folded.find(word, at + len(word))
    return found


def _with_places(text: str) -> tuple[str, range | list[int]]:
    """The folded text and, for each of its characters, the place in `text` it came from."""
    folded, lower = fold(text), text.lower()
    if folded == lower and len(lower) == len(text):
        return folded, range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = " " if letter.isspace() else fold(letter)
        if plain == " " and letters[-1:] in ([" "], []):
            continue
        letters += plain
        places += [place] * len(plain)
    return "".join(letters), places


def _cut(text: str, found: list[tuple[int, int]]) -> Pieces:
    parts: Pieces = []
    at = 0
    for start, end in found:
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(part, is_found) for part, is_found in [*parts, (text[at:], False)] if part]
