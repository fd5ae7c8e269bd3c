"""Names that look like others, looked for as long as that costs little (pure)."""

from collections.abc import Iterable
from difflib import get_close_matches

ALIKE = 0.7
"""How alike two names must be for one to be offered for the other."""

MOST_COMPARED, LONGEST = 20_000, 100
"""Pairs that one check compares, and letters of what may still be a name."""


class Alike:
    """Knows names; beyond MOST_COMPARED comparisons nothing looks like them any more."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = [name for name in known if len(name) <= LONGEST]
        self.left = MOST_COMPARED

    def near(self, name: str, most: int) -> list[str]:
        """The names most like this one, the nearest first."""
        self.left -= len(self.known)
        if self.left < 0 or len(name) > LONGEST:
            return []
        return get_close_matches(name, self.known, n=most, cutoff=ALIKE)
