"""A document into a plan that exists: what it adds and changes, row by row (pure).

Rows pair by identity, those of one identity in order; equal ones find each other first. What the
document does not say leaves the plan as it is: only in a file of ours does an empty cell mean empty.
Progress is never merged; executed rows stay.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from ground.digest import digest
from plans.document import NOTES, PLAN, Document, all_keys, digests
from plans.models import Plan
from plans.reading.draft import ImportDraft
from plans.tables.cells import Cell
from plans.tables.diff import CellChange
from plans.tables.registry import section, sections
from plans.tables.section import Section

Row = Mapping[str, Any]
Locks = Mapping[str, Mapping[int | None, str]]
"""{section, "notes" or "plan": {row id, or None for all of it: why it stays as it is}}."""

ADDED, CHANGED, ONLY = "added", "changed", "only"


@dataclass(frozen=True)
class RowMerge:
    """One difference: a row that the document adds or changes, or that only the plan has.

    token  its name in decisions: apps:12 changes, apps:+3 adds (row 3 of the document), apps:-7 deletes
    row    as the document has it; the plan's own for "only"
    lock   why it stays as it is, "" when it may be taken
    take   whether it is taken unless somebody decides otherwise
    """

    kind: str
    token: str
    title: str
    row: Row
    pk: int | None = None
    cells: list[CellChange] = field(default_factory=list)
    lock: str = ""
    take: bool = True

    def as_json(self) -> dict[str, Any]:
        cells = [{"field": c.field, "before": c.before, "after": c.after} for c in self.cells]
        known = {"kind": self.kind, "token": self.token, "title": self.title, "id": self.pk}
        return {**known, "cells": cells, "take": self.take, "lock": self.lock}


@dataclass(frozen=True)
class Merge:
    """Every difference; `same` counts the rows that are equal, `base` is what it was computed from."""

    plan: list[RowMerge]
    sections: dict[str, list[RowMerge]]
    notes: list[RowMerge]
    same: dict[str, int]
    base: str

    def __iter__(self) -> Iterator[tuple[str, RowMerge]]:
        """(section key, "notes" or "plan"; difference), in the order of the document."""
        yield from ((PLAN, one) for one in self.plan)
        yield from ((NOTES, one) for one in self.notes)
        yield from ((key, one) for key, rows in self.sections.items() for one in rows)

    def taken(self, flips: Iterable[str] = ()) -> dict[str, list[RowMerge]]:
        """What is done, by part; `flips` are the tokens decided against the default."""
        turned, found = set(flips), defaultdict[str, list[RowMerge]](list)
        for key, one in self:
            if not one.lock and one.take is not (one.token in turned):
                found[key].append(one)
        return dict(found)

    def as_json(self) -> dict[str, Any]:
        tables = {key: [one.as_json() for one in rows] for key, rows in self.sections.items()}
        return {
            PLAN: [one.as_json() for one in self.plan],
            "sections": tables,
            NOTES: [one.as_json() for one in self.notes],
            "same": self.same,
            "base": self.base,
        }


def merge(document: Document, draft: ImportDraft, zone: ZoneInfo, locks: Locks) -> Merge:
    """What the draft would change in the plan; moments without an offset are in `zone`."""
    tables: dict[str, list[RowMerge]] = {}
    same: dict[str, int] = {}
    for part in sections():
        merger = _Table(part, zone, draft.exact, locks.get(part.key, {}))
        new = draft.sections.get(part.key, [])
        found, equal = merger.compare(document.rows(part.key), new) if new else ([], 0)
        tables |= {part.key: found} if found else {}
        same |= {part.key: equal} if equal else {}
    return Merge(
        plan=list(_facts(document.plan, draft, zone, locks.get(PLAN, {}))),
        sections=tables,
        notes=_notes(document, draft, locks.get(NOTES, {})),
        same=same,
        base=_base(document, draft),
    )


def changed_row(one: RowMerge, old: Row) -> dict[str, Any]:
    """What `save_block` is given for a changed row; what its cells were read from comes along."""
    names = [cell.field for cell in one.cells]
    values = {name: one.row[name] for name in names if name != "extra"}
    if "extra" in names:
        values["extra"] = {**(old.get("extra") or {}), **(one.row.get("extra") or {})}
    raw = {name: text for name, text in (old.get("raw") or {}).items() if name not in names}
    raw |= {n: text for n, text in (one.row.get("raw") or {}).items() if n in names}
    if raw != (old.get("raw") or {}):
        values["raw"] = raw
    return {"id": one.pk, "row_version": old["row_version"], **values}


def added_row(key: str, one: RowMerge) -> dict[str, Any]:
    """What `save_block` is given for a new row: content only; words about progress stay as extra."""
    part, row = section(key), one.row
    values = {str(cell.name): row[str(cell.name)] for cell in part.content if cell.name in row}
    return {**values, "extra": _extra(part, row), "raw": row.get("raw") or {}}


def _extra(part: Section, row: Row) -> dict[str, str]:
    """Columns of no section, and words about progress, which is never merged."""
    told = {
        cell.label: str(row[str(cell.name)])
        for cell in part.progress
        if cell.kind in ("line", "prose") and row.get(str(cell.name))
    }
    return {**told, **(row.get("extra") or {})}


@dataclass(frozen=True)
class _Table:
    """Compares the rows of one section."""

    part: Section
    zone: ZoneInfo
    exact: bool
    locks: Mapping[int | None, str]

    def compare(self, old: Sequence[Row], new: Sequence[Row]) -> tuple[list[RowMerge], int]:
        """(differences, how many rows are equal)."""
        pairs = self._pairs(old, new)
        found, equal = [], 0
        for at, row in enumerate(new):
            if at not in pairs:
                found.append(self._added(at, row))
            elif cells := self._cells(old[pairs[at]], row):
                found.append(self._changed(old[pairs[at]], row, cells))
            else:
                equal += 1
        kept = set(pairs.values())
        found += [self._only(row) for at, row in enumerate(old) if at not in kept]
        return found, equal

    def _pairs(self, old: Sequence[Row], new: Sequence[Row]) -> dict[int, int]:
        """{index in new: index in old}: equal rows first, then those of one identity in order."""
        pairs: dict[int, int] = {}
        for key in (self._content, self._identity):
            _pair(key, old, new, pairs)
        return pairs

    def _identity(self, row: Row) -> Any:
        known = tuple(_plain(self._value(self.part.column(n), row)) for n in self.part.identity)
        return known if any(known) else None

    def _content(self, row: Row) -> Any:
        cells = [_plain(self._value(cell, row)) for cell in self.part.content]
        return (tuple(cells), tuple(sorted(_extra(self.part, row).items())))

    def _value(self, cell: Cell, row: Row) -> Any:
        """The value, so that one moment is one moment in every zone."""
        given = row.get(str(cell.name), cell.get_default())
        try:
            return cell.from_json(given, self.zone)
        except ValueError:
            return given

    def _cells(self, old: Row, new: Row) -> list[CellChange]:
        found = [
            CellChange(str(cell.name), old.get(str(cell.name)), new[str(cell.name)])
            for cell in self.part.content
            if self._says(cell, new) and self._value(cell, old) != self._value(cell, new)
        ]
        before, after = old.get("extra") or {}, new.get("extra") or {}
        if {**before, **after} != before:
            found.append(CellChange("extra", before, after))
        return found

    def _says(self, cell: Cell, row: Row) -> bool:
        if str(cell.name) not in row:
            return False
        value = self._value(cell, row)
        return self.exact or not (value in (None, "", []) or value == cell.get_default())

    def _added(self, at: int, row: Row) -> RowMerge:
        lock = self.locks.get(None, "")
        return RowMerge(ADDED, f"{self.part.key}:+{at}", self._title(row), row, lock=lock)

    def _changed(self, old: Row, row: Row, cells: list[CellChange]) -> RowMerge:
        pk, token = old["id"], f"{self.part.key}:{old['id']}"
        return RowMerge(CHANGED, token, self._title(old), row, pk, cells, self._lock(pk))

    def _only(self, row: Row) -> RowMerge:
        pk, token = row["id"], f"{self.part.key}:-{row['id']}"
        return RowMerge(ONLY, token, self._title(row), row, pk, lock=self._lock(pk), take=False)

    def _title(self, row: Row) -> str:
        said = self.part.title_of(row)
        return (
            said
            or next((str(row[str(c.name)]) for c in self.part.content if row.get(str(c.name))), "")[
                :80
            ]
        )

    def _lock(self, pk: int) -> str:
        return self.locks.get(None, "") or self.locks.get(pk, "")


def _pair(
    key: Callable[[Row], Any], old: Sequence[Row], new: Sequence[Row], pairs: dict[int, int]
) -> None:
    """Give those of `new` that have no partner yet the next of `old` with the same key."""
    taken = set(pairs.values())
    free: dict[Any, list[int]] = defaultdict(list)
    for at in reversed(range(len(old))):
        if at not in taken and (known := key(old[at])) is not None:
            free[known].append(at)
    for at, row in enumerate(new):
        if at not in pairs and (waiting := free.get(key(row))):
            pairs[at] = waiting.pop()


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _facts(
    plan: Row, draft: ImportDraft, zone: ZoneInfo, locks: Mapping[int | None, str]
) -> Iterator[RowMerge]:
    """The plan's own fields; a document's title seldom means to rename a plan, so it is offered only."""
    for name in Plan.EDITABLE:
        cell: Any = Plan._meta.get_field(name)
        after, before = draft.plan.get(name), plan.get(name)
        if after in (None, "") or _fact(cell, after, zone) == _fact(cell, before, zone):
            continue
        take = draft.exact or name not in ("title", "kind")
        cells = [CellChange(name, before, after)]
        label = str(cell.verbose_name)
        lock = locks.get(None, "")
        yield RowMerge(CHANGED, f"{PLAN}:{name}", label, draft.plan, None, cells, lock, take)


def _fact(cell: Any, value: Any, zone: ZoneInfo) -> Any:
    try:
        return cell.from_json(value, zone) if isinstance(cell, Cell) else value
    except ValueError:
        return value


def _notes(
    document: Document, draft: ImportDraft, locks: Mapping[int | None, str]
) -> list[RowMerge]:
    """Prose pairs by its text, then by its headings, in order; the document's title is none of them."""
    old, new = document.notes, draft.notes
    titles = {str(document.plan.get("title")), str(draft.plan.get("title"))}

    def path(note: Row) -> tuple[str, ...]:
        heading = tuple(note["heading"])
        return heading[1:] if heading and heading[0] in titles else heading

    pairs: dict[int, int] = {}
    for key in (lambda note: (path(note), _text(note)), path):
        _pair(key, old, new, pairs)
    found, lock = [], locks.get(None, "")
    for at, note in enumerate(new):
        if at not in pairs:
            found.append(RowMerge(ADDED, f"{NOTES}:+{at}", _title(note), note, lock=lock))
        elif _text(was := old[pairs[at]]) != _text(note):
            cells = [CellChange("text", was["text"], note["text"])]
            token = f"{NOTES}:{was['id']}"
            found.append(RowMerge(CHANGED, token, _title(note), note, was["id"], cells, lock))
    kept = set(pairs.values())
    return found + [
        RowMerge(ONLY, f"{NOTES}:-{n['id']}", _title(n), n, n["id"], lock=lock, take=False)
        for at, n in enumerate(old)
        if at not in kept
    ]


def _text(note: Row) -> str:
    return str(note["text"]).strip()


def _title(note: Row) -> str:
    return " / ".join(note["heading"]) or str(note["text"])[:40]


def _base(document: Document, draft: ImportDraft) -> str:
    """Changes whenever the plan's content, its rows or the reading of the document change."""
    ids = {key: [row["id"] for row in rows] for key, rows in document.sections.items()}
    notes = [note["id"] for note in document.notes]
    read = [draft.plan, draft.sections, draft.notes]
    return digest([digests(document, all_keys()), ids, notes, read])
