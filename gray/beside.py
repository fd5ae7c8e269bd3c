"""The copy of the flag table beside the database, for a start while the database is away.

It is written on a thread of its own: a slow disk delays no change of traffic.
"""

import json
import logging
import os
import threading
from pathlib import Path
from typing import Any

log = logging.getLogger("releaseplan.ofrep")

MINE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
Rows = dict[str, list[Any]]


class Beside:
    """One file, which only its owner may read; `keep` returns at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._newest: Rows = {}
        self._due = threading.Event()
        self._closed = False
        self._owner = 0

    def keep(self, rows: Rows) -> None:
        """Write these rows soon; of rows that come in quick succession, the last."""
        self._newest = rows
        self._due.set()
        if self._owner != os.getpid():
            self._owner = os.getpid()
            threading.Thread(target=self._work, name="flags-beside", daemon=True).start()

    def recall(self) -> Rows | None:
        """The rows that were written last; None when there are none that can be read."""
        try:
            rows = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return None
        return rows if isinstance(rows, dict) and rows else None

    def close(self) -> None:
        self._closed = True
        self._due.set()

    def _work(self) -> None:
        while self._due.wait() and not self._closed:
            self._due.clear()
            self._write(json.dumps(self._newest))

    def _write(self, text: str) -> None:
        draft = self.path.with_suffix(f".{os.getpid()}")
        try:
            with os.fdopen(os.open(draft, MINE, 0o600), "w") as file:
                file.write(text)
            draft.replace(self.path)
        except OSError as error:
            log.warning("the flag table could not be kept: %s", error)
