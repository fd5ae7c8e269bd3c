"""HTML → blocks; what Word gives comes this way too."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from selectolax.lexbor import LexborHTMLParser, LexborNode

from plans.reading.blocks import Block, Code, Heading, Item, Listing, Paragraph, Rule, Table
from plans.reading.boxes import unbox
from plans.reading.errors import Unreadable
from plans.reading.pipes import write_table
from plans.tables.words import said

_LOOKS = re.compile(r"<(?:!doctype\s+html|html|head|body|table)\b", re.IGNORECASE)
_BEFORE = (("<?xml", "?>"), ("<!--", "-->"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SKIPPED = frozenset(
    ("script", "style", "head", "template", "noscript", "-comment", "svg", "iframe", "object")
)
_INLINE = frozenset(
    said(
        "a abbr b bdi bdo br cite code del em font i img input ins kbd label mark q s samp small "
        "span strong sub sup time tt u var"
    )
)
_DEEPEST, _WIDEST, _MOST_CELLS = 80, 100, 200_000
_SHORT = 80


def looks_like_html(text: str) -> bool:
    """A document that begins as HTML does."""
    return bool(_LOOKS.match(_opening(text[:4000]))) and "</" in text


def _opening(text: str) -> str:
    """What follows the XML declaration and the comments in front; empty when one does not end."""
    text = text.lstrip()
    while marks := next((marks for marks in _BEFORE if text.startswith(marks[0])), None):
        text = text.partition(marks[1])[2].lstrip()
    return text


def read_html(text: str) -> list[Block]:
    """The blocks in order; their source is their text as Markdown."""
    root = LexborHTMLParser(text).body
    return list(_merged(_Walk().blocks(root, 0))) if root else []


class _Walk:
    """One pass over the tree; `cells` counts what tables have grown to."""

    def __init__(self) -> None:
        self.cells = 0

    def blocks(self, node: LexborNode, depth: int) -> Iterator[Block]:
        if depth > _DEEPEST:
            raise Unreadable(_("内容嵌套超过 %(most)s 层，请整理后再导入。") % {"most": _DEEPEST})
        inline: list[str] = []
        for child in node.iter(include_text=True):
            if child.tag in _SKIPPED:
                continue
            if child.tag == "-text" or child.tag in _INLINE:
                inline.append(_inline(child, depth))
                continue
            yield from _paragraphs(inline)
            inline = []
            yield from self._block(child, depth + 1)
        yield from _paragraphs(inline)

    def _block(self, node: LexborNode, depth: int) -> Iterator[Block]:
        tag = node.tag
        if tag in _HEADINGS:
            text = " ".join(_text(node, depth).split())
            yield from [Heading(_HEADINGS[tag], text, text)] if text else []
        elif tag in ("ul", "ol"):
            items = tuple(self._items(node, depth))
            yield from [Listing(items, "\n".join(item.source for item in items))] if items else []
        elif tag == "table":
            yield from self._table(node, depth)
        elif tag == "pre":
            text = node.text()
            yield Code("", text.strip("\n"), f"```\n{text.strip(chr(10))}\n```")
        elif tag == "hr":
            yield Rule()
        else:
            yield from self.blocks(node, depth)

    def _items(self, node: LexborNode, depth: int) -> Iterator[Item]:
        """The items of a list, with the lists inside them as their children."""
        if depth > _DEEPEST:
            raise Unreadable(_("列表嵌套超过 %(most)s 层，请整理后再导入。") % {"most": _DEEPEST})
        for number, item in enumerate((child for child in node.iter() if child.tag == "li"), 1):
            nested = [child for child in item.iter() if child.tag in ("ul", "ol")]
            children = tuple(one for inner in nested for one in self._items(inner, depth + 1))
            own = "\n".join(block.source for block in self._without(item, depth))
            marker = f"{number}." if node.tag == "ol" else "-"
            text, done = unbox(own)
            if done is None and (done := _ticked(item)) is not None:
                own = f"[{'x' if done else ' '}] {own}"
            below = "".join("\n" + _indented(child.source) for child in children)
            yield Item(text, f"{marker} {own}{below}", marker, done, children)

    def _without(self, item: LexborNode, depth: int) -> Iterator[Block]:
        """The blocks of an item but for its lists."""
        return (block for block in self.blocks(item, depth + 1) if not isinstance(block, Listing))

    def _table(self, node: LexborNode, depth: int) -> Iterator[Block]:
        grid = self._grid(node, depth)
        if grid and max(map(len, grid)) == 1:
            yield from (Paragraph(tuple(row[0].split("\n")), row[0]) for row in grid if row[0])
        elif grid:
            head, *body = (tuple(row) for row in grid)
            yield Table(head, tuple(body), write_table(grid))

    def _grid(self, node: LexborNode, depth: int) -> list[list[str]]:
        """Cells in rows; a cell over several rows says the same in each of them."""
        rows: list[list[str]] = []
        held: dict[int, tuple[str, int]] = {}
        for line in _lines(node):
            row: list[str] = []
            for cell in (child for child in line.iter() if child.tag in ("td", "th")):
                self._spanned(row, held)
                text = _text(cell, depth)
                wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
                if high > 1:
                    held.update(
                        {len(row) + at: (text if not at else "", high - 1) for at in range(wide)}
                    )
                row += [text, *[""] * (wide - 1)]
            self._spanned(row, held)
            self._count(len(row))
            rows.append(row)
        return [row for row in rows if row]

    def _spanned(self, row: list[str], held: dict[int, tuple[str, int]]) -> None:
        """Cells that reach down from the rows above."""
        while len(row) in held:
            text, left = held.pop(len(row))
            if left > 1:
                held[len(row)] = (text, left - 1)
            row.append(text)

    def _count(self, cells: int) -> None:
        self.cells += cells
        if self.cells > _MOST_CELLS:
            raise Unreadable(
                _("表格超过 %(most)s 个单元格，请拆分后再导入。") % {"most": _MOST_CELLS}
            )


def _lines(table: LexborNode) -> Iterator[LexborNode]:
    """The rows of a table, without those of tables inside it."""
    for part in table.iter():
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (line for line in part.iter() if line.tag == "tr")


def _span(cell: LexborNode, name: str) -> int:
    said = (cell.attributes.get(name) or "1").strip()
    return max(1, min(int(said), _WIDEST)) if said.isascii() and said.isdigit() else 1


def _text(node: LexborNode, depth: int) -> str:
    """All text below the node; blocks inside stand on lines of their own."""
    return "\n".join(
        block.source if not isinstance(block, Rule) else "" for block in _Walk().blocks(node, depth)
    ).strip()


def _inline(node: LexborNode, depth: int) -> str:
    if node.tag == "-text":
        return re.sub(r"[ \t\r\n]+", " ", node.text_content or "")
    if node.tag == "br":
        return "\n"
    if node.tag == "input":
        return _box(node)
    if depth > _DEEPEST:
        raise Unreadable(_("内容嵌套超过 %(most)s 层，请整理后再导入。") % {"most": _DEEPEST})
    inner = "".join(
        _inline(child, depth + 1)
        for child in node.iter(include_text=True)
        if child.tag not in _SKIPPED
    )
    return _dressed(node, inner)


def _dressed(node: LexborNode, inner: str) -> str:
    """Links and emphasis as Markdown writes them."""
    if node.tag == "a" and (link := node.attributes.get("href")) and not link.startswith("#"):
        return f"[{inner}]({link})" if inner.strip() and inner.strip() != link else link
    if node.tag == "img":
        return f"![{node.attributes.get('alt') or ''}]({node.attributes.get('src') or ''})"[:500]
    if node.tag in ("strong", "b") and inner.strip():
        return f"**{inner.strip()}**"
    return inner


def _ticked(item: LexborNode) -> bool | None:
    """Task lists of Confluence, Feishu and others say so by their class or an attribute."""
    nodes = [node for node in (item.parent, item) if node]
    names = " ".join(
        str(node.attributes.get(name) or "") for node in nodes for name in ("class", "data-type")
    ).casefold()
    ticked = str(item.attributes.get("data-checked") or "").casefold()
    if ticked in ("true", "false"):
        return ticked == "true"
    if not re.search(r"task-?list|task-?item|todo|check-?list|\bne-tli?\b", names):
        return None
    own = str(item.attributes.get("class") or "").casefold()
    return bool(re.search(r"(?<!un)\b(?:checked|done|complete)", own))


def _box(node: LexborNode) -> str:
    if node.attributes.get("type") != "checkbox":
        return node.attributes.get("value") or ""
    return "[x] " if "checked" in node.attributes else "[ ] "


def _paragraphs(inline: list[str]) -> Iterator[Paragraph]:
    lines = tuple(line.strip() for line in "".join(inline).split("\n") if line.strip())
    if lines:
        yield Paragraph(lines, "\n".join(lines), listed=len(lines) > 1)


def _merged(blocks: Iterator[Block]) -> Iterator[Block]:
    """Short paragraphs in a row are statements line by line, as Word's users write them."""
    run: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph) and len(block.lines) == 1 and len(block.source) <= _SHORT:
            run.append(block)
            continue
        yield from _joined(run)
        run = []
        yield block
    yield from _joined(run)


def _joined(run: list[Paragraph]) -> Iterator[Paragraph]:
    if len(run) < 2:
        yield from run
    else:
        yield Paragraph(
            tuple(block.lines[0] for block in run),
            "\n".join(block.source for block in run),
            listed=True,
        )


def _indented(source: str) -> str:
    return "\n".join(f"  {line}" for line in source.split("\n"))
