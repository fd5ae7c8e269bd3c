"""The plan as the writers of files want it."""

from functools import cache
from zoneinfo import ZoneInfo

from django.db.models import Field, ForeignObjectRel

from plans.document import Document, load
from plans.models import Plan
from plans.tables.cells import Cell, Line
from plans.writing import Head, Source

_ORDER = (
    "number", "title", "project", "version", "kind", "status", "window_start", "window_end",
    "observe", "owner", "owner_text", "timezone", "visibility",
)  # fmt: skip
_TOLD = frozenset({"number", "status", "owner"})
"""A plan made from a file gets a number, a status and an owner of its own."""


@cache
def head() -> Head:
    """The plan's own fields as cells, in the order of telling."""
    return Head(tuple(_cell(Plan._meta.get_field(name)) for name in _ORDER), _TOLD)


def source_of(plan: Plan, document: Document | None = None) -> Source:
    """The plan as it stands now, or as `document` has it."""
    document = document or load(plan)
    return Source(
        plan=document.plan,
        sections=document.sections,
        notes=document.notes,
        head=head(),
        zone=ZoneInfo(document.plan["timezone"]),
        changed=plan.changed_at,
    )


def _cell(field: Field | ForeignObjectRel) -> Cell:
    """The field itself, or a line of text in its name."""
    if isinstance(field, Cell):
        return field
    line = Line(getattr(field, "verbose_name", field.name))
    line.set_attributes_from_name(field.name)
    return line
