"""Keeps the flag table of one process fresh, on a thread and a connection of its own.

PostgreSQL: LISTEN, and a slow re-read as safety net. SQLite: `PRAGMA data_version`.
While the database is away the last table stays, from memory or from the file beside it.
"""

import logging
import os
import threading
from contextlib import closing
from pathlib import Path

from gray.answers import Table, build
from gray.beside import Beside
from gray.links import Link, open_link
from gray.stock import Stock

log = logging.getLogger("releaseplan.ofrep")

CHANNEL = "releaseplan_flags"
SAFETY = 5.0
"""Seconds after which the table is read again without being told to."""
BACK_OFF = 1.0


class Feed:
    """`table` is the newest one known, None while none was ever seen."""

    def __init__(self, beside: Path | None = None) -> None:
        self.table: Table | None = None
        self._beside = Beside(beside) if beside else None
        self._stock = Stock()
        self._owner = 0
        self._guard = threading.Lock()
        self._closed = threading.Event()

    def close(self) -> None:
        """Stop listening; the last table stays."""
        self._closed.set()
        if self._beside:
            self._beside.close()

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
                    self._stock.doubt()
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
        if self._stock.read(link) or self.table is None:
            self.table = self._stock.table()
            if self._beside:
                self._beside.keep(self._stock.rows())

    def _recall(self) -> None:
        rows = self._beside.recall() if self._beside else None
        if rows:
            self.table = build(rows["flags"], rows["keys"])
            log.warning("flags are served from the copy beside the database")
