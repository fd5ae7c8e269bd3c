"""A plan and its gates at one moment, as plain values: all that decisions look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from approvals.rules.outside import Outside
from approvals.rules.shape import CLOSE, RELEASE, REVIEW, STAGE, Blank, Rule
from plans import states
from plans.document import Document

WAITING, OPEN, SIGNED, REJECTED, SPARE = "waiting", "open", "signed", "rejected", "spare"
THROUGH = frozenset({SIGNED, SPARE})
"""A gate in one of these holds nobody up."""

LIVE = {
    REVIEW: {states.IN_REVIEW, *states.AMENDABLE},
    RELEASE: {*states.UNDER_WAY, states.PAUSED},
    STAGE: {states.APPROVED, *states.UNDER_WAY, states.PAUSED},
    CLOSE: {*states.UNDER_WAY, states.PAUSED},
}
"""Plan states in which the gates of a phase can be open."""


@dataclass(frozen=True)
class Person:
    """`lacks` are the parts that the plan gives but the installation does not.

    `stands_in` {person: parts} are the people who have delegated their signature to this one,
    `until` {person: day} the last days of that.
    """

    id: int
    name: str
    codes: frozenset[str]
    lacks: frozenset[str] = frozenset()
    stands_in: Mapping[int, frozenset[str]] = field(default_factory=dict)
    until: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Signature:
    """A standing approval: who, as what, of which digests, having witnessed which progress.

    `principal` is the person for whom a delegate signed, 0 for whoever signed as oneself.
    """

    id: int
    signer: int
    name: str
    codes: tuple[str, ...]
    digests: Mapping[str, str]
    witnessed: Mapping[str, bool] = field(default_factory=dict)
    at: datetime | None = None
    principal: int = 0


@dataclass(frozen=True)
class GateScene:
    """One gate: `covered` and `witnessed` are as of now, `late` changed it after submission.

    `clearance` is the state of the clearance that a stage waits for, and `is_spent`
    says that what it let in has happened. `waived` are the digests for which two people
    broke the glass, `readings` what signers read off themselves. `is_asked` says that it could
    be signed when it was looked at last.
    """

    id: int
    rule: Rule
    state: str = WAITING
    signatures: tuple[Signature, ...] = ()
    covered: Mapping[str, str] = field(default_factory=dict)
    witnessed: Mapping[str, bool] = field(default_factory=dict)
    late: frozenset[int] = frozenset()
    record: Mapping[str, Any] = field(default_factory=dict)
    clearance: str = ""
    is_spent: bool = False
    waived: Mapping[str, str] | None = None
    readings: tuple[Blank, ...] = ()
    is_asked: bool = False

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """All that its record asks to be written down."""
        return self.rule.record + self.readings

    @property
    def key(self) -> str:
        return self.rule.key


@dataclass(frozen=True)
class Scene:
    """`status` looks through a pause; `editors` are the last editors of rows by section.

    `open_waivers` counts the broken glasses that nobody has followed up. A glance has no
    document: what asks for it is taken as it was stored.
    """

    status: str
    now: datetime
    gates: tuple[GateScene, ...] = ()
    people: Mapping[int, Person] = field(default_factory=dict)
    submitter: int | None = None
    editors: Mapping[str, frozenset[int]] = field(default_factory=dict)
    document: Document = field(default_factory=lambda: Document({}, {}))
    observed_until: datetime | None = None
    open_waivers: int = 0
    outside: Outside = field(default_factory=Outside)
    is_glance: bool = False

    def gate(self, pk: int) -> GateScene:
        """The gate of that id; KeyError when the plan has none."""
        for one in self.gates:
            if one.id == pk:
                return one
        raise KeyError(pk)

    def named(self, key: str) -> GateScene | None:
        return next((one for one in self.gates if one.key == key), None)

    def before(self, gate: GateScene) -> tuple[GateScene, ...]:
        """The review gates that stand before this one."""
        place = self.gates.index(gate)
        return tuple(one for one in self.gates[:place] if one.rule.phase == REVIEW)

    def having(self, gate: GateScene, **changes: Any) -> "Scene":
        """The same scene with one gate changed."""
        swapped = replace(gate, **changes)
        return replace(
            self, gates=tuple(swapped if one.id == gate.id else one for one in self.gates)
        )
