"""Where a finding is: a row and its cells, the plan itself, or a note."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plans.document import NOTES, PLAN, Document, Row
from plans.findings.finding import ERROR, HINT, WARNING, Finding
from plans.findings.fixes import Fix
from plans.tables.registry import has_section, section


@dataclass(frozen=True, slots=True)
class Spot:
    """One row of a section; `error`, `warning` and `hint` make findings about a cell of it.

    Each takes (field, code, lazy text, *fixes, **words of the text).
    """

    key: str
    row: Row
    index: int

    def error(self, field: str, code: str, text: Any, /, *fixes: Fix, **words: Any) -> Finding:
        return self._make(ERROR, field, code, text, fixes, words)

    def warning(self, field: str, code: str, text: Any, /, *fixes: Fix, **words: Any) -> Finding:
        return self._make(WARNING, field, code, text, fixes, words)

    def hint(self, field: str, code: str, text: Any, /, *fixes: Fix, **words: Any) -> Finding:
        return self._make(HINT, field, code, text, fixes, words)

    @property
    def title(self) -> str:
        return section(self.key).title_of(self.row) if has_section(self.key) else ""

    def _make(
        self, level: str, field: str, code: str, text: Any, fixes: tuple[Fix, ...], words: Any
    ) -> Finding:
        place = self.row.get("id", self.index)
        return Finding(level, code, text, words, self.key, place, field, self.title, fixes)


def spots(document: Document, key: str) -> Iterator[Spot]:
    """The rows of a section, each as a place for findings."""
    for index, row in enumerate(document.rows(key)):
        yield Spot(key, row, index)


@dataclass(frozen=True, slots=True)
class PlanSpot(Spot):
    """The plan's own fields."""

    @property
    def title(self) -> str:
        return ""

    def _make(
        self, level: str, field: str, code: str, text: Any, fixes: tuple[Fix, ...], words: Any
    ) -> Finding:
        return Finding(level, code, text, words, PLAN, None, field, "", fixes)


def of_plan(document: Document) -> Spot:
    return PlanSpot(PLAN, document.plan, 0)


@dataclass(frozen=True, slots=True)
class NoteSpot(Spot):
    """A block of prose, named by the last part of its heading."""

    @property
    def title(self) -> str:
        return (list(self.row.get("heading") or []) or [""])[-1]


def notes(document: Document) -> Iterator[Spot]:
    for index, note in enumerate(document.notes):
        yield NoteSpot(NOTES, note, index)
