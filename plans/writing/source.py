"""What a writer is given, and what a reader of our own files gives back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plans.tables.cells import Cell

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Head:
    """The cells of the plan's own fields, in the order of telling.

    `told` names those that are only told: a plan made from the file gets its own.
    """

    cells: tuple[Cell, ...]
    told: frozenset[str] = frozenset()

    @property
    def carried(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.name not in self.told]

    def by_label(self) -> dict[str, Cell]:
        return {cell.label: cell for cell in self.cells}


@dataclass(frozen=True)
class Source:
    """A whole plan as values, and what is needed to say it in words.

    plan      {field: JSON}
    sections  {key: [row as JSON]}
    notes     [{"heading": [path], "text": Markdown}]
    zone      in which moments are written
    changed   when the plan last changed: files carry this moment, never the clock's
    """

    plan: Mapping[str, Any]
    sections: Mapping[str, Sequence[Row]]
    notes: Sequence[Row]
    head: Head
    zone: ZoneInfo
    changed: datetime

    def rows(self, key: str) -> Sequence[Row]:
        return self.sections.get(key, ())


@dataclass
class Parts:
    """Plan fields, rows and notes as JSON, without ids: what import can make a plan of."""

    plan: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)


class NotOurs(ValueError):
    """The file is none that this product wrote, or was changed beyond exact reading."""


def zone_named(name: str) -> ZoneInfo:
    """The time zone that a file names; NotOurs when there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise NotOurs(name) from error
