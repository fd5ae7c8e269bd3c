"""A ramp in a pure world: applies what the engine and the commands say, and remembers."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gray.commands import Command, Move, No, answer
from gray.engine import decide
from gray.view import BEFORE, Act, Decision, State, Step, View

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """A moment of November 2026 in Shanghai: "20 16:00"."""
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=SHANGHAI)


def steps(*shares: int, hold: timedelta = timedelta(hours=4)) -> tuple[Step, ...]:
    return tuple(Step(share, hold) for share in shares)


FIVE = steps(0, 100, 1_000, 5_000, 10_000)


def running(index: int, since: datetime, **more: object) -> View:
    ladder = more.pop("steps", FIVE)
    share = ladder[index].share if index >= 0 else 0  # type: ignore[index]
    values: dict[str, object] = {"free_since": since, "share": share, "actual": share, **more}
    return View(State.RUNNING, SHANGHAI, ladder, index, since=since, **values)  # type: ignore[arg-type]


@dataclass
class World:
    """`view` is what is stored and served; `moves` is every change of the index."""

    now: datetime
    view: View
    moves: list[tuple[str, datetime, View, View]] = field(default_factory=list)

    def look(self) -> Decision:
        decision = decide(self.now, self.view)
        before = self.view
        if decision.blocked:
            self.view = replace(self.view, free_since=self.now)
        if decision.act is Act.RISE:
            self._go("clock", before, State.RUNNING, decision.to, since=decision.since)
        elif decision.act is Act.FALL:
            self._go("guard", before, State.HELD, decision.to)
        elif decision.act is Act.OFF:
            self._go("guard", before, State.OFF, BEFORE)
        elif decision.act is Act.HOLD:
            self.view = replace(self.view, state=State.HELD)
        elif decision.act is Act.FINISH:
            self.view = replace(self.view, state=State.DONE)
        return decision

    def press(self, command: Command, to: int | None = None) -> Move | No:
        said = answer(command, self.now, self.view, to)
        if isinstance(said, Move):
            actual = said.share if said.writes else self.view.actual
            self._go(command, self.view, said.state, said.index, share=said.share, actual=actual)
        return said

    def _go(
        self,
        cause: str,
        before: View,
        state: State,
        index: int,
        since: datetime | None = None,
        share: int | None = None,
        actual: int | None = None,
    ) -> None:
        if share is None:
            share = actual = self.view.steps[index].share if index >= 0 else 0
        moved = index != before.index
        self.view = replace(
            self.view,
            state=state,
            index=index,
            share=share,
            actual=actual,
            since=(since or self.now) if moved else self.view.since,
            free_since=self.now if cause != "clock" else self.view.free_since,
        )
        self.moves.append((cause, self.now, before, self.view))
