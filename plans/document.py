"""A whole plan as one value: what check, export, snapshot, diff and digest work on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from ground.digest import digest
from plans.counts import row_counts
from plans.models import Plan
from plans.tables.registry import section, sections

Row = dict[str, Any]

PLAN, NOTES = "plan", "notes"
PLAN_FIELDS = ("title", "project", "version", "kind", "window_start", "window_end", "observe")


@dataclass(frozen=True)
class Document:
    """`plan` fields, `sections` {key: [row …]} in document order, `notes` in order."""

    plan: dict[str, Any]
    sections: dict[str, list[Row]]
    notes: list[Row] = field(default_factory=list)

    def rows(self, key: str) -> list[Row]:
        return self.sections.get(key, [])

    def as_json(self) -> dict[str, Any]:
        return {"plan": self.plan, "sections": self.sections, "notes": self.notes}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Document":
        return cls(dict(value["plan"]), dict(value["sections"]), list(value["notes"]))


def load(plan: Plan) -> Document:
    """The plan as it stands now: a query for each section that has rows, and two more."""
    filled = row_counts(plan)
    tables = {
        part.key: [part.to_json(row) for row in part.rows(plan)] if part.key in filled else []
        for part in sections()
    }
    return Document(plan_json(plan), tables, [note.as_json() for note in plan.notes.all()])


def plan_json(plan: Plan, zone: ZoneInfo | None = None) -> dict[str, Any]:
    """The plan's own fields in JSON types; moments in `zone` if given."""
    cells = {name: Plan._meta.get_field(name) for name in PLAN_FIELDS}
    values = {name: cell.to_json(getattr(plan, name), zone) for name, cell in cells.items()}  # type: ignore[union-attr]
    return {
        "number": plan.number,
        **values,
        "owner": plan.owner.called,
        "owner_text": plan.owner_text,
        "timezone": plan.timezone,
        "visibility": plan.visibility,
        "status": plan.status,
    }


def content(document: Document, key: str, where: Callable[[Row], bool] | None = None) -> Any:
    """What a digest of `key` covers: content only, empty and default values left out.

    Progress, ids and versions are no content; the order of rows counts only in
    sections that declare it, so a new column of an upgrade voids nothing.
    """
    if key == PLAN:
        return {name: document.plan.get(name) for name in PLAN_FIELDS if document.plan.get(name)}
    if key == NOTES:
        return [[note["heading"], note["text"]] for note in document.notes]
    part = section(key)
    rows = [_content_of(part, row) for row in document.rows(key) if where is None or where(row)]
    return rows if part.ordered else sorted(rows, key=digest)


def _content_of(part: Any, row: Row) -> Row:
    names = [str(cell.name) for cell in part.content]
    values = {name: row[name] for name in names if row.get(name) not in (None, "", [])}
    return {**values, "extra": row["extra"]} if row.get("extra") else values


def all_keys() -> list[str]:
    """Everything that a digest of the whole plan covers."""
    return [PLAN, NOTES, *(part.key for part in sections())]


def digests(document: Document, keys: Iterable[str]) -> dict[str, str]:
    """{key: SHA-256 of its content}."""
    return {key: digest(content(document, key)) for key in keys}


def whole_digest(document: Document) -> str:
    """The digest of a revision."""
    return digest(digests(document, all_keys()))
