"""The rows of the flag table as last read, each with the switch that was made of it.

A change reads the rows whose revision moved and renders these only, so that a table of
thousands of flags costs a process hardly more than one of ten.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from gray.answers import FlagRow, Switch, Table, switch_of, table_of

MARKS = """SELECT id, revision, NULL AS environment, NULL AS digest FROM gray_flag UNION ALL
 SELECT id, NULL, environment, digest FROM gray_environmentkey WHERE revoked_at IS NULL"""
"""Flags and keys in one answer: every turn to a busy database costs a wait."""
ROWS = """SELECT id, environment, key, salt, share, CAST(users AS text), CAST(on_value AS text),
 CAST(off_value AS text), enabled FROM gray_flag"""
MANY = 500
"""Rows from which on reading all is no dearer than reading some."""


class Reader(Protocol):
    """A link, as far as reading goes."""

    def execute(self, query: str) -> list[Any]: ...


class Stock:
    """What is known of the table; belongs to the thread that reads."""

    def __init__(self) -> None:
        self._revisions: dict[int, int] = {}
        self._rows: dict[int, FlagRow] = {}
        self._switches: dict[int, Switch] = {}
        self._keys: list[tuple[str, str]] | None = None

    def doubt(self) -> None:
        """Take no revision for granted: the database may be another one, or restored."""
        self._revisions, self._keys = {}, None

    def read(self, link: Reader) -> bool:
        """Bring the rows up to date; whether that changed anything."""
        marks = link.execute(MARKS)
        keys = sorted((row[2], row[3]) for row in marks if row[3] is not None)
        revisions = {row[0]: row[1] for row in marks if row[3] is None}
        moved = [each for each, mark in revisions.items() if self._revisions.get(each) != mark]
        gone = self._rows.keys() - revisions.keys()
        if not moved and not gone and keys == self._keys:
            return False
        self._forget(gone)
        for number, *row in _rows(link, moved, len(revisions)):
            self._learn(number, row)
        self._revisions, self._keys = revisions, keys
        return True

    def table(self) -> Table:
        pairs = [(str(row[0]), self._switches[number]) for number, row in self._rows.items()]
        return table_of(pairs, self._keys or [])

    def rows(self) -> dict[str, list[Any]]:
        """All that a table is made of, as JSON has it."""
        return {"flags": list(self._rows.values()), "keys": self._keys or []}

    def _learn(self, number: int, row: FlagRow) -> None:
        if self._rows.get(number) != row:
            self._rows[number], self._switches[number] = row, switch_of(row)

    def _forget(self, gone: Iterable[int]) -> None:
        for number in gone:
            del self._rows[number], self._switches[number]


def _rows(link: Reader, moved: Sequence[int], known: int) -> list[Any]:
    if not moved:
        return []
    if len(moved) > min(MANY, known // 2):
        return link.execute(ROWS)
    return link.execute(f"{ROWS} WHERE id IN ({', '.join(map(str, moved))})")
