"""Telling other processes, at commit, that a table changed (PostgreSQL; SQLite is watched)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

_waiting: ContextVar[set[str] | None] = ContextVar("waiting", default=None)


def notify(channel: str) -> None:
    """NOTIFY without a payload; inside a transaction it goes out with the commit."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.add(channel)
    elif connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [channel])


@contextmanager
def notifying_once() -> Iterator[None]:
    """Channels that are rung inside the block ring once, at its end."""
    token = _waiting.set(set())
    try:
        yield
        waiting = _waiting.get() or set()
    finally:
        _waiting.reset(token)
    for channel in sorted(waiting):
        notify(channel)
