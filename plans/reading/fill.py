"""Tables and labelled texts → rows of a section."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from plans.reading.blocks import Table
from plans.reading.cells import Cells
from plans.reading.context import Found, Reading, Scene
from plans.reading.generic import ORDER_WORDS
from plans.reading.match import spread_words
from plans.reading.registry import shape_of
from plans.reading.rows import RowBuilder
from plans.reading.text import bare_header, clean, unlink
from plans.reading.told import tell
from plans.reading.values import read_value, says_nothing

EXTRA, RANK = "extra", "rank"

_SUMS = frozenset(("合计", "总计", "小计", "total", "subtotal", "sum", "grandtotal"))
_CODE = re.compile(r"[A-Za-z][\w./:-]*[A-Za-z0-9]")
_STRICT = frozenset(("whole", "number"))


def fill_table(table: Table, fields: Mapping[int, str], scene: Scene) -> Reading:
    """Every row with content; rows and words that found no place are left over."""
    names = _names(table, settled(table, fields, scene), scene)
    rows, left = [], []
    for cells, line in _carried(_unspread(_cells(table, names), names, scene), scene):
        if cells is None:
            left.append(line)
        else:
            rows.append(cells)
    builders = build(rows, scene)
    columns = {header: target for header, target in names if header} | _spread_columns(names, scene)
    reading = Reading.of(scene.section.key, builders, "\n".join(left), **columns)
    return reading or Reading((Found(scene.section.key, [], columns),), "\n".join(left))


def settled(table: Table, fields: Mapping[int, str], scene: Scene) -> dict[int, str]:
    """The fields again; a column whose texts its field cannot read goes to another that its header
    may be, and a first column without a header names the rows."""
    kept = {**_first(table, fields, scene), **fields}
    for at, name in fields.items():
        texts = _column(table, at)
        if wrong := _failures(name, texts, scene):
            others = scene.context.index.options(scene.section, table.header[at])
            free = [
                other
                for other in others
                if other not in kept.values() and not _failures(other, texts, scene)
            ]
            if free and (wrong * 2 > len(texts) or name not in scene.section.identity[:-1]):
                kept[at] = free[0]
    return _counted(table, _coded(table, kept, scene), scene)


def _coded(table: Table, fields: dict[int, str], scene: Scene) -> dict[int, str]:
    """系统 beside 子系统: of columns that may both be a name in code, the one that holds such names."""
    kept = dict(fields)
    for at, name in fields.items():
        if not scene.section.column(name).is_code or _are_code(_column(table, at)):
            continue
        others = [
            other
            for other in range(len(table.header))
            if other not in kept
            and name in scene.context.index.options(scene.section, table.header[other])
            and _are_code(_column(table, other))
        ]
        if others:
            del kept[at]
            kept[others[0]] = name
    return kept


def _counted(table: Table, fields: dict[int, str], scene: Scene) -> dict[int, str]:
    """步骤 with nothing but numbers is the number of a step, not what it is called."""
    kept = dict(fields)
    for at, name in fields.items():
        texts = _column(table, at)
        if scene.section.column(name).kind != "line" or not all(
            text.strip().isdigit() for text in texts
        ):
            continue
        numbers = [
            other
            for other in scene.context.index.options(scene.section, table.header[at])
            if scene.section.column(other).kind == "whole" and other not in kept.values()
        ]
        if texts and numbers:
            kept[at] = numbers[0]
    return kept


def _are_code(texts: Sequence[str]) -> bool:
    return bool(texts) and all(_CODE.fullmatch(unlink(clean(text))) for text in texts)


def _column(table: Table, at: int) -> list[str]:
    return [row[at] for row in table.rows if at < len(row) and row[at].strip()]


def _first(table: Table, fields: Mapping[int, str], scene: Scene) -> dict[int, str]:
    """Rows below a heading of their section, named in a column that has no header."""
    free = [name for name in scene.section.identity if name not in fields.values()]
    blank = bool(table.header) and not table.header[0].strip() and 0 not in fields
    texts = _column(table, 0)
    if not (blank and free and scene.is_named(depth=1) and texts):
        return {}
    is_text = scene.section.column(free[0]).kind == "line"
    return {0: free[0]} if is_text and not all(text.isdigit() for text in texts) else {}


def _failures(name: str, texts: Sequence[str], scene: Scene) -> int:
    """How many of the texts are nothing that this field can hold."""
    cell = scene.section.column(name)
    if cell.kind not in _STRICT:
        return 0
    return sum(bool(read_value(cell, text, scene.context.zone).problem) for text in texts)


def build(rows: Iterable[Cells], scene: Scene) -> list[RowBuilder]:
    """The rows that these texts make, after the section's own shaping."""
    reshape = shape_of(scene.section.key)
    shaped = reshape(rows, scene) if reshape else rows
    return [
        _number(tell(_read(cells, scene), scene), index) for index, cells in enumerate(shaped, 1)
    ]


