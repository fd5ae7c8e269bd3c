"""Words as the reader's language puts them together."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def in_row(words: Iterable[object]) -> str:
    """Listed: a、b、c in Chinese, a, b, c in English."""
    return _("、").join(str(word) for word in words)
