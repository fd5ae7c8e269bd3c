"""What a block is: rows of some section, or None, which leaves it to the notes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plans.reading.blocks import Code, Content, Paragraph, Place, Table
from plans.reading.boxes import unbox
from plans.reading.context import Context, Reading, Scene
from plans.reading.entries import labelled
from plans.reading.fill import fill_table
from plans.reading.lines import read_lines
from plans.reading.lost import lost_words
from plans.reading.match import Support
from plans.reading.records import read_records
from plans.reading.registry import Read, recognisers
from plans.reading.text import clean
from plans.reading.uncoded import uncoded

_BRIEF = 60
_MOST_TURNED = 40

_LONGEST_LINE = 1_000
_LONGEST: dict[type[Content], int] = {Code: 20_000, Table: 50_000}
"""Characters of a line: code and rows between pipes may be longer than statements."""


def views(place: Place, block: Content, context: Context) -> Iterator[tuple[Place, Content]]:
    """The block as it stands; of a line like 变更窗口：… also what follows the label, captioned by it;
    of code that is none the lines in it."""
    yield place, block
    if isinstance(block, Code):
        yield from ((place, inner) for inner in uncoded(block))
    if isinstance(block, Table) and max(map(len, (block.header, *block.rows))) == 1:
        lines = tuple(row[0] for row in block.rows if row and row[0].strip())
        named = replace(place, caption=clean(block.header[0]))
        yield named, Paragraph(lines, block.source, listed=True)
    if isinstance(block, Paragraph) and len(block.lines) == 1:
        pair = labelled(clean(block.lines[0]))
        if pair and pair[1] and context.index.is_known(pair[0]):
            brief = len(pair[1]) <= _BRIEF and "。" not in pair[1]
            yield replace(place, caption=pair[0]), replace(block, lines=(pair[1],), listed=brief)


def recognise(block: Content, place: Place, context: Context) -> Reading | None:
    """What a block is, by the surest way first; None leaves it to the notes."""
    if _is_endless(block):
        return None
    supports = context.index.supports(place)
    if isinstance(block, Table):
        return None if context.foreign else _table(block, place, context, supports)
    for scene, read in _readers(place, context, supports):
        if reading := read(block, scene):
            return reading
    return None


def _is_endless(block: Content) -> bool:
    """Nobody writes statements in such lines, and looking for words in them takes for ever."""
    most = _LONGEST.get(type(block), _LONGEST_LINE)
    return any(len(line) > most for line in block.source.split("\n"))


def _readers(
    place: Place, context: Context, supports: Sequence[Support]
) -> Iterator[tuple[Scene, Read]]:
    """Those that know their rows anywhere, then those of the sections that the headings name."""
    by_key = {support.section.key: support for support in reversed(supports)}
    for known in recognisers():
        if known.unmistakable if context.foreign else known.anywhere:
            yield (
                Scene(place, context, context.section(known.section), by_key.get(known.section)),
                known.read,
            )
    for support in () if context.foreign else supports:
        scene = Scene(place, context, support.section, support)
        yield scene, read_records
        for known in recognisers():
            if known.section == support.section.key and not known.anywhere:
                yield scene, known.read
        yield scene, read_lines


def _table(
    table: Table, place: Place, context: Context, supports: Sequence[Support]
) -> Reading | None:
    """One record of labels and values, or rows below headers, which may stand below a title or two."""
    scenes = [Scene(place, context, support.section, support) for support in supports]
    records = next(filter(None, (read_records(table, scene) for scene in scenes)), None)
    return records or _headed(table, place, context, supports) or _boxed(table, place, context)


def _boxed(table: Table, place: Place, context: Context) -> Reading | None:
    """A table with a column of nothing but check boxes is a check list, whatever stands above."""
    section = context.section("checks")
    fields = context.index.assigned(section, table.header)
    done = next((at for at, name in fields.items() if name == "done"), None)
    boxes = [row[done] for row in table.rows if done is not None and done < len(row)]
    signs = [unbox(text) for text in boxes if text.strip()]
    if "item" not in fields.values() or not signs:
        return None
    ticked = all(state is not None and not text for text, state in signs)
    return fill_table(table, fields, Scene(place, context, section)) if ticked else None


def _headed(
    table: Table, place: Place, context: Context, supports: Sequence[Support]
) -> Reading | None:
    """The table below its headers: those that say most, of the first rows or of the first column."""
    shown = [(_without(table, skipped), skipped) for skipped in range(min(3, len(table.rows) + 1))]
    shown += [(turned, 0)] if (turned := _turned(table)) else []
    read = [
        (columns[0], seen, skipped)
        for seen, skipped in shown
        if (columns := context.index.columns(seen.header, place))
    ]
    if not read:
        return None
    found, seen, skipped = max(read, key=lambda one: one[0].score)
    support = next((known for known in supports if known.section.key == found.section.key), None)
    reading = fill_table(seen, found.fields, Scene(place, context, found.section, support))
    above = [" ".join(row) for row in (table.header, *table.rows)[:skipped]]
    news = above if lost_words("\n".join(above), seen.header) else []
    return reading.with_left("\n".join([*news, reading.left]).strip())


def _turned(table: Table) -> Table | None:
    """The table with rows for columns, where there are several of them."""
    grid = [table.header, *table.rows]
    width = len(table.header)
    if not (2 < width <= _MOST_TURNED and 2 < len(grid) <= _MOST_TURNED):
        return None
    full = [[*row, *[""] * (width - len(row))][:width] for row in grid]
    head, *body = (tuple(column) for column in zip(*full, strict=True))
    return replace(table, header=head, rows=tuple(body))


def _without(table: Table, skipped: int) -> Table:
    """The table whose header is the row after the first few: titles stand above it."""
    rows = (table.header, *table.rows)[skipped:]
    return replace(table, header=rows[0], rows=tuple(rows[1:]))
