"""What differs between two versions of a plan, cell by cell (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plans.document import NOTES, PLAN, Document
from plans.models import Plan
from plans.tables.diff import CellChange, RowChange, diff_rows
from plans.tables.registry import has_section, section


@dataclass(frozen=True)
class Changes:
    """`plan` cells, `sections` {key: row changes}, `notes` as (kind, before, after)."""

    plan: list[CellChange] = field(default_factory=list)
    sections: dict[str, list[RowChange]] = field(default_factory=dict)
    notes: list[RowChange] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.plan or self.sections or self.notes)

    def as_json(self) -> dict[str, Any]:
        tables = {key: [_row(change) for change in found] for key, found in self.sections.items()}
        return {
            PLAN: [_cell(cell) for cell in self.plan],
            "sections": tables,
            NOTES: [_row(change) for change in self.notes],
        }


def compare(before: Document, after: Document) -> Changes:
    """What turns `before` into `after`; sections without a difference are left out."""
    keys = [key for key in {**before.sections, **after.sections} if has_section(key)]
    found = {key: diff_rows(section(key), before.rows(key), after.rows(key)) for key in keys}
    return Changes(
        plan=list(_fields(before.plan, after.plan)),
        sections={key: changes for key, changes in found.items() if changes},
        notes=list(_notes(before.notes, after.notes)),
    )


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[CellChange]:
    for name in Plan.EDITABLE:
        if before.get(name) != after.get(name):
            yield CellChange(name, before.get(name), after.get(name))


def _notes(before: list[Any], after: list[Any]) -> Iterable[RowChange]:
    old = {note.get("id") or index: note for index, note in enumerate(before)}
    new = {note.get("id") or index: note for index, note in enumerate(after)}
    for key in old.keys() - new.keys():
        yield RowChange("removed", _title(old[key]), old[key])
    for key, note in new.items():
        if key not in old:
            yield RowChange("added", _title(note), note)
        elif cells := [
            CellChange(name, old[key][name], note[name])
            for name in ("heading", "text")
            if old[key][name] != note[name]
        ]:
            yield RowChange("changed", _title(note), note, cells)


def _title(note: Mapping[str, Any]) -> str:
    return " / ".join(note["heading"]) or str(note["text"])[:40]


def _row(change: RowChange) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "title": change.title,
        "id": change.row.get("id"),
        "cells": [_cell(cell) for cell in change.cells],
    }


def _cell(cell: CellChange) -> dict[str, Any]:
    return {"field": cell.field, "before": cell.before, "after": cell.after}
