"""Check boxes are a check list wherever they stand."""

from collections.abc import Iterator

from plans.reading.blocks import Content
from plans.reading.context import Reading, Scene
from plans.reading.entries import Entry, entries, flat
from plans.reading.registry import recogniser
from plans.reading.rows import RowBuilder
from plans.reading.text import is_blank
from plans.reading.told import tell


@recogniser("checks", anywhere=True, order=10, unmistakable=True)
def read_boxes(block: Content, scene: Scene) -> Reading | None:
    """A list with at least as many boxes as items without."""
    found = [entry for entry in entries(block) if not is_blank(entry.text)]
    everyone = list(flat(found))
    boxes = sum(entry.done is not None for entry in everyone)
    if not boxes or boxes * 2 < len(everyone):
        return None
    return Reading.of("checks", [row for entry in found for row in _rows(entry, "", scene)])


def _rows(entry: Entry, group: str, scene: Scene) -> Iterator[RowBuilder]:
    """An item without a box above boxes is their group; plain items below a box belong to it."""
    boxed = [child for child in entry.below if any(one.done is not None for one in flat([child]))]
    if entry.done is None and boxed:
        for child in entry.below:
            yield from _rows(child, entry.text.rstrip(":："), scene)
        return
    below = tuple(child for child in entry.below if child not in boxed)
    yield _row(
        Entry(entry.text, entry.head if boxed else entry.source, entry.done, below), group, scene
    )
    for child in boxed:
        yield from _rows(child, group, scene)


def _row(entry: Entry, group: str, scene: Scene) -> RowBuilder:
    row = scene.builder().put("item", entry.whole).put("group", group).keep("item", entry.verbatim)
    if entry.done is not None:
        row.put("done", entry.done, entry.box)
    return tell(row, scene)
