"""What an event of a plan changed, cell by cell, in the words that people read."""

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from ground.models import Event
from plans.history.showing import ShownCell, shown_cell
from plans.models import Plan
from plans.tables.diff import CellChange
from plans.tables.registry import has_section, section

MOST = 12
_NOTE = ("heading", "text")


def cells_of(event: Event, zone: ZoneInfo) -> list[ShownCell]:
    """The first cells that the event changed; empty for events that changed none."""
    key = event.subject.partition(":")[0]
    if key == "note":
        return [*_note(event.data)]
    columns = _columns(key)
    changes = list(_changes(event.data))[:MOST]
    return [shown_cell(columns.get(change.field), change, zone) for change in changes]


def _columns(key: str) -> dict[str, Any]:
    if has_section(key):
        return {str(cell.name): cell for cell in section(key).columns}
    return {name: Plan._meta.get_field(name) for name in Plan.EDITABLE} if not key else {}


def _changes(data: Mapping[str, Any]) -> Iterable[CellChange]:
    """Of rows as "cells", of the plan's own fields as "before" and "after"."""
    before, after = data.get("before"), data.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        for name, value in after.items():
            if before.get(name) != value:
                yield CellChange(name, before.get(name), value)
    else:
        yield from _cells(data.get("cells"))


def _cells(cells: Any) -> Iterable[CellChange]:
    """{field: [before, after]}, or the same per row of a block."""
    if not isinstance(cells, dict):
        return
    for name, change in cells.items():
        if isinstance(change, dict):
            yield from _cells(change)
        elif isinstance(change, list) and len(change) == 2:
            yield CellChange(name, *change)


def _note(data: Mapping[str, Any]) -> Iterable[ShownCell]:
    before, after = data.get("before"), data.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return
    labels = {"heading": _("标题"), "text": _("内容")}
    for name in _NOTE:
        if before.get(name) != after.get(name):
            yield ShownCell(labels[name], _plain(before.get(name)), _plain(after.get(name)))


def _plain(value: Any) -> str:
    return " / ".join(value) if isinstance(value, list) else str(value or "")
