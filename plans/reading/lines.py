"""Plain lists below a heading that names a section: every line is a row.

A section allows it by `lines="condition"`, the field that takes the line; `pair=("object", "effect")`
splits a line at its colon.
"""

import re
from collections.abc import Iterator

from plans.reading.blocks import Content
from plans.reading.context import Reading, Scene
from plans.reading.entries import Entry, are_statements, entries, labelled
from plans.reading.rows import RowBuilder
from plans.reading.text import is_blank
from plans.reading.told import tell

_LABEL = 24


def read_lines(block: Content, scene: Scene) -> Reading | None:
    """Short statements right below the heading, or below a group of it where the section has groups."""
    field = scene.section.more.get("lines", "")
    found = [entry for entry in entries(block) if not is_blank(entry.text)]
    if not field or not found or not _is_near(scene) or not are_statements(block, found):
        return None
    return Reading.of(
        scene.section.key, [row for entry in found for row in _rows(entry, field, scene)]
    )


def _is_near(scene: Scene) -> bool:
    if scene.is_named(depth=0):
        return True
    nearest = scene.context.index.named(scene.place.nearest)
    return (
        bool(scene.section.more.get("grouped"))
        and scene.is_named(depth=1)
        and not any(s > 1 for _, s in nearest)
    )


def _rows(entry: Entry, field: str, scene: Scene) -> Iterator[RowBuilder]:
    """An item of a grouped section with items below it is their group."""
    grouped = scene.section.more.get("grouped", "")
    if not (entry.below and grouped):
        yield _row(entry, field, scene)
        return
    for child in entry.below:
        row = _row(child, field, scene).put(grouped, entry.text.rstrip(":："))
        row.raw[grouped] = entry.own
        yield row


def _row(entry: Entry, field: str, scene: Scene) -> RowBuilder:
    first, second = scene.section.more.get("pair", (field, ""))
    pair = labelled(entry.text) if second and not entry.below else None
    row = scene.builder()
    marked, pattern = scene.section.more.get("marked", ("", "(?!)"))
    if mark := re.match(pattern, entry.text):
        rest = entry.whole[mark.end() :].strip()
        row.put(marked, mark["value"]).put(field, rest)
        return tell(row.keep(field, entry.verbatim), scene)
    if pair and len(pair[0]) <= _LABEL and pair[1]:
        row.put(first, pair[0]).put(second, pair[1])
    else:
        row.put(field, entry.whole)
    return tell(row.keep(field, entry.verbatim), scene)
