"""A move that is to be made: what the switch must show, and who wants it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.dateparse import parse_datetime

from gray.commands import Command, Move
from gray.drivers.base import Exposure
from gray.engine import Decision
from gray.exposing import exposures
from gray.sections.stage import Stage
from gray.view import BEFORE, Act, State, View
from gray.words import Sentence

GUARDED = ("metric", "value", "threshold", "count")
RENEW = "renew"
"""What stands for a command where dead machines are replaced."""


@dataclass(frozen=True, slots=True)
class Intent:
    """`cause` is clock, person, guard or plan; `since` starts the hold of the new stage.

    `facts` tell of a guardrail what it saw: metric, value, threshold, count.
    """

    state: State
    index: int
    share: int
    users: tuple[str, ...]
    cause: str
    machines: tuple[str, ...] = ()
    command: str = ""
    reason: str = ""
    actor: int | None = None
    since: datetime | None = None
    folded: bool = False
    writes: bool = True
    token: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def exposure(self) -> Exposure:
        enabled = self.state is not State.OFF
        return Exposure(
            self.share, self.users, enabled=enabled, machines=self.machines, step=self.index,
            token=self.token,
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """What is kept while an outside switch is being written."""
        return {
            "state": self.state.value, "index": self.index, "share": self.share,
            "users": list(self.users), "machines": list(self.machines), "cause": self.cause,
            "command": self.command, "reason": self.reason, "actor": self.actor, "folded": self.folded,
            "since": self.since.isoformat() if self.since else None, "token": self.token,
            "facts": dict(self.facts),
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Intent":
        since = parse_datetime(kept["since"]) if kept["since"] else None
        return cls(
            **{
                **kept,
                "state": State(kept["state"]),
                "users": tuple(kept["users"]),
                "machines": tuple(kept.get("machines", ())),
                "since": since,
            }
        )


def from_decision(
    decision: Decision, view: View, stages: Sequence[Stage], cause: str = "clock"
) -> Intent | None:
    """What a decision of the engine wants done; None when it only waits."""
    share, users = exposure_at(stages, decision.to)
    machines, why = machines_at(view, decision.to), str(decision.why)
    facts = _facts(decision.why)
    match decision.act:
        case Act.RISE:
            return Intent(
                State.RUNNING, decision.to, share, users, cause, since=decision.since,
                folded=decision.to > view.index + 1, machines=machines, token=new_token(),
            )  # fmt: skip
        case Act.FALL:
            return Intent(
                State.HELD, decision.to, share, users, "guard", machines, reason=why,
                token=new_token(), facts=facts,
            )  # fmt: skip
        case Act.OFF:
            return Intent(
                State.OFF, BEFORE, 0, (), "guard", reason=why, token=new_token(), facts=facts
            )
        case Act.HOLD:
            kept = exposure_at(stages, view.index)[1]
            return Intent(
                State.HELD, view.index, view.share, kept, "guard", view.machines, reason=why,
                writes=False, facts=facts,
            )  # fmt: skip
        case Act.RENEW:
            return Intent(
                view.state, view.index, view.share, users, cause, view.renewed, command=RENEW,
                token=new_token(),
            )  # fmt: skip
        case Act.FINISH:
            return Intent(
                State.DONE, view.index, view.share, users, cause, view.machines, writes=False
            )
    return None


def _facts(why: Sentence) -> dict[str, str]:
    known = dict(why.facts)
    return {name: str(known[name]) for name in GUARDED if name in known}


def from_move(
    move: Move,
    view: View,
    stages: Sequence[Stage],
    command: Command,
    *,
    actor: int | None,
    reason: str,
) -> Intent:
    """What a person's command wants done."""
    users = exposure_at(stages, move.index)[1]
    stays = not move.writes and move.index != BEFORE
    machines = view.machines if stays else machines_at(view, move.index)
    return Intent(
        move.state, move.index, move.share, users, "person", machines, command=command.value,
        reason=reason, actor=actor, writes=move.writes, token=new_token(),
    )  # fmt: skip


def exposure_at(stages: Sequence[Stage], index: int) -> tuple[int, tuple[str, ...]]:
    """(share, fixed users) of a stage together with all before it; nobody before the first."""
    if not 0 <= index < len(stages):
        return 0, ()
    found = exposures(stages[: index + 1])[index]
    return found.share, found.users


def machines_at(view: View, index: int) -> tuple[str, ...]:
    """The machines that are in at a stage; none before the first."""
    return view.steps[index].machines if 0 <= index < len(view.steps) else ()


def new_token() -> str:
    return uuid4().hex
