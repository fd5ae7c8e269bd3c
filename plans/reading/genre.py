"""Which kind of text this is, and its blocks."""

import re
from collections.abc import Callable

from plans.reading.asciidoc import asciidoc_as_markdown, looks_like_asciidoc
from plans.reading.blocks import Block
from plans.reading.comma import read_comma
from plans.reading.html import looks_like_html, read_html
from plans.reading.jira import jira_as_markdown, looks_like_jira
from plans.reading.mail import take_header
from plans.reading.markdown import read_markdown
from plans.reading.org import looks_like_org, read_org
from plans.reading.plain import counts_headings, promoted, read_plain
from plans.reading.rest import looks_like_rest, rest_as_markdown

_ATX = re.compile(r"^\s{0,3}#{1,6}(?:\s+\S|[^#\s!\x00-\x7f])")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,})\s*$")


def read_blocks(text: str, is_known: Callable[[str], bool]) -> list[Block]:
    """The blocks of HTML, separated values, Jira, reST, org, Markdown or plain text, by what the text looks like."""
    if looks_like_html(text):
        return list(promoted(read_html(text), is_known))
    if table := read_comma(text):
        return table
    header, text = take_header(text)
    return [*header, *_read(text, is_known)]


def _read(text: str, is_known: Callable[[str], bool]) -> list[Block]:
    """The blocks of a text with its own kind of signs."""
    if looks_like_jira(text):
        return read_markdown(jira_as_markdown(text))
    if looks_like_asciidoc(text):
        return read_markdown(asciidoc_as_markdown(text))
    if looks_like_rest(text):
        return read_markdown(rest_as_markdown(text))
    if looks_like_org(text):
        return read_org(text)
    marked = _count_headings(text)
    if marked >= 2 or (marked and counts_headings(text) < 2):
        return read_markdown(text)
    return read_plain(text, is_known)


def _count_headings(text: str) -> int:
    """Markdown headings outside fences, underlined ones included."""
    count, fenced, before = 0, False, ""
    for line in text.split("\n"):
        fenced ^= bool(_FENCE.match(line))
        if not fenced and (_ATX.match(line) or (_UNDERLINE.match(line) and _is_title(before))):
            count += 1
        before = line
    return count


def _is_title(line: str) -> bool:
    return (
        bool(line.strip())
        and len(line) <= 60
        and not line.lstrip().startswith(("|", "-", "*", ">"))
    )
