"""What differs between two texts, word by word and line by line (pure)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORDS = 600
"""Longer texts are compared by lines only; word by word would take seconds."""

MOST_LINES = 2_000
"""Of longer stretches that differ nobody looks for lines that stayed."""

AROUND = 2
"""How many unchanged lines are shown before and after a change."""

ALIKE = 0.5
"""Below this share of common words two texts have nothing to do with each other."""

_WORD = re.compile(r"[a-zA-Z0-9_]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stays or that changes."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True)
class TextLine:
    """One line: `kind` is same, gone, new, or gap for lines that are left out."""

    kind: str
    pieces: tuple[Piece, ...] = ()


Pieces = tuple[Piece, ...]
Step = tuple[str, int, int, int, int]
"""What becomes of lines: tag, from and to in the old text, from and to in the new one."""


def differing(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces; of texts without much in common everything is changed."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if not old or not new or max(len(old), len(new)) > MOST_WORDS:
        return _whole(before), _whole(after)
    steps = SequenceMatcher(None, old, new).get_opcodes()
    same = [word for tag, low, high, _l, _h in steps if tag == "equal" for word in old[low:high]]
    if _weight(same) * 2 < ALIKE * (_weight(old) + _weight(new)):
        return _whole(before), _whole(after)
    return (
        _joined((tag != "equal", old[low:high]) for tag, low, high, _l, _h in steps),
        _joined((tag != "equal", new[low:high]) for tag, _l, _h, low, high in steps),
    )


def _weight(words: Sequence[str]) -> int:
    """How many of them say something: the dashes of two dates are nothing in common."""
    return sum(word[0].isalnum() for word in words)


def line_changes(before: str, after: str) -> list[TextLine]:
    """The lines that changed with a few around them, words marked where lines pair up."""
    old, new = before.splitlines(), after.splitlines()
    shown: list[TextLine] = []
    for group in _groups(old, new):
        if group[0][1] or group[0][3]:
            shown.append(TextLine("gap"))
        for tag, low, high, new_low, new_high in group:
            if tag == "equal":
                shown += [TextLine("same", (Piece(line),)) for line in old[low:high]]
            else:
                shown += _replaced(old[low:high], new[new_low:new_high])
    return shown


def _groups(old: Sequence[str], new: Sequence[str]) -> Iterable[Sequence[Step]]:
    """Steps with the lines around them; where too much differs, one step for all of it."""
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    low, high, new_high = start, len(old) - end, len(new) - end
    if max(high - low, new_high - low) <= MOST_LINES:
        return SequenceMatcher(None, old, new).get_grouped_opcodes(AROUND)
    return [[("replace", low, high, low, new_high)]]


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines at the start are equal."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (was, now) in pairs if was != now), min(len(old), len(new)))


def _replaced(old: Sequence[str], new: Sequence[str]) -> list[TextLine]:
    """Lines that stand at the same place are compared word by word, the others are whole."""
    pairs = [differing(was, now) for was, now in zip(old, new, strict=False)]
    gone = [TextLine("gone", was) for was, _now in pairs]
    come = [TextLine("new", now) for _was, now in pairs]
    gone += [_line("gone", line) for line in old[len(pairs) :]]
    return gone + come + [_line("new", line) for line in new[len(pairs) :]]


def _line(kind: str, text: str) -> TextLine:
    return TextLine(kind, _whole(text))


def _whole(text: str) -> Pieces:
    return (Piece(text, True),) if text else ()


def _joined(steps: Iterable[tuple[bool, Sequence[str]]]) -> Pieces:
    return tuple(Piece("".join(words), changed) for changed, words in steps if words)