def _read(cells: Cells, scene: Scene) -> RowBuilder:
    builder = scene.builder()
    for name, text in cells.texts.items():
        builder.read(name, text)
    builder.extra.update({name: text for name, text in cells.extra.items() if text.strip()})
    for name, value in cells.values.items():
        builder.put(name, value)
    builder.raw.update(cells.raw)
    return builder


def _number(builder: RowBuilder, index: int) -> RowBuilder:
    """Rows whose order counts are numbered when the document does not."""
    section = builder.section
    if section.ordered and builder.told("position") is None:
        builder.values["position"] = index
    return builder


def _names(table: Table, fields: Mapping[int, str], scene: Scene) -> list[tuple[str, str]]:
    """[(header, field)] for every column; unknown ones go to `extra`, plain numbering to the rank."""
    names: list[tuple[str, str]] = []
    width = max([len(table.header), *(len(row) for row in table.rows)])
    for index in range(width):
        header = clean(table.header[index]) if index < len(table.header) else ""
        names.append((header, fields.get(index) or _spare(header)))
    return names


def _spare(header: str) -> str:
    return RANK if bare_header(header) in ORDER_WORDS else EXTRA


def _cells(table: Table, names: list[tuple[str, str]]) -> Iterator[tuple[Cells, str]]:
    """The texts of every row, with its source line."""
    for row in table.rows:
        line = "| " + " | ".join(row) + " |"
        yield _row_cells(row, names), line


def _spread_columns(names: Sequence[tuple[str, str]], scene: Scene) -> dict[str, str]:
    """The columns of a matrix all are its value."""
    known = spread_words(scene.section)
    _name, value, _words = scene.section.more.get("spread", ("", "", ()))
    return {
        header: value
        for header, target in names
        if target == EXTRA and bare_header(header) in known
    }


def _unspread(
    rows: Iterable[tuple[Cells, str]], names: Sequence[tuple[str, str]], scene: Scene
) -> Iterator[tuple[Cells, str]]:
    """A row of a matrix as one row for each filled column: key | dev | prod."""
    known = spread_words(scene.section)
    headers = [
        header for header, target in names if target == EXTRA and bare_header(header) in known
    ]
    name, value, _words = scene.section.more.get("spread", ("", "", ()))
    if not headers or any(target in (name, value) for _header, target in names):
        yield from rows
        return
    for cells, line in rows:
        extra = {header: text for header, text in cells.extra.items() if header not in headers}
        for header in headers:
            if text := cells.extra.get(header):
                yield Cells({**cells.texts, name: header, value: text}, extra, cells.raw), line


def _row_cells(row: Sequence[str], names: list[tuple[str, str]]) -> Cells:
    texts: dict[str, str] = {}
    extra: dict[str, str] = {}
    raw: dict[str, str] = {}
    for index, text in enumerate(row):
        header, target = names[index]
        if target == RANK:
            raw.update({RANK: text} if text.strip() else {})
        elif target == EXTRA:
            extra.update({_free(header, index, extra): text} if text.strip() else {})
        else:
            texts[target] = text
    return Cells(texts, extra, raw)


def _free(header: str, index: int, taken: Mapping[str, str]) -> str:
    """A name for the extra cell that is not taken yet."""
    name = header or f"#{index + 1}"
    return name if name not in taken else f"{name} #{index + 1}"


def _carried(rows: Iterable[tuple[Cells, str]], scene: Scene) -> Iterator[tuple[Cells | None, str]]:
    """Rows with content; a blank cell below a merged one says the same. None: the line is no row."""
    carries, above = _carries(scene), dict[str, str]()
    for cells, line in rows:
        said = {name for name, text in cells.texts.items() if text.strip()}
        if not said and not cells.extra:
            if cells.raw:
                yield None, line
            continue
        above.update({name: cells.texts[name] for name in carries & said})
        if said == {scene.section.group_by} and len(cells.texts) > 1 and not cells.extra:
            yield None, line
            continue
        if _is_sum(cells):
            yield None, line
            continue
        if all(says_nothing(cells.texts[name]) for name in said) and not cells.extra:
            yield None, line
            continue
        same = {
            name: text for name, text in above.items() if name in cells.texts and name not in said
        }
        yield Cells({**cells.texts, **same}, cells.extra, cells.raw), line


def _is_sum(cells: Cells) -> bool:
    """合计, total … below a table."""
    first = next(
        (text for text in (*cells.raw.values(), *cells.texts.values()) if text.strip()), ""
    )
    return bare_header(first) in _SUMS


def _carries(scene: Scene) -> set[str]:
    """Fields in which a blank cell means “as above”: what groups the rows."""
    section = scene.section
    return {section.group_by, *section.identity[:-1]} - {"", section.identity[-1]}
