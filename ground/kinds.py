"""Kinds of events: each app declares its own in its events.py."""

from dataclasses import dataclass
from typing import Any

from ground.words import said_before

_OURS = frozenset(
    ("gate", "section", "kind", "before", "after", "seats", "parts", "fields", "why", "amount")
)
"""Facts that are words of ours; all others are what people wrote."""


class _Gentle(dict):
    """Formats a sentence though an old event lacks a key."""

    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True)
class EventKind:
    """A key such as "plan.submitted" and its sentence with {placeholders} from the data."""

    key: str
    text: Any
    tone: str = "idle"

    def __post_init__(self) -> None:
        if self.key in _kinds:
            raise ValueError(f"event kind {self.key} is declared twice")
        _kinds[self.key] = self

    def sentence(self, data: dict[str, Any]) -> str:
        """In the reader's language, as far as the facts are words of ours."""
        facts = {
            name: said_before(value) if name in _OURS and isinstance(value, str) else value
            for name, value in data.items()
        }
        return str(self.text).format_map(_Gentle(facts))


_kinds: dict[str, EventKind] = {}


def kind_of(key: str) -> EventKind:
    """The declared kind, or a bare one for a key of a removed app."""
    return _kinds.get(key) or _Bare(key)


class _Bare(EventKind):
    def __init__(self, key: str) -> None:
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "text", key)
        object.__setattr__(self, "tone", "idle")
