"""Markdown → blocks, by markdown-it's block rules; text stays as written."""

import re
from collections.abc import Iterator, Sequence
from textwrap import dedent

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from plans.reading.blocks import Block, Code, Heading, Item, Listing, Paragraph, Rule, Table
from plans.reading.boxes import unbox
from plans.reading.errors import Unreadable
from plans.reading.html import read_html
from plans.reading.pipes import loose_table, split_row

_DEEPEST = 60
_WIDEST = 200
_MOST_HEADINGS = 5_000
_LONG_TABLE = re.compile(rf"(?:^[ \t]*\|[^\n]*\n){{{_MOST_HEADINGS + 2},}}", re.MULTILINE)
_FRONT = re.compile(r"\A---[ \t]*\n(?P<body>(?:[^\n]*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TIGHT = re.compile(r"^(#{2,6}|#(?=[^\x00-\x7f]))(?=[^#\s])")
_INNER = frozenset(("table_open", "fence"))
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
_ENDED = re.compile(r"(?:\\|<br\s{0,9}/?>|[;；。])\Z")
_MARKED = re.compile(
    r"^\s*(?:[(（]?(?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]+)[)）、]|[①-⑳]|\d{1,2}[.．](?!\d)|[•·●○◦▪■◆◇➢‣–—-]\s|\[[ xX✓√]?\]\s*\S|[☑✅✔✓🗹☒☐⬜□▢◻🔲])"
)
_LABELLED = re.compile(r"^\s*[^:：\s][^:：\n]{0,20}[:：]\s*\S")
_DEEP = re.compile(rf"^(?:[ \t]*(?:>|[*+-](?=[ \t]))){{{_DEEPEST + 1},}}", re.MULTILINE)


def read_markdown(text: str) -> list[Block]:
    """The top-level blocks in order, each with its exact source lines."""
    if _DEEP.search(text):
        raise Unreadable(_("列表或引用嵌套超过 %(most)s 层，请整理后再导入。") % {"most": _DEEPEST})
    if sum(
        line.startswith("#") for line in text.split("\n")
    ) > _MOST_HEADINGS or _LONG_TABLE.search(text):
        raise Unreadable(
            _("标题或一张表的行数超过 %(most)s，请拆分后再导入。") % {"most": _MOST_HEADINGS}
        )
    front, body = _front_matter(text)
    lines = _loosen(body.split("\n"))
    tokens = _parser().parse("\n".join(lines))
    return [*front, *_Walk(tokens, lines).blocks()]


def _parser() -> MarkdownIt:
    """Blocks only: inline text stays as written, indented text is no code."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST * 2})
    parser.enable("table").disable(["code", "reference"])
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


def _front_matter(text: str) -> tuple[list[Block], str]:
    match = _FRONT.match(text)
    if not match or ":" not in match["body"]:
        return [], text
    lines = tuple(line for line in match["body"].split("\n") if line.strip())
    return [Paragraph(lines, match[0].rstrip("\n"), listed=True)], text[match.end() :]


def _loosen(lines: list[str]) -> list[str]:
    """`##标题` without the space is a heading too, outside fences."""
    fence = ""
    for index, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        elif not fence:
            lines[index] = _TIGHT.sub(r"\1 ", line)
    return lines


class _Walk:
    """One pass over the tokens of a document."""

    def __init__(self, tokens: Sequence[Token], lines: list[str]) -> None:
        self.tokens, self.lines = tokens, lines

    def blocks(self) -> Iterator[Block]:
        at = 0
        while at < len(self.tokens):
            end = self._end(at)
            yield from self._block(at, end)
            at = end + 1

    def _end(self, at: int) -> int:
        """The index of the token that closes the one at `at`."""
        if self.tokens[at].nesting != 1:
            return at
        level = self.tokens[at].level
        return next(
            (
                index
                for index in range(at + 1, len(self.tokens))
                if self.tokens[index].nesting == -1 and self.tokens[index].level == level
            ),
            len(self.tokens) - 1,
        )

    def _source(self, at: int) -> str:
        first, last = self.tokens[at].map or [0, 0]
        return "\n".join(self.lines[first:last]).strip("\n").rstrip()

    def _block(self, at: int, end: int) -> Iterator[Block]:
        token = self.tokens[at]
        source = self._source(at)
        match token.type:
            case "heading_open":
                yield from _heading(token, self.tokens[at + 1].content, source)
            case "bullet_list_open" | "ordered_list_open":
                yield Listing(tuple(self._items(at, end)), source)
            case "table_open":
                yield _table(source)
            case "fence" | "code_block":
                yield Code(token.info.strip(), token.content.rstrip("\n"), source)
            case "hr":
                yield Rule(source)
            case "blockquote_open":
                yield _quote(source)
            case "html_block":
                yield from _html(source)
            case _:
                yield _paragraph(source)

    def _items(self, start: int, stop: int) -> Iterator[Item]:
        at = start + 1
        while at < stop:
            end = self._end(at)
            yield self._item(at, end)
            at = end + 1

    def _item(self, start: int, stop: int) -> Item:
        token = self.tokens[start]
        texts: list[str] = []
        children: list[Item] = []
        inner: list[Table | Code] = []
        at = start + 1
        while at < stop:
            end = self._end(at)
            if self.tokens[at].type in ("bullet_list_open", "ordered_list_open"):
                children.extend(self._items(at, end))
            elif self.tokens[at].type == "paragraph_open":
                texts.append(self.tokens[at + 1].content)
            else:
                texts.append(dedent(self._source(at)))
                blocks = self._block(at, end) if self.tokens[at].type in _INNER else ()
                inner += [block for block in blocks if isinstance(block, Table | Code)]
            at = end + 1
        text, done = unbox("\n".join(texts))
        marker = f"{token.info}{token.markup}" if token.info else token.markup
        return Item(text, self._source(start), marker, done, tuple(children), tuple(inner))


def _heading(token: Token, content: str, source: str) -> Iterator[Block]:
    """An underlined run of text is a heading only when it is one short line."""
    if token.markup in ("=", "-") and (
        "\n" in content or len(content) > 60 or content.lstrip().startswith("|")
    ):
        underline = source.rsplit("\n", 1)[0]
        yield _paragraph(underline)
    else:
        yield Heading(int(token.tag[1]), content.replace("\n", " ").strip(), source)


def _table(source: str) -> Table:
    head, _rule, *body = source.split("\n")
    header = tuple(split_row(head))[:_WIDEST]
    rows = [tuple(split_row(line)) for line in body]
    return Table(header, tuple(row for row in rows if row), source)


def _html(source: str) -> Iterator[Block]:
    """HTML in the middle of Markdown: only its tables are more than text."""
    if "<table" in source.casefold():
        yield from read_html(source)
    else:
        yield Paragraph(tuple(source.split("\n")), source)


def _quote(source: str) -> Block:
    lines = [re.sub(r"^\s*(?:>\s?)+", "", line) for line in source.split("\n")]
    return _paragraph("\n".join(lines), source)


def _paragraph(text: str, source: str = "") -> Block:
    """Running text, or what stands in it: rows between pipes or tabs, statements line by line."""
    lines = tuple(line.strip() for line in text.split("\n") if line.strip())
    if table := loose_table(text.split("\n"), source or text):
        return table
    return Paragraph(lines, source or text, listed=_is_listed(text.split("\n")))


def _is_listed(lines: list[str]) -> bool:
    whole = [line for line in lines if line.strip()]
    if len(whole) < 2:
        return bool(whole) and bool(_MARKED.match(whole[0]))
    marked = all(_MARKED.match(line) for line in whole)
    labelled = all(_LABELLED.match(line) for line in whole)
    return marked or labelled or all(map(_is_ended, whole[:-1]))


def _is_ended(line: str) -> bool:
    """Two spaces at the end break a line in Markdown, as do a backslash and a tag."""
    return line.endswith("  ") or bool(_ENDED.search(line.rstrip()[-20:]))
