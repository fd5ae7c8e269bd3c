"""Cell-level difference of two tables of JSON rows, aligned by identity."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plans.tables.section import Section

Row = Mapping[str, Any]


@dataclass(frozen=True)
class CellChange:
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RowChange:
    """One row: "added", "removed", "changed" (with cells) or "moved" (with its places).

    `row` is the row as it is afterwards, of a removed one as it was; `places` count from
    one, before and after.
    """

    kind: str
    title: str
    row: Row
    cells: list[CellChange] = field(default_factory=list)
    places: tuple[int, int] = (0, 0)


def diff_rows(section: Section, before: Iterable[Row], after: Iterable[Row]) -> list[RowChange]:
    """What turns `before` into `after`; rows pair by id first, then by identity."""
    old, new = list(before), list(after)
    pairs = pair_rows(section, old, new)
    paired = set(pairs.values())
    gone = [row for index, row in enumerate(old) if index not in paired]
    changes = [RowChange("removed", section.title_of(row), row) for row in gone]
    for index, row in enumerate(new):
        if index not in pairs:
            changes.append(RowChange("added", section.title_of(row), row))
        elif cells := _cells(section, old[pairs[index]], row):
            changes.append(RowChange("changed", section.title_of(row), row, cells))
    return changes + _moved(section, old, new, pairs)


def pair_rows(section: Section, old: Sequence[Row], new: Sequence[Row]) -> dict[int, int]:
    """{index in new: index in old}: by id first, then by identity."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for key in (lambda row: row.get("id"), section.title_of):
        free: dict[Any, list[int]] = defaultdict(list)
        for index, row in enumerate(old):
            if index not in taken and key(row):
                free[key(row)].append(index)
        for index, row in enumerate(new):
            if index not in pairs and free.get(key(row)):
                pairs[index] = free[key(row)].pop(0)
                taken.add(pairs[index])
    return pairs


def _or_none(value: Any) -> Any:
    return None if value in ("", [], {}) else value


def _cells(section: Section, old: Row, new: Row) -> list[CellChange]:
    names = [str(cell.name) for cell in section.columns]
    changes = [
        CellChange(name, old.get(name), new.get(name))
        for name in names
        if _or_none(old.get(name)) != _or_none(new.get(name))
    ]
    if (old.get("extra") or {}) != (new.get("extra") or {}):
        changes.append(CellChange("extra", old.get("extra"), new.get("extra")))
    return changes


def _moved(
    section: Section, old: list[Row], new: list[Row], pairs: dict[int, int]
) -> list[RowChange]:
    if not section.ordered:
        return []
    order = sorted(pairs)
    stays = set(longest_rise([pairs[index] for index in order]))
    return [
        RowChange(
            "moved", section.title_of(new[index]), new[index], places=(pairs[index] + 1, index + 1)
        )
        for index in order
        if pairs[index] not in stays
    ]


def longest_rise(places: Sequence[int]) -> list[int]:
    """The longest rising part: what it leaves out are the fewest rows that can have moved."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        before[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    rise: list[int] = []
    here = ends[-1] if ends else None
    while here is not None:
        rise.append(here)
        here = before[here]
    return rise
