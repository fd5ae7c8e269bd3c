"""What the visible text of a plan cannot carry, so that a file brings back every value.

A name with a comma in it, seconds' fractions, the source text of a cell (`raw`) …: each
is kept as [what the text says, what it is] and comes back only while the text still says
so. Somebody who edits the file by hand is believed.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from plans.tables.cells import Cell
from plans.tables.registry import has_section, section
from plans.writing.source import NotOurs, Parts, Row, Source
from plans.writing.visible import value_of

Pairs = dict[str, list[Any]]


def missing(source: Source, seen: Parts) -> dict[str, Any]:
    """What has to be kept, where `seen` is what the visible text alone gives back."""
    kept: dict[str, Any] = {}
    if plan := _differing(source.head.carried, source.plan, seen.plan):
        kept["plan"] = plan
    rows = {key: found for key in source.sections if (found := _rows(key, source, seen))}
    if rows:
        kept["rows"] = rows
    notes = [_of_note(*pair) for pair in zip(source.notes, seen.notes, strict=True)]
    if any(notes):
        kept["notes"] = {str(at): pairs for at, pairs in enumerate(notes) if pairs}
    return kept


def restore(text: str, seen: Parts) -> Parts:
    """`seen` with the values of the JSON `text` where the text of the plan is still the same.

    Raises NotOurs when somebody has changed the JSON into something else.
    """
    try:
        return _restored(json.loads(text), seen)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotOurs("what was kept cannot be read") from error


def _restored(kept: Mapping[str, Any], seen: Parts) -> Parts:
    _restore_fields(kept.get("plan", {}), seen.plan)
    for key, rows in kept.get("rows", {}).items():
        for at, pairs in rows.items():
            if has_section(key) and int(at) < len(seen.sections.get(key, [])):
                _restore_row(pairs, seen.sections[key][int(at)])
    for at, pairs in kept.get("notes", {}).items():
        if int(at) < len(seen.notes):
            _restore_fields(pairs, seen.notes[int(at)])
    return seen


def _rows(key: str, source: Source, seen: Parts) -> dict[str, Any]:
    cells = section(key).columns
    pairs = zip(source.rows(key), seen.sections.get(key, []), strict=True)
    found = {str(at): _of_row(cells, was, got) for at, (was, got) in enumerate(pairs)}
    return {at: kept for at, kept in found.items() if kept}


def _of_note(was: Row, got: Row) -> Pairs:
    names = ("heading", "text")
    return {name: [got[name], was[name]] for name in names if got[name] != was[name]}


def _of_row(cells: Iterable[Cell], was: Row, got: Row) -> dict[str, Any]:
    kept: dict[str, Any] = dict(_differing(cells, was, got))
    if (was.get("extra") or {}) != (got.get("extra") or {}):
        kept["extra"] = [got.get("extra") or {}, was.get("extra") or {}]
    if raw := was.get("raw"):
        kept["raw"] = {name: [got.get(name), text] for name, text in raw.items()}
    return kept


def _differing(cells: Iterable[Cell], was: Row, got: Row) -> Pairs:
    return {
        str(cell.name): [got.get(str(cell.name)), was.get(str(cell.name))]
        for cell in cells
        if value_of(cell, was) != value_of(cell, got)
    }


def _restore_fields(pairs: Mapping[str, Any], values: dict[str, Any]) -> None:
    for name, (shown, real) in pairs.items():
        if values.get(name) == shown:
            values[name] = real


def _restore_row(kept: Mapping[str, Any], row: dict[str, Any]) -> None:
    shown = dict(row)
    _restore_fields({name: pair for name, pair in kept.items() if name != "raw"}, row)
    raw = {
        name: text for name, (was, text) in kept.get("raw", {}).items() if shown.get(name) == was
    }
    if raw:
        row["raw"] = raw
