"""What people write in comments: a little Markdown, addresses as links, names marked (pure)."""

import re
from collections.abc import Iterator, Mapping

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from people.mentions import find

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")
_markdown.disable(["image", "heading", "lheading", "reference", "hr"])
_TAGS = {
    "p", "br", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "s", "a", "span",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "span": {"class"}}
_SCHEMES = {"http", "https", "mailto"}
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\^{}（）【】《》“”‘’，。；：！？、]+")
_INSIDE = {"em", "strong", "s", "a"}
_CLOSING = ".,;:!?)]*_~"


def spoken(text: str) -> Iterator[str]:
    """The parts of `text` in which a name is a mention: no code and no addresses."""
    for token in _texts(_markdown.parse(text)):
        yield token.content


def plain(text: str) -> str:
    """The words on one line, without marks: for lists and inboxes."""
    tokens = _markdown.parse(text)
    parts = [token.content for token in _leaves(tokens)]
    return " ".join("".join(parts).split())


def render(text: str, names: Mapping[str, int]) -> SafeString:
    """HTML that is safe to show; `names` {name: id} are those whose mention is marked."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.children:
            token.children = list(_marked(token.children, names))
    html = nh3.clean(
        _markdown.renderer.render(tokens, _markdown.options, {}), tags=_TAGS,
        attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer nofollow",
    )  # fmt: skip
    return mark_safe(html)  # noqa: S308 - nh3 has cleaned it


def _leaves(tokens: list[Token]) -> Iterator[Token]:
    """What is read: texts and code, and a gap where a line or a block ends."""
    for token in tokens:
        if token.type in ("text", "code_inline", "fence", "code_block"):
            yield token
        elif token.type.endswith(("break", "_close")) and token.tag not in _INSIDE:
            yield _text(" ")
        yield from _leaves(token.children or [])


def _texts(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "text":
            yield token
        yield from _texts(token.children or [])


def _marked(tokens: list[Token], names: Mapping[str, int]) -> Iterator[Token]:
    """The tokens with links for bare addresses and marks for names, outside of links."""
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type.startswith("link_") else 0
        if token.type == "text" and not depth:
            yield from _taken_apart(token.content, names)
        else:
            yield token


def _taken_apart(text: str, names: Mapping[str, int]) -> Iterator[Token]:
    done = 0
    for start, end, kind in _finds(text, names):
        if start < done:
            continue
        yield _text(text[done:start])
        yield from _link(text[start:end]) if kind == "link" else _mark(text[start:end])
        done = end
    yield _text(text[done:])


def _finds(text: str, names: Mapping[str, int]) -> list[tuple[int, int, str]]:
    """(start, end, kind) in order; an address is longer than the names inside it."""
    links = [
        (found.start(), found.start() + len(found[0].rstrip(_CLOSING)), "link")
        for found in _ADDRESS.finditer(text)
    ]
    return sorted([*links, *((one.start, one.end, "name") for one in find(text, names))])


def _link(address: str) -> Iterator[Token]:
    yield Token("link_open", "a", 1, attrs={"href": address})
    yield _text(address)
    yield Token("link_close", "a", -1)


def _mark(name: str) -> Iterator[Token]:
    yield Token("span_open", "span", 1, attrs={"class": "mention"})
    yield _text(name)
    yield Token("span_close", "span", -1)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
