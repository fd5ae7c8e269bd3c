"""Blocks → blocks with their place: the headings above and the line that introduces them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from plans.reading.blocks import (
    Block,
    Code,
    Content,
    Heading,
    Listing,
    Paragraph,
    Place,
    Rule,
    Table,
)
from plans.reading.boxes import unbox
from plans.reading.bullets import is_item, unmarked
from plans.reading.text import bare, clean

_BOLD = re.compile(r"^\*\*(?P<text>[^*\n]{1,40})\*\*\s*(?P<colon>[:：]?)\s*$")
_INTRO = re.compile(r"[:：]\s*(?:\*\*)?\s*$")
_TITLE = re.compile(r"计划|方案|手册|plan|release|runbook", re.IGNORECASE)
_CAPTION = 30
_SUBTITLE = 9

IsKnown = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its place; `block` is None where a heading has nothing below it.

    `is_caption`: the paragraph only introduces the next block. `is_inner`: it is a part of the list
    before it, which keeps its text.
    """

    place: Place
    block: Content | None
    is_caption: bool = False
    is_inner: bool = False


def title_of(blocks: Sequence[Block], is_known: IsKnown) -> str:
    """The document's own title: the heading above all others, "" when there is none."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    outermost = next((heading for heading in headings if heading.level == 0), None)
    if outermost or not headings:
        return outermost.text if outermost else ""
    first = headings[0]
    alone = all(heading.level > first.level for heading in headings[1:])
    known = [heading for heading in headings[1:] if is_known(heading.text)]
    if is_known(first.text) and not (alone and len(known) > 1):
        return ""
    return first.text if alone or _TITLE.search(first.text) else ""


def outline(blocks: Sequence[Block], is_known: IsKnown) -> list[Placed]:
    """Every block in order, in its place."""
    title = title_of(blocks, is_known)
    placed = list(_place(_split_labels(_split_boxes(_subtitled(blocks)), is_known), title))
    return list(_introduce(placed, is_known))


def _subtitled(blocks: Sequence[Block]) -> Iterator[Block]:
    """A short line all in bold is a heading below the others."""
    for block in blocks:
        bold = _BOLD.match(block.source.strip()) if isinstance(block, Paragraph) else None
        if bold and not isinstance(block, Heading):
            yield Heading(_SUBTITLE, clean(bold["text"]), block.source)
        else:
            yield block


def _split_boxes(blocks: Iterator[Block]) -> Iterator[Block]:
    """Lines with check boxes and lines without are no one run: what follows the boxes is something else."""
    for block in blocks:
        if not (isinstance(block, Paragraph) and block.listed):
            yield block
            continue
        boxed = [unbox(unmarked(line))[1] is not None for line in block.lines]
        if sum(boxed) < 2 or all(boxed) or len(block.source.strip().split("\n")) != len(boxed):
            yield block
            continue
        first, last = boxed.index(True), len(boxed) - boxed[::-1].index(True)
        sources = block.source.strip("\n").split("\n")
        for start, end in pairwise(sorted({0, first, last, len(boxed)})):
            lines = block.lines[start:end]
            listed = start < last or all(map(is_item, lines))
            yield Paragraph(lines, "\n".join(sources[start:end]), listed)


def _split_labels(blocks: Iterator[Block], is_known: IsKnown) -> Iterator[Block]:
    """A line that names a section is a caption of the lines below it: 实施步骤： / 1）备份."""
    for block in blocks:
        if isinstance(block, Paragraph) and len(block.lines) > 1:
            yield from _pieces(block, is_known)
        else:
            yield block


def _pieces(block: Paragraph, is_known: IsKnown) -> Iterator[Paragraph]:
    """The paragraph, cut at its captions and where the numbered lines below them end."""
    lines = [line for line in block.source.strip("\n").split("\n") if line.strip()]
    if len(lines) != len(block.lines):
        yield block
        return
    cuts = sorted({cut for at in range(len(lines)) for cut in _cuts(lines, at, is_known)})
    if not cuts:
        yield block
        return
    for first, last in pairwise([0, *cuts, len(lines)]):
        part = block.lines[first:last]
        listed = all(map(is_item, part)) or (block.listed and last - first > 1)
        yield Paragraph(part, "\n".join(lines[first:last]), listed)


def _cuts(lines: list[str], at: int, is_known: IsKnown) -> list[int]:
    """Where to cut because of this line: the first names a section, or a later one ends in a colon."""
    plain = lines[at].strip()
    is_caption = (at == 0 or _INTRO.search(plain)) and len(plain) <= _CAPTION and is_known(plain)
    if not is_caption or at + 1 == len(lines):
        return []
    end = next((n for n in range(at + 1, len(lines)) if not is_item(lines[n])), len(lines))
    after = [end] if at + 1 < end < len(lines) else []
    return [cut for cut in (at, at + 1, *after) if cut]


def _place(blocks: Iterator[Block], title: str) -> Iterator[Placed]:
    path: list[Heading] = []
    empty = cut = False
    for block in blocks:
        if isinstance(block, Rule):
            cut = not empty
            continue
        if not isinstance(block, Heading):
            empty = False
            here = replace(_at(path, title), cut=cut)
            yield Placed(here, block)
            yield from _inside(here, block)
            continue
        cut = False
        if empty and path and block.level <= path[-1].level:
            yield Placed(_at(path, title), None)
        path = [*(heading for heading in path if heading.level < block.level), block]
        empty = True
        if block.tail:
            yield Placed(_at(path, title), Paragraph((block.tail,), block.tail))
    if empty:
        yield Placed(_at(path, title), None)


def _inside(place: Place, block: Content) -> Iterator[Placed]:
    """The tables and the code in the items of a list, introduced by what the item says."""
    items = list(block.items) if isinstance(block, Listing) else []
    while items:
        item = items.pop(0)
        said = clean(item.text.split("\n", 1)[0]).rstrip(":： ")
        for inner in item.inner:
            caption = said if len(said) <= _CAPTION else ""
            yield Placed(replace(place, caption=caption), inner, is_inner=True)
        items = [*item.children, *items]


def _at(path: list[Heading], title: str) -> Place:
    return Place(tuple(heading.text for heading in path), title=title)


def _introduce(placed: list[Placed], is_known: IsKnown) -> Iterator[Placed]:
    """Tell a block what the line right above it says about it."""
    following: Place | None = None
    for index, here in enumerate(placed):
        current, following = (replace(here, place=following) if following else here), None
        after = placed[index + 1] if index + 1 < len(placed) else None
        if (
            after
            and after.place == here.place
            and (line := _introduction(here.block, after.block, is_known))
        ):
            if len(line) <= _CAPTION and _is_whole(line, here.block):
                current = replace(current, is_caption=True)
                following = replace(after.place, caption=line)
            else:
                following = replace(after.place, hints=(line,))
        yield current


def _introduction(block: Content | None, after: Content | None, is_known: IsKnown) -> str:
    """The last sentence of a paragraph that leads to what follows; "" when it does not."""
    if isinstance(block, Listing) and isinstance(after, Code | Table):
        return _last_item(block)
    if not isinstance(block, Paragraph) or not isinstance(
        after, Table | Listing | Code | Paragraph
    ):
        return ""
    last = block.lines[-1] if block.lines else ""
    is_label = _INTRO.search(last) or (
        _is_one_line(block) and (is_known(last) or (not block.listed and _is_label(last, after)))
    )
    if not is_label:
        return ""
    return re.split(r"[。；;]|\.\s", clean(last).rstrip(":： "))[-1].strip() or clean(last)


def _last_item(block: Listing) -> str:
    """The last item of a list, when it says nothing itself but what comes next: 2. 回滚："""
    item = block.items[-1]
    line = clean(item.text).rstrip(":： ")
    is_brief = not item.children and "\n" not in line and len(line) <= _CAPTION
    return line if is_brief else ""


def _is_label(line: str, after: Content) -> bool:
    """A few words without a stop, right above a table or a list."""
    return (
        isinstance(after, Table | Listing)
        and len(bare(line)) <= 16
        and not re.search(r"[。；;，,!?]", line)
    )


def _is_whole(line: str, block: Content | None) -> bool:
    """Whether the introduction is all that the paragraph says."""
    return isinstance(block, Paragraph) and clean(block.text).rstrip(":： ") == line


def _is_one_line(block: Content | None) -> bool:
    return isinstance(block, Paragraph) and len(block.lines) == 1
