"""Whole numbers as an address, a form or a JSON body says them."""

from typing import Any, TypeGuard

MOST = 2_147_483_647


def whole(text: str) -> int | None:
    """The number from 0 to MOST; None for everything else, however long or in whatever script."""
    plain = text.strip()
    if not plain.isascii() or not plain.isdigit() or len(plain) > len(str(MOST)):
        return None
    number = int(plain)
    return number if number <= MOST else None


def is_integer(value: Any) -> TypeGuard[int]:
    """A number of JSON without a fraction; `true` and `false` are none."""
    return isinstance(value, int) and not isinstance(value, bool)
