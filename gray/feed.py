"""Keeps the flag table of one process fresh, on a thread and a connection of its own.

PostgreSQL: LISTEN, and a slow re-read as safety net. SQLite: `PRAGMA data_version`.
While the database is away the last table stays, from memory or from the file beside it.
"""

import json
import logging
import os
import select
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
from django.db import connections

from gray.answers import Table, build

log = logging.getLogger("releaseplan.ofrep")

CHANNEL = "releaseplan_flags"
POLL = 0.05
"""Seconds between two looks at SQLite's data_version."""
SAFETY = 5.0
"""Seconds after which PostgreSQL is read again without being told to."""
BACK_OFF = 1.0

Rows = dict[str, list[list[Any]]]

FLAGS = """SELECT environment, key, salt, share, CAST(users AS text), CAST(on_value AS text),
 CAST(off_value AS text), enabled FROM gray_flag ORDER BY environment, key"""
KEYS = "SELECT environment, digest FROM gray_environmentkey WHERE revoked_at IS NULL"
FLAG_MARK = "SELECT COUNT(*), COALESCE(SUM(revision), 0), MAX(id) FROM gray_flag"
KEY_MARK = "SELECT COUNT(*), COUNT(revoked_at), MAX(id) FROM gray_environmentkey"


class Feed:
    """`table` is the newest one known, None while none was ever seen."""

    def __init__(self, beside: Path | None = None) -> None:
        self.beside = beside
        self.table: Table | None = None
        self._mark: Any = None
        self._owner = 0
        self._guard = threading.Lock()

    def current(self) -> Table | None:
        """The table; the first call in a process reads it and starts the listener."""
        if self._owner != os.getpid():
            with self._guard:
                if self._owner != os.getpid():
                    self._begin()
        return self.table

    def _begin(self) -> None:
        first = threading.Event()
        thread = threading.Thread(target=self._listen, args=(first,), name="flags", daemon=True)
        thread.start()
        first.wait(3.0)
        if self.table is None:
            self._recall()
        self._owner = os.getpid()

    def _listen(self, first: threading.Event) -> None:
        """For ever: follow the database, begin again when it goes away."""
        while True:
            try:
                for execute in watch():
                    self.refresh(execute)
                    first.set()
            except Exception as error:  # a listener that dies would freeze every answer
                log.warning("flags are served as last known: %s", str(error).strip())
            first.set()
            time.sleep(BACK_OFF)

    def refresh(self, execute: Callable[[str], list[Any]]) -> None:
        """Read the table again if anything about it changed."""
        mark = (execute(FLAG_MARK), execute(KEY_MARK))
        if mark == self._mark and self.table is not None:
            return
        rows = {"flags": [list(row) for row in execute(FLAGS)], "keys": execute(KEYS)}
        self.table, self._mark = build(rows["flags"], rows["keys"]), mark
        self._keep(rows)

    def _keep(self, rows: Rows) -> None:
        """Leave a copy for a start without a database; only its owner may read it."""
        if self.beside is None:
            return
        draft = self.beside.with_suffix(f".{os.getpid()}")
        try:
            with draft.open("w", opener=_private) as file:
                json.dump(rows, file)
            draft.replace(self.beside)
        except OSError as error:
            log.warning("the flag table could not be kept: %s", error)

    def _recall(self) -> None:
        try:
            rows = json.loads(self.beside.read_text()) if self.beside else None
        except (OSError, ValueError):
            return
        if rows:
            self.table = build(rows["flags"], rows["keys"])
            log.warning("flags are served from the copy beside the database")


def watch() -> Iterator[Callable[[str], list[Any]]]:
    """Yields something to run queries with, at once and after every change."""
    database = connections["default"]
    if database.vendor == "postgresql":
        return _watch_postgresql(database.get_connection_params())
    return _watch_sqlite(database.get_connection_params())


def _watch_postgresql(parameters: dict[str, Any]) -> Iterator[Callable[[str], list[Any]]]:
    names = ("dbname", "database", "user", "password", "host", "port", "sslmode", "service")
    wanted = {name: value for name, value in parameters.items() if name in names}
    with closing(psycopg2.connect(**wanted)) as link:
        link.autocommit = True
        cursor = link.cursor()
        cursor.execute(f"LISTEN {CHANNEL}")

        def execute(query: str) -> list[Any]:
            cursor.execute(query)
            return list(cursor.fetchall())

        while True:
            yield execute
            select.select([link], [], [], SAFETY)
            link.poll()
            link.notifies.clear()


def _watch_sqlite(parameters: dict[str, Any]) -> Iterator[Callable[[str], list[Any]]]:
    name = str(parameters["database"])
    address = name if name.startswith("file:") else f"{Path(name).absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as link:

        def execute(query: str) -> list[Any]:
            return link.execute(query).fetchall()

        seen = None
        while True:
            version = execute("PRAGMA data_version")
            if version != seen:
                seen = version
                yield execute
            time.sleep(POLL)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
