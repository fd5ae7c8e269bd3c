"""What bringing back a revision does to the plan as it stands (pure).

Content only: progress stays with the rows that are still there, and executed rows
stay as they are.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from plans.document import NOTES, PLAN, Document, Row
from plans.history.changes import pair_notes
from plans.models import Plan
from plans.tables.diff import pair_rows
from plans.tables.registry import section, sections
from plans.tables.section import Section

FIELDS = tuple(name for name in Plan.EDITABLE if name != "visibility")
"""Who may see a plan is no content: an old version never opens it to others."""


@dataclass(frozen=True)
class Table:
    """Steps in one section (or the notes): (row now, values then), rows then, rows now.

    `order` names rows by their id now, added ones as -1, -2, …; `kept` are the titles of
    executed rows that stay although the revision had them otherwise.
    """

    changed: tuple[tuple[Row, Row], ...] = ()
    added: tuple[Row, ...] = ()
    removed: tuple[Row, ...] = ()
    order: tuple[int, ...] = ()
    kept: tuple[str, ...] = ()
    is_moved: bool = False

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed or self.is_moved)


@dataclass(frozen=True)
class Restoration:
    """All steps: the plan's own fields {name: JSON}, {section: table}, and the notes."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    notes: Table = field(default_factory=Table)

    def __bool__(self) -> bool:
        return bool(self.fields or self.notes or any(self.tables.values()))

    @property
    def keys(self) -> list[str]:
        """What it changes: section keys, "plan" and "notes"."""
        own = [PLAN] if self.fields else []
        prose = [NOTES] if self.notes else []
        return own + prose + [key for key, table in self.tables.items() if table]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """(section key, title) of executed rows that stay as they are."""
        return [(key, title) for key, table in self.tables.items() for title in table.kept]


def restoration(
    now: Document, then: Document, executed: Mapping[str, Collection[int]]
) -> Restoration:
    """What turns `now` into `then`; `executed` {section: ids} are left alone."""
    fields = {
        name: then.plan[name]
        for name in FIELDS
        if name in then.plan and then.plan[name] != now.plan.get(name)
    }
    tables = {
        part.key: _table(part, now.rows(part.key), then.rows(part.key), executed.get(part.key, ()))
        for part in sections()
        if part.key in then.sections
    }
    return Restoration(fields, tables, _notes(now, then))


def one_row(
    now: Document, then: Document, executed: Mapping[str, Collection[int]], key: str, pk: int
) -> Restoration:
    """The same for a single row that `then` has under that id."""
    part, wanted = section(key), then.rows(key)
    whole = _table(part, now.rows(key), wanted, executed.get(key, ()))
    row = next((row for row in wanted if row["id"] == pk), None)
    changed = tuple(pair for pair in whole.changed if row is not None and pair[1]["id"] == pk)
    added = tuple(one for one in whole.added if one["id"] == pk)
    kept = (part.title_of(row),) if row and part.title_of(row) in whole.kept else ()
    order = _with_one(part, now.rows(key), wanted, row) if added and row else ()
    return Restoration(tables={key: Table(changed, added, (), order, kept)})


def content_of(part: Section, row: Row) -> Row:
    """What the row says: content cells and unknown columns, without progress."""
    known = {str(cell.name): row[str(cell.name)] for cell in part.content if str(cell.name) in row}
    return {**known, "extra": row.get("extra") or {}, "raw": row.get("raw") or {}}


def outcome(now: Document, steps: Restoration) -> Document:
    """The document as it will be, for a preview: added rows have no id yet."""
    tables = dict(now.sections)
    for key, table in steps.tables.items():
        if table:
            tables[key] = _after(section(key), now.rows(key), table)
    notes = _after(None, now.notes, steps.notes) if steps.notes else now.notes
    return replace(now, plan={**now.plan, **steps.fields}, sections=tables, notes=notes)


def _table(part: Section, now: list[Row], then: list[Row], executed: Collection[int]) -> Table:
    pairs = pair_rows(part, now, then)
    changed, added, order, kept = [], [], [], []
    for index, row in enumerate(then):
        here = now[pairs[index]] if index in pairs else None
        if here is None:
            added.append(row)
        elif _differs(part, here, row):
            if here["id"] in executed:
                kept.append(part.title_of(here))
            else:
                changed.append((here, row))
        order.append(here["id"] if here else -len(added))
    paired = set(pairs.values())
    gone = [row for index, row in enumerate(now) if index not in paired]
    kept += [part.title_of(row) for row in gone if row["id"] in executed]
    order += [row["id"] for row in gone if row["id"] in executed]
    removed = tuple(row for row in gone if row["id"] not in executed)
    moved = part.ordered and _is_moved(now, order)
    return Table(tuple(changed), tuple(added), removed, tuple(order), tuple(kept), moved)


def _differs(part: Section, here: Row, row: Row) -> bool:
    """In what it says; `raw` is only how that was written."""
    mine, wanted = content_of(part, here), content_of(part, row)
    names = [name for name in wanted if name != "raw"]
    return any(_or_none(mine.get(name)) != _or_none(wanted[name]) for name in names)


def _or_none(value: Any) -> Any:
    return None if value in ("", [], {}) else value


def _is_moved(now: list[Row], order: list[int]) -> bool:
    left = set(order)
    return [row["id"] for row in now if row["id"] in left] != [pk for pk in order if pk > 0]


def _with_one(part: Section, now: list[Row], then: list[Row], row: Row) -> tuple[int, ...]:
    """The rows as they stand, and the new one behind the nearest row before it that is left."""
    pairs = pair_rows(part, now, then)
    place = then.index(row)
    before = next((now[pairs[at]]["id"] for at in reversed(range(place)) if at in pairs), None)
    ids = [one["id"] for one in now]
    at = ids.index(before) + 1 if before is not None else 0
    return (*ids[:at], -1, *ids[at:])


def _notes(now: Document, then: Document) -> Table:
    pairs = pair_notes(now.notes, then.notes)
    changed, added, order = [], [], []
    for index, note in enumerate(then.notes):
        here = now.notes[pairs[index]] if index in pairs else None
        if here is None:
            added.append(note)
        elif (here["heading"], here["text"]) != (note["heading"], note["text"]):
            changed.append((here, note))
        order.append(here["id"] if here else -len(added))
    paired = set(pairs.values())
    removed = tuple(note for index, note in enumerate(now.notes) if index not in paired)
    moved = _is_moved(now.notes, order)
    return Table(tuple(changed), tuple(added), removed, tuple(order), (), moved)


def _after(part: Section | None, now: list[Row], table: Table) -> list[Row]:
    new = {here["id"]: _mixed(part, here, then) for here, then in table.changed}
    rows = {row["id"]: new.get(row["id"], row) for row in now}
    rows.update(
        {-at: {**row, "id": None} for at, row in enumerate(map(_bare(part), table.added), 1)}
    )
    gone = {row["id"] for row in table.removed}
    order = table.order or [*(pk for pk in rows if pk > 0), *(pk for pk in rows if pk < 0)]
    return [rows[pk] for pk in order if pk not in gone]


def _mixed(part: Section | None, here: Row, then: Row) -> Row:
    wanted = content_of(part, then) if part else {name: then[name] for name in ("heading", "text")}
    return {**here, **wanted}


def _bare(part: Section | None) -> Any:
    return (lambda row: content_of(part, row)) if part else dict
