"""What differs between two versions of a plan, cell by cell (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plans.document import NOTES, PLAN, Document
from plans.models import Plan
from plans.tables.diff import CellChange, RowChange, diff_rows, longest_rise
from plans.tables.registry import has_section, section

Note = Mapping[str, Any]


@dataclass(frozen=True)
class Changes:
    """`plan` cells, `sections` {key: row changes}, `notes` as row changes."""

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


def _notes(before: Sequence[Note], after: Sequence[Note]) -> Iterable[RowChange]:
    pairs = pair_notes(before, after)
    paired = set(pairs.values())
    for index, note in enumerate(before):
        if index not in paired:
            yield RowChange("removed", title_of(note), note)
    for index, note in enumerate(after):
        if index not in pairs:
            yield RowChange("added", title_of(note), note)
        elif cells := _note_cells(before[pairs[index]], note):
            yield RowChange("changed", title_of(note), note, cells)
    order = sorted(pairs)
    stays = set(longest_rise([pairs[index] for index in order]))
    for index in order:
        if pairs[index] not in stays:
            note, places = after[index], (pairs[index] + 1, index + 1)
            yield RowChange("moved", title_of(note), note, places=places)


def pair_notes(before: Sequence[Note], after: Sequence[Note]) -> dict[int, int]:
    """{index in after: index in before}: by id first, then by heading."""
    pairs: dict[int, int] = {}
    for key in (lambda note: note.get("id"), lambda note: tuple(note["heading"])):
        taken = set(pairs.values())
        free = {key(note): at for at, note in enumerate(before) if at not in taken}
        for index, note in enumerate(after):
            if index not in pairs and key(note) and key(note) in free:
                pairs[index] = free.pop(key(note))
    return pairs


def _note_cells(old: Note, new: Note) -> list[CellChange]:
    return [
        CellChange(name, old[name], new[name])
        for name in ("heading", "text")
        if old[name] != new[name]
    ]


def title_of(note: Note) -> str:
    return " / ".join(note["heading"]) or str(note["text"])[:40]


def _row(change: RowChange) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "title": change.title,
        "id": change.row.get("id"),
        "cells": [_cell(cell) for cell in change.cells],
        **({"from": change.places[0], "to": change.places[1]} if change.kind == "moved" else {}),
    }


def _cell(cell: CellChange) -> dict[str, Any]:
    return {"field": cell.field, "before": cell.before, "after": cell.after}
