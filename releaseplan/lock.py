"""One embedded server per data folder."""

import fcntl
import os
from pathlib import Path
from types import TracebackType


class AlreadyRunning(Exception):
    """Another process holds the lock."""


class Lock:
    """A file lock that ends with its process, however that ends."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> "Lock":
        self.file = self.path.open("a+")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunning(self._who()) from error
        self.file.truncate(0)
        self.file.write(f"{os.getpid()}")
        self.file.flush()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.file.close()

    def _who(self) -> str:
        holder = self.path.read_text().strip()
        self.file.close()
        return (
            f"This installation is already being served by process {holder or 'unknown'}; "
            "stop that one first (two would do everything twice)."
        )
