"""Outside systems that did not answer just now, as this process remembers them.

Who waits for one of them once need not wait again with the next hundred ramps.
"""

from threading import Lock
from time import monotonic


class Silence:
    """Names of connections, and until when they are left in peace."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._lock = Lock()

    def left(self, name: str) -> float:
        """Seconds until it is asked again; 0 when it may be asked now."""
        with self._lock:
            return max(0.0, self._until.get(name, 0.0) - monotonic())

    def leave(self, name: str, seconds: float) -> None:
        with self._lock:
            self._until[name] = monotonic() + seconds

    def forget(self) -> None:
        """Everybody may be asked again."""
        with self._lock:
            self._until.clear()
