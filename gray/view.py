"""What the engine looks at: plain values, no rows, no clock.

Shares are hundredths of a percent (0 … 10,000) and cumulative: a stage's share is
never below the one before it, so that whoever is in stays in.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from calendars.spans import Closed, Span, Window
from gray.words import Amount, Sentence

BEFORE = -1
"""The index of a ramp that has not reached its first stage."""


class State(StrEnum):
    """Where a ramp is: not begun, moved by the clock, held by a person, at its end, off."""

    READY = "ready"
    RUNNING = "running"
    HELD = "held"
    DONE = "done"
    OFF = "off"


class Gate(StrEnum):
    """The sign-off that lets a stage in."""

    FREE = "free"
    UNASKED = "unasked"
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"

    @property
    def is_open(self) -> bool:
        return self in (Gate.FREE, Gate.GRANTED)


class Breach(StrEnum):
    """What a breached guardrail does."""

    HOLD = "hold"
    BACK = "roll_back"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Step:
    """A stage: the share it lets in, how long it is held, and what lets it in.

    machines  names of those that are in with it
    among     what it says of machines, in words
    """

    share: int
    hold: timedelta = timedelta()
    gate: Gate = Gate.FREE
    gate_note: str = ""
    needs: tuple[Sentence, ...] = ()
    """Unmet dependencies, each in words."""
    checks: tuple[Sentence, ...] = ()
    """Metrics that do not let this stage in, each in words; none yet is none here."""
    measured: bool = False
    """A metric gate stands before it, so it is never folded."""
    depends: bool = False
    """It names dependencies, met or not, so it is never folded."""
    machines: tuple[str, ...] = ()
    among: Sentence | None = None

    @property
    def is_time_only(self) -> bool:
        waits = self.measured or self.depends or self.needs
        return self.gate is Gate.FREE and not waits

    @property
    def amount(self) -> Amount:
        """How much it lets in, in words."""
        return Amount(self.share, self.among)


@dataclass(frozen=True, slots=True)
class Guardrail:
    """A metric that is past its limit, and what is to be done."""

    breach: Breach
    words: Sentence


@dataclass(frozen=True, slots=True)
class View:
    """Everything about one ramp that a decision may depend on.

    actual      what the driver read back, None when it was not asked
    foreign     what the switch shows instead of anything that was recorded, in words
    unread      why the switch could not be asked just now
    free_since  until when something other than time stood in the way
    start       not before this moment
    stops       why the whole plan stands still (paused, amendment), in words
    openings    emergency overrides; windows and freezes have them in already
    error       what the last write came to, retried at `retry`
    pulse       how often its metrics are asked; None: none is
    machines    names of those that are in now
    renewed     the same with living machines in the places of dead ones; empty when all live
    """

    state: State
    zone: ZoneInfo
    steps: tuple[Step, ...] = ()
    index: int = BEFORE
    share: int = 0
    since: datetime | None = None
    free_since: datetime | None = None
    start: datetime | None = None
    actual: int | None = None
    foreign: str = ""
    unread: str = ""
    stops: tuple[Sentence, ...] = ()
    windows: tuple[Window, ...] = ()
    freezes: tuple[Closed, ...] = ()
    openings: tuple[Span, ...] = ()
    guardrails: tuple[Guardrail, ...] = ()
    error: str = ""
    retry: datetime | None = None
    pulse: timedelta | None = None
    machines: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()

    @property
    def last(self) -> int:
        return len(self.steps) - 1

    @property
    def is_drifted(self) -> bool:
        return bool(self.foreign) or (self.actual is not None and self.actual != self.share)

    @property
    def amount(self) -> Amount:
        """How much is let in now, in words."""
        step = self.steps[self.index] if 0 <= self.index < len(self.steps) else None
        return step.amount if step and step.share == self.share else Amount(self.share)

    @property
    def hold_ends(self) -> datetime | None:
        """When the time that the next stage waits for is over; None when it waits for none."""
        if self.index == BEFORE or self.since is None:
            return self.start
        return self.since + self.steps[self.index].hold


@dataclass(frozen=True, slots=True)
class Block:
    """One thing in the way, in words, and until when (None: until somebody does something)."""

    why: Sentence
    until: datetime | None = None


class Act(StrEnum):
    STAY = "stay"
    RISE = "rise"
    FALL = "fall"
    OFF = "off"
    HOLD = "hold"
    FINISH = "finish"
    RENEW = "renew"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done now, and why.

    to       the index reached by RISE and FALL
    since    from when the hold of that stage counts
    ask      the index whose sign-off is to be asked for
    due      when time changes something about the answer; None: only an event does
    until    when the reason given ends by itself; None: somebody has to do something
    also     what else is in the way
    blocked  something other than time is in the way
    """

    act: Act
    why: Sentence
    to: int = BEFORE
    since: datetime | None = None
    ask: int | None = None
    due: datetime | None = None
    until: datetime | None = None
    also: tuple[Sentence, ...] = field(default=())
    blocked: bool = False
