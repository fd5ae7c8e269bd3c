"""What a driver must be told to reach its system: the questions, and the answers (pure)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


def _anything(_text: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Option:
    """One question of a connection's form.

    secret    sealed at rest, never shown again
    choices   (value, label) pairs; none is free text
    lines     a text of several lines
    check     what is wrong with an answer, in a sentence; empty when nothing is
    group     the heading under which it stands; empty is the first
    """

    name: str
    label: Any
    help: Any = ""
    secret: bool = False
    required: bool = True
    default: str = ""
    choices: tuple[tuple[str, Any], ...] = ()
    lines: bool = False
    check: Callable[[str], str] = _anything
    group: Any = ""

    @property
    def is_address(self) -> bool:
        """A web address; its name says so."""
        return self.name == "address" or self.name.endswith("_address")


@dataclass(frozen=True, slots=True)
class Preset:
    """Answers for a well-known system, to begin the form with."""

    name: str
    label: Any
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Setup:
    """The answers: `values` by the option's name, secrets among them, opened."""

    name: str = ""
    environment: str = ""
    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")
