"""Texts that every database keeps and every answer can carry."""

import re
from unicodedata import normalize

_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def is_keepable(text: str) -> bool:
    """Neither NUL, which PostgreSQL refuses, nor half a surrogate pair, which has no UTF-8."""
    return not _UNKEEPABLE.search(text)


def tidy(text: str) -> str:
    """As a name is shown: full-width letters made narrow, blanks trimmed, and no signs that
    nobody sees, by which two names would look like one or be read from the wrong end."""
    return " ".join(normalize("NFKC", _UNSEEN.sub("", text)).split())


def fold(text: str) -> str:
    """As a name is compared: without regard to case and width."""
    return normalize("NFKC", tidy(text).casefold())
