"""Key facts as `label: value`, wherever a document puts them: lines, lists, two- and four-column tables."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from plans.reading.blocks import Content, Listing, Paragraph, Place, Table
from plans.reading.bullets import unmarked
from plans.reading.entries import entries, flat, labelled
from plans.reading.outline import Placed
from plans.reading.text import bare_header, clean, plain_title

_MOMENT = re.compile("时间|日期|窗口|date|window", re.IGNORECASE)
_PAIRED = (2, 4, 6, 8)
_APART = re.compile(r"\s[·|•/]\s|[;；｜]|\s{3,}")


@dataclass(frozen=True, slots=True)
class Statement:
    """`key` is the label reduced to its letters, `near` those that stand in the same block."""

    key: str
    value: str
    place: Place
    near: frozenset[str] = frozenset()


def statements(placed: Iterable[Placed], is_key: Callable[[str], bool]) -> Iterator[Statement]:
    """Every label with its value, in order; `is_key` knows the labels that facts are known by."""
    for here in placed:
        if here.block is not None:
            pairs = list(_pairs(here.block, is_key))
            near = frozenset(_key(label) for label, _value in pairs)
            for label, value in pairs:
                if value.strip() and len(label) <= 30:
                    yield Statement(_key(label), value.strip(), here.place, near)


def _key(label: str) -> str:
    return bare_header(plain_title(label) or label)


def _pairs(block: Content, is_key: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    if isinstance(block, Table):
        yield from _table_pairs(block, is_key)
    elif isinstance(block, Listing):
        yield from _known(labelled(entry.text) for entry in flat(entries(block)))
    elif isinstance(block, Paragraph):
        yield from _known(
            labelled(part) for line in block.lines for part in _parts(clean(unmarked(line)))
        )


def _parts(line: str) -> list[str]:
    """Several labels on one line: Owner: Ann · Version: 1.2."""
    parts = [part for part in _APART.split(line) if part.strip()]
    return parts if len(parts) > 1 and all(map(labelled, parts)) else [line]


def _known(pairs: Iterable[tuple[str, str] | None]) -> Iterator[tuple[str, str]]:
    return (pair for pair in pairs if pair)


def _table_pairs(table: Table, is_key: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Tables of two, four … columns may hold labels beside values; a single row stands below its headers."""
    rows = [table.header, *table.rows]
    below = [label for row in table.rows for label in row[::2] if is_key(_key(clean(label)))]
    if all(len(row) in _PAIRED for row in rows) and (below or not table.rows):
        for row in rows:
            for label, value in zip(row[::2], row[1::2], strict=True):
                yield clean(label), clean(value)
    elif len(table.rows) == 1:
        several = sum(is_key(_key(clean(cell))) for cell in table.header) > 1
        for label, value in zip(*rows[:2], strict=False):
            if several or _MOMENT.search(label):
                yield clean(label), clean(value)
