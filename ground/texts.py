"""Texts that every database keeps and every answer can carry."""

import re

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def is_keepable(text: str) -> bool:
    """Neither NUL, which PostgreSQL refuses, nor half a surrogate pair, which has no UTF-8."""
    return not _UNKEEPABLE.search(text)
