"""What was searched for, marked in a template."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.marking import Pieces

register = template.Library()


@register.filter
def marks(pieces: Pieces) -> SafeString:
    """The text, escaped, with <mark> around what was searched for."""
    return format_html_join("", "{}", ((_part(text, is_match),) for text, is_match in pieces))


def _part(text: str, is_match: bool) -> SafeString | str:
    return format_html("<mark>{}</mark>", text) if is_match else text
