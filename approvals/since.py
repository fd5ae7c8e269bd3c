"""What has changed since a signature, cell by cell, within what the gate covers (pure)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from approvals.rules.covering import covers_of
from approvals.rules.filters import filter_of
from approvals.rules.shape import Cover, Rule
from approvals.words import cover_label
from plans.document import NOTES, PLAN, PLAN_FIELDS, Document
from plans.history.changes import compare
from plans.history.showing import ShownTable, shown_changes
from plans.tables.registry import has_section, section

ALWAYS = ("id", "extra")


def changes_since(
    before: Document, after: Document, rule: Rule, zone: ZoneInfo
) -> list[ShownTable]:
    """The covered parts that differ in content, in words; progress is left out."""
    shown = []
    for cover in covers_of(rule):
        changes = compare(_only(before, cover), _only(after, cover))
        tables = shown_changes(changes, zone)
        shown += [replace(table, label=cover_label(cover.name)) for table in tables]
    return shown


def _only(document: Document, cover: Cover) -> Document:
    """Nothing but the content that the cover takes of the document."""
    if cover.key == PLAN:
        return Document({name: document.plan.get(name) for name in PLAN_FIELDS}, {})
    if cover.key == NOTES:
        return Document({}, {}, document.notes)
    where = filter_of(cover.where)
    rows = [row for row in document.rows(cover.key) if where is None or where(row)]
    return Document({}, {cover.key: [_content(cover.key, row) for row in rows]})


def _content(key: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without its progress."""
    names = {str(cell.name) for cell in section(key).content} if has_section(key) else set()
    return {name: value for name, value in row.items() if name in names or name in ALWAYS}
