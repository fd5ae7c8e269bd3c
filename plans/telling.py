"""What an event of a plan changed, cell by cell, in the words that people read."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from ground.models import Event
from plans.showing import ShownCell, shown_cell
from plans.tables.diff import CellChange
from plans.tables.registry import has_section, section

MOST = 12


def cells_of(event: Event, zone: ZoneInfo) -> list[ShownCell]:
    """The first cells that the event changed; empty for events that changed none."""
    key = event.subject.partition(":")[0]
    columns = {str(cell.name): cell for cell in section(key).columns} if has_section(key) else {}
    changes = list(_changes(event.data.get("cells")))[:MOST]
    return [shown_cell(columns.get(change.field), change, zone) for change in changes]


def _changes(cells: Any) -> Iterable[CellChange]:
    """{field: [before, after]}, or the same per row of a block."""
    if not isinstance(cells, dict):
        return
    for name, change in cells.items():
        if isinstance(change, dict):
            yield from _changes(change)
        elif isinstance(change, list) and len(change) == 2:
            yield CellChange(name, *change)
