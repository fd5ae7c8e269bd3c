"""A connection of one's own, outside the ORM, that can wait for the tables to change.

PostgreSQL rings by NOTIFY; SQLite by `PRAGMA data_version`, which counts every commit of
another connection, so it rings more often than needed and never too seldom.
"""

import select
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any, Protocol

import psycopg2
from django.db import connections

POLL = 0.05
"""Seconds between two looks at SQLite's data_version."""
SLICE = 0.5
"""Seconds after which a wait looks whether it is to stop."""


class Link(Protocol):
    """One connection; belongs to the thread that opened it."""

    def execute(self, query: str) -> list[Any]: ...

    def wait(self, seconds: float, stop: threading.Event | None = None) -> bool:
        """Until something changed (True), the time is over, or `stop` is set."""

    def close(self) -> None: ...


def open_link(channel: str) -> Link:
    """A link to the default database that hears `channel`."""
    database = connections["default"]
    parameters = database.get_connection_params()
    if database.vendor == "postgresql":
        return PostgresLink(parameters, channel)
    return SqliteLink(str(parameters["database"]))


class PostgresLink:
    NAMES = (
        "dbname", "database", "user", "password", "host", "port", "service", "passfile",
        "sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs",
    )  # fmt: skip
    ALIVE = {
        "connect_timeout": 5,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
    }
    """A server that vanished without a word is noticed within a quarter of a minute."""

    def __init__(self, parameters: dict[str, Any], channel: str) -> None:
        wanted = {name: value for name, value in parameters.items() if name in self.NAMES}
        self.connection = psycopg2.connect(**wanted, **self.ALIVE)
        self.connection.autocommit = True
        self.cursor = self.connection.cursor()
        self.cursor.execute(f'LISTEN "{channel}"')

    def execute(self, query: str) -> list[Any]:
        self.cursor.execute(query)
        return list(self.cursor.fetchall())

    def wait(self, seconds: float, stop: threading.Event | None = None) -> bool:
        end = time.monotonic() + seconds
        while not (has_rung := self._has_rung()) and not (stop and stop.is_set()):
            left = end - time.monotonic()
            if left <= 0:
                break
            select.select([self.connection], [], [], min(left, SLICE))
        return has_rung

    def close(self) -> None:
        self.connection.close()

    def _has_rung(self) -> bool:
        """Raises psycopg2.Error when the server has gone away."""
        self.connection.poll()
        has_rung = bool(self.connection.notifies)
        self.connection.notifies.clear()
        return has_rung


class SqliteLink:
    def __init__(self, name: str) -> None:
        path = name if name.startswith("file:") else f"{Path(name).absolute().as_uri()}?mode=ro"
        self.connection = sqlite3.connect(path, uri=True)
        self.version = self._version()

    def execute(self, query: str) -> list[Any]:
        return self.connection.execute(query).fetchall()

    def wait(self, seconds: float, stop: threading.Event | None = None) -> bool:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not (stop and stop.is_set()):
            time.sleep(min(POLL, left))
            version = self._version()
            if version != self.version:
                self.version = version
                return True
        return False

    def close(self) -> None:
        self.connection.close()

    def _version(self) -> list[Any]:
        return self.execute("PRAGMA data_version")
