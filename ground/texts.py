"""Texts that every database keeps and every answer can carry."""

import re
from unicodedata import normalize

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def is_keepable(text: str) -> bool:
    """Neither NUL, which PostgreSQL refuses, nor half a surrogate pair, which has no UTF-8."""
    return not _UNKEEPABLE.search(text)


def tidy(text: str) -> str:
    """As a name is shown: full-width letters made narrow, blanks trimmed."""
    return " ".join(normalize("NFKC", text).split())


def fold(text: str) -> str:
    """As a name is compared: without regard to case and width."""
    return normalize("NFKC", tidy(text).casefold())
