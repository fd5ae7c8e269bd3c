"""Makes the suite quicker: what was imported is never garbage, what was built is built once."""

import gc
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils.translation import get_language

Written = list[tuple[str, Any, bool]]
"""Statements that wrote, with their parameters, and whether those are of many rows."""
WRITES = ("INSERT", "UPDATE", "DELETE")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Collecting over Django's models again and again is a tenth of the suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


class Phonograph:
    """Plays again what a fixture wrote, on the same ground: a tenth of the work of the actions.

    Only inside a test's own transaction, with the real clock, and on SQLite, where ids go
    back with the transaction. The ground is the language, every counter of ids (so what was
    inserted before), and what the fixture says that it reads.
    """

    def __init__(self) -> None:
        self.records: dict[Any, Written] = {}

    def play(self, reads: Any, build: Callable[[], None]) -> None:
        """Let `build` write, or write what it wrote when everything it stands on is the same."""
        if not _is_still():
            build()
            return
        ground = (get_language(), reads, _counters())
        if ground in self.records:
            _write(self.records[ground])
        else:
            self.records[ground] = _listen(build)


@pytest.fixture(scope="session")
def phonograph() -> Phonograph:
    """What was written in this process."""
    return Phonograph()


def _is_still() -> bool:
    travels = time_machine.escape_hatch.is_travelling()
    return connection.vendor == "sqlite" and connection.in_atomic_block and not travels


def _counters() -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        return tuple(cursor.fetchall())


def _listen(build: Callable[[], None]) -> Written:
    heard: Written = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            heard.append((sql, list(params) if many else params, many))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        build()
    return heard


def _write(heard: Written) -> None:
    with connection.cursor() as cursor:
        for sql, params, many in heard:
            (cursor.executemany if many else cursor.execute)(sql, params)
