"""Counting requests, to turn away those who ask too often."""

from collections.abc import Callable


class Counter:
    """Counts per name within windows of `seconds`; forgets everybody when one ends."""

    def __init__(self, seconds: int, clock: Callable[[], float]) -> None:
        self.seconds, self.clock = seconds, clock
        self.counts: dict[str, int] = {}
        self.window = 0

    def add(self, name: str) -> int:
        """Count one more; how many there were in this window."""
        self._turn()
        self.counts[name] = self.counts.get(name, 0) + 1
        return self.counts[name]

    def seconds_left(self) -> int:
        """Whole seconds until the window ends, at least 1."""
        return max(1, int(self.seconds - self.clock() % self.seconds + 0.999))

    def _turn(self) -> None:
        window = int(self.clock() // self.seconds)
        if window != self.window:
            self.window, self.counts = window, {}
