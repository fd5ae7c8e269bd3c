"""The promise of import: no word of a block is lost."""

import re
from collections.abc import Iterator
from typing import Any

from plans.reading.text import words

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def lost_words(source: str, kept: Any) -> set[str]:
    """The words of the source that stand nowhere in `kept`, any nesting of lists, mappings and values."""
    told = "\n".join(_texts(kept))
    missing = set(words(_BREAK.sub(" ", source))) - set(words(told))
    return {word for word in missing if word not in told}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif value is not None:
        yield str(value)
