"""What a driver must be told to reach its system: the questions, and the answers (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    """One question of a connection's form.

    secret    sealed at rest, never shown again
    choices   (value, label) pairs; none is free text
    lines     a text of several lines
    """

    name: str
    label: Any
    help: Any = ""
    secret: bool = False
    required: bool = True
    default: str = ""
    choices: tuple[tuple[str, Any], ...] = ()
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """The answers: `values` by the option's name, secrets among them, opened."""

    name: str = ""
    environment: str = ""
    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")
