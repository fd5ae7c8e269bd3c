"""How the prose of a plan is laid out: common headings left away, long reading folded (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from plans.models import Note

OPEN_AT_FIRST = 2_500
"""Letters of prose that are open when the page is; what follows is folded under its heading."""


@dataclass(frozen=True)
class ShownNote:
    """A note with the headings that tell it apart, folded or not."""

    note: Note
    path: list[str]
    is_folded: bool = False

    @property
    def title(self) -> str:
        return self.path[-1] if self.path else ""


def shown_notes(notes: Sequence[Note]) -> list[ShownNote]:
    """All notes in order; what fits in the first screens is open."""
    common = len(_common([note.heading for note in notes]))
    shown, letters = [], 0
    for note in notes:
        letters += len(note.text)
        folded = letters > OPEN_AT_FIRST
        shown.append(ShownNote(note, note.heading[common:] or note.heading[-1:], folded))
    return shown


def _common(paths: Sequence[list[str]]) -> list[str]:
    """The headings that all paths begin with, when there are several."""
    if len(paths) < 2:
        return []
    first, last = min(paths), max(paths)
    return [
        a for a, _b in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    ]
