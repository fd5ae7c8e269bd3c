"""The rounds of the clock: which source is asked, which is woken, and when to come again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import ModuleType

LONGEST = timedelta(seconds=1)
"""The clock sleeps at most this long."""
STALE = timedelta(milliseconds=250)
"""A source that nobody rang for is not asked more often than this before it is due."""
FIRST, MOST = timedelta(milliseconds=50), timedelta(seconds=2)
"""A source that stays due is woken again after FIRST, then ever more seldom."""


@dataclass(slots=True)
class Memory:
    """What is known of one source.

    due      its answer, at `asked`
    woken    the due moment for which it was woken last, again at `again`, after `pause`
    """

    due: datetime | None = None
    asked: datetime | None = None
    woken: datetime | None = None
    again: datetime | None = None
    pause: timedelta = FIRST


class Rounds:
    """One clock's memory of its sources, over as many rounds as it leads."""

    def __init__(self) -> None:
        self.memories: dict[str, Memory] = {}

    def go(self, sources: list[ModuleType], moment: datetime, *, rung: bool = True) -> float:
        """Wake everything that is due; the seconds until something is again.

        `rung`: somebody said that a table changed, so that every source is asked.
        """
        nexts = [moment + LONGEST]
        for source in sources:
            memory = self.memories.setdefault(source.__name__, Memory())
            if rung or _is_stale(memory, moment):
                memory.due, memory.asked = source.next_due(), moment
            if memory.due and memory.due <= moment:
                nexts.append(_wake(source, memory, moment))
            elif memory.due:
                nexts.append(memory.due)
        return max(0.0, (min(nexts) - moment).total_seconds())


def _is_stale(memory: Memory, moment: datetime) -> bool:
    is_due = memory.due is not None and memory.due <= moment
    return is_due or memory.asked is None or not timedelta() <= moment - memory.asked < STALE


def _wake(source: ModuleType, memory: Memory, moment: datetime) -> datetime:
    """Wake it, unless it was woken for the same due moment just now; when to look again."""
    is_new = memory.woken != memory.due
    if not is_new and memory.again and moment < memory.again:
        return memory.again
    source.wake(moment)
    memory.pause = FIRST if is_new else min(memory.pause * 2, MOST)
    memory.woken, memory.again = memory.due, moment + memory.pause
    return memory.again
