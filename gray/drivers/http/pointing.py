"""JSON Pointer (RFC 6901), and values as people compare them (pure)."""

import json
from typing import Any

from django.utils.translation import gettext as _


class Nowhere(LookupError):
    """The pointer leads to nothing."""


def at(document: Any, pointer: str) -> Any:
    """What stands there; an empty pointer is the whole document. Raises Nowhere."""
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(document, dict) and key in document:
            document = document[key]
        elif isinstance(document, list) and _is_index(key, document):
            document = document[int(key)]
        else:
            raise Nowhere(pointer)
    return document


def as_text(value: Any) -> str:
    """A text as it is, anything else as JSON writes it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def no_pointer(text: str) -> str:
    """What is wrong with a pointer, in a sentence."""
    return "" if text.startswith("/") else _("JSON 指针要以 / 开头，例如 /spec/weight。")


def _is_index(key: str, rows: list[Any]) -> bool:
    is_number = key.isascii() and key.isdecimal() and (key == "0" or not key.startswith("0"))
    return is_number and len(key) < 7 and int(key) < len(rows)
