"""Reading for many what would else be read for each.

Inside `reading_once()` a function marked with `once` is asked the first time only, and rows
that were prefetched for many objects are taken from there (`listed`). Both hold for one
transaction that has its locks; nothing is remembered beyond it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

_known: ContextVar[dict[Any, Any] | None] = ContextVar("known", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """What functions marked with `once` answer is kept until the end of the block."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


Answer = TypeVar("Answer")


def once(ask: Callable[[], Answer]) -> Callable[[], Answer]:
    """For a function without arguments that reads what belongs to the whole installation."""

    @wraps(ask)
    def asked() -> Answer:
        known = _known.get()
        if known is None:
            return ask()
        if ask not in known:
            known[ask] = ask()
        answer: Answer = known[ask]
        return answer

    return asked


def listed(owner: Model, name: str, rows: Callable[[], QuerySet[Any]]) -> list[Any]:
    """The related rows `name` of `owner`, as prefetched; else what `rows` finds."""
    ahead = getattr(owner, "_prefetched_objects_cache", {})
    return list(ahead[name]) if name in ahead else list(rows())
