"""A gate template is data: what a gate asks, what it covers, when it opens.

Labels are Chinese message ids, so that a gate frozen in the database still speaks
the reader's language; conditions and filters are named, see conditions.py and filters.py.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext

REVIEW, RELEASE, STAGE, CLOSE = "review", "release", "stage", "close"
EVERYTHING = "*"
ALL, ANY, TURN = "all", "any", "turn"
"""Orders of signing: every seat (会签), any one of them (或签), one after the other (依次)."""


@dataclass(frozen=True)
class Need:
    """`count` signatures by people who play any part of `codes` (see seats.py).

    With `everybody` one by each of them who is not barred, however many they are.
    """

    codes: tuple[str, ...]
    count: int = 1
    everybody: bool = False


@dataclass(frozen=True)
class Cover:
    """A section (or "plan", "notes", or "*" for everything), narrowed by a named filter."""

    key: str
    where: str = ""

    @property
    def name(self) -> str:
        return f"{self.key}:{self.where}" if self.where else self.key


@dataclass(frozen=True)
class Blank:
    """Something a gate asks to be written down; `most` bounds a number."""

    key: str
    label: str
    kind: str = "prose"
    most: int | None = None

    @property
    def title(self) -> str:
        return gettext(self.label)


@dataclass(frozen=True)
class Rule:
    """One gate of a template.

    opens         conditions under which people are asked to sign
    signs         conditions that must also hold at the moment of signing
    applies       conditions without which the plan does not need the gate
    bars_editors  sections whose last editors may not sign, beside the usual bars
    is_amended    an amendment after approval voids it; otherwise it stays for its revision
    is_statement  a statement of the owner's side: nobody is barred from it
    order         ALL, ANY or TURN
    due_after     hours after the opening within which it should be signed
    due_before    hours before the release window by which it should be; the earlier counts
    escalates     parts that are told one after the other while it is overdue
    patience      hours between one of them and the next
    tells         parts that hear of what happens at the gate; everybody when empty
    """

    key: str
    label: str
    needs: tuple[Need, ...]
    phase: str = REVIEW
    covers: tuple[Cover, ...] = ()
    opens: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    applies: tuple[str, ...] = ()
    record: tuple[Blank, ...] = ()
    bars_editors: tuple[str, ...] = ()
    is_amended: bool = False
    is_statement: bool = False
    order: str = ALL
    due_after: int | None = None
    due_before: int | None = None
    escalates: tuple[str, ...] = ()
    patience: int = 4
    tells: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return gettext(self.label) if self.label else self.key

    @property
    def covers_everything(self) -> bool:
        return any(cover.key == EVERYTHING for cover in self.covers)

    @property
    def asked(self) -> "Rule":
        """What signers rely on: the rule without its times and who is told."""
        return replace(self, due_after=None, due_before=None, escalates=(), patience=4, tells=())

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Rule":
        """The inverse of `as_json`; KeyError or TypeError for what is no rule."""
        plain: dict[str, Any] = {
            name: tuple(found) if isinstance(found, list) else found
            for name, found in value.items()
        }
        plain["needs"] = tuple(
            Need(**{**one, "codes": tuple(one["codes"])}) for one in value["needs"]
        )
        plain["covers"] = tuple(Cover(**one) for one in value["covers"])
        plain["record"] = tuple(Blank(**one) for one in value["record"])
        return cls(**plain)


@dataclass(frozen=True)
class Template:
    """The gates of a kind of plan, in order."""

    key: str
    label: str
    rules: tuple[Rule, ...]
