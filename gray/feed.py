"""Keeps the flag table of one process fresh, on a thread and a connection of its own.

PostgreSQL: LISTEN, and a slow re-read as safety net. SQLite: `PRAGMA data_version`.
While the database is away the last table stays, from memory or from the file beside it.
"""

import json
import logging
import os
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

from gray.answers import Table, build
from gray.links import Link, open_link

log = logging.getLogger("releaseplan.ofrep")

CHANNEL = "releaseplan_flags"
SAFETY = 5.0
"""Seconds after which the table is read again without being told to."""
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
        self._closed = threading.Event()

    def close(self) -> None:
        """Stop listening; the last table stays."""
        self._closed.set()

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
        """Follow the database, begin again when it goes away."""
        while not self._closed.is_set():
            try:
                with closing(open_link(CHANNEL)) as link:
                    while not self._closed.is_set():
                        self.refresh(link)
                        first.set()
                        link.wait(SAFETY, self._closed)
            except Exception as error:  # a listener that dies would freeze every answer
                log.warning("flags are served as last known: %s", str(error).strip())
            first.set()
            self._closed.wait(BACK_OFF)

    def refresh(self, link: Link) -> None:
        """Read the table again if anything about it changed."""
        mark = (link.execute(FLAG_MARK), link.execute(KEY_MARK))
        if mark == self._mark and self.table is not None:
            return
        rows = {"flags": [list(row) for row in link.execute(FLAGS)], "keys": link.execute(KEYS)}
        self.table, self._mark = build(rows["flags"], rows["keys"]), mark
        self._keep(rows)

    def _keep(self, rows: Rows) -> None:
        """Leave a copy for a start without a database; only its owner may read it."""
        if self.beside is None:
            return
        draft = self.beside.with_suffix(f".{os.getpid()}")
        try:
            with os.fdopen(
                os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w"
            ) as file:
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
