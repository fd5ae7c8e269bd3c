"""What of a document travels into a new plan or template: content without a past (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plans.document import Document, Row
from plans.tables.registry import section, sections
from plans.tables.section import Section

KEPT = ("project", "version", "kind", "observe", "timezone", "visibility")
"""The plan's own fields that travel; title and window are the new plan's own."""


@dataclass(frozen=True)
class Carrying:
    """How rows travel.

    Progress never does, nor do moments: those of the last release are wrong for the next
    (T-offsets are texts and stay). `shifts_versions` makes the version of each application
    its old one; `has_people` False leaves roles without the people who play them.
    """

    shifts_versions: bool = False
    has_people: bool = True

    def tables(self, document: Document) -> dict[str, list[Row]]:
        """{section: content rows} without ids."""
        return {part.key: self._rows(part, document.rows(part.key)) for part in sections()}

    def _rows(self, part: Section, rows: list[Row]) -> list[Row]:
        carried = [self._row(part, row) for row in rows]
        return carried if self.has_people else _distinct(carried)

    def _row(self, part: Section, row: Row) -> Row:
        names = {str(cell.name): cell for cell in part.content}
        dropped = {name for name, cell in names.items() if self._stays_behind(part, name, cell)}
        changed: dict[str, Any] = dict.fromkeys(dropped)
        if self.shifts_versions and part.key == "apps" and row.get("version"):
            changed |= {"old_version": row["version"], "version": ""}
        raw = {name: text for name, text in (row.get("raw") or {}).items() if name not in changed}
        values = {name: row[name] for name in names if name in row}
        return {**values, **changed, "extra": row.get("extra") or {}, "raw": raw}

    def _stays_behind(self, part: Section, name: str, cell: Any) -> bool:
        if cell.kind == "moment":
            return True
        of_a_person = cell.is_people or (part.key == "members" and name in ("user", "contact"))
        return of_a_person and not self.has_people


def fields_of(document: Document) -> dict[str, Any]:
    return {name: document.plan[name] for name in KEPT if document.plan.get(name)}


def has_versions(document: Document) -> bool:
    """Whether there is anything to shift."""
    return any(row.get("version") for row in document.rows(section("apps").key))


def _distinct(rows: list[Row]) -> list[Row]:
    """Without repetitions: three developers become one role."""
    found: list[Row] = []
    for row in rows:
        if row not in found:
            found.append(row)
    return found


def notes_of(document: Document) -> list[Mapping[str, Any]]:
    return [{"heading": note["heading"], "text": note["text"]} for note in document.notes]
