"""Markdown as HTML that is safe to show (pure)."""

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_markdown = (
    MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False})
    .enable(["table", "strikethrough"])
    .disable("image")
)
"""A picture stays what it says: its words as a link, so that nothing is fetched or lost."""

_TAGS = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre",
    "code", "em", "strong", "s", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "code": {"class"}}
_SCHEMES = {"http", "https", "mailto"}


LONGEST = 60_000
"""Longer texts are shown as they are: laying them out would take every reader seconds."""


def render(text: str) -> SafeString:
    """HTML of a note; what is not Markdown of ours is shown as text, pictures as links."""
    if len(text) > LONGEST:
        return format_html("<pre>{}</pre>", text)
    html = nh3.clean(
        _markdown.render(text), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )  # fmt: skip
    return mark_safe(html)  # noqa: S308 - nh3 has cleaned it
