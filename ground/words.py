"""Words as the reader's language puts them together."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

_JOINTS = re.compile(r"(、| / )")


def in_row(words: Iterable[object]) -> str:
    """Listed: a、b、c in Chinese, a, b, c in English."""
    return _("、").join(str(word) for word in words)


def in_brackets(word: object, aside: object) -> str:
    """A word and what is said of it in brackets."""
    return _("%(word)s（%(aside)s）") % {"word": word, "aside": aside}


def labelled(label: object, words: object) -> str:
    """A label and what it tells: 名称：值 in Chinese, name: value in English."""
    return _("%(label)s：%(words)s") % {"label": label, "words": words}


def as_sentence(words: object) -> str:
    """With the full stop of the language."""
    return _("%(words)s。") % {"words": words}


def said_before(words: str) -> str:
    """Words of ours that were kept as somebody's page once showed them, in the reader's language.

    Lists are taken apart; what is no message of ours stays as it is.
    """
    return "".join(_(part) if part else "" for part in _JOINTS.split(words))
