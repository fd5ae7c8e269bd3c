"""What each switch answers, rendered ahead of the question, and the table of them in memory."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gray.bucket import EVERYBODY, position

OFF, SPLIT, TARGET, STATIC = "DISABLED", "SPLIT", "TARGETING_MATCH", "STATIC"
"""Reasons of the protocol that its clients know; others make some of them fall back."""

OUTCOMES = (
    (False, OFF), (True, STATIC), (False, STATIC), (True, TARGET), (True, SPLIT), (False, SPLIT),
)  # fmt: skip
"""(is in, reason) of everything that a switch may come to; it is told by its place here."""
TURNED_OFF, EVERYBODY_IN, NOBODY_IN, NAMED, WITHIN, BEYOND = range(len(OUTCOMES))


class KeyMissing(Exception):
    """A percentage cannot be decided without a targeting key."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One flag of one environment: a pure `answer()` and its bytes."""

    key: str
    salt: str
    share: int
    users: frozenset[str]
    same: int | None
    bodies: Sequence[bytes]
    missing: bytes

    def answer(self, targeting_key: str | None) -> bytes:
        """The success object for this person. Raises KeyMissing."""
        return self.bodies[self.decide(targeting_key)]

    def decide(self, targeting_key: str | None) -> int:
        """The outcome: one for all, else fixed users, then the percentage. Raises KeyMissing."""
        if self.same is not None:
            return self.same
        if targeting_key is None:
            if self.share:
                raise KeyMissing(self.key)
            return NOBODY_IN
        if targeting_key in self.users:
            return NAMED
        if not self.share:
            return NOBODY_IN
        return WITHIN if position(self.salt, targeting_key) < self.share else BEYOND


@dataclass(frozen=True, slots=True)
class Table:
    """All switches by environment and key, and the environment of each API key's SHA-256."""

    switches: Mapping[str, Mapping[str, Switch]] = field(default_factory=dict)
    environments: Mapping[str, str] = field(default_factory=dict)

    def of(self, environment: str) -> Mapping[str, Switch]:
        return self.switches.get(environment, {})


FlagRow = Sequence[Any]
"""environment, key, salt, share, users, on, off, enabled; users and values as JSON text."""


def build(flags: Iterable[FlagRow], keys: Iterable[Sequence[str]]) -> Table:
    """A table of rows as the database has them; `keys` are (environment, digest)."""
    return table_of([(str(row[0]), switch_of(row)) for row in flags], keys)


def table_of(switches: Iterable[tuple[str, Switch]], keys: Iterable[Sequence[str]]) -> Table:
    """A table of (environment, switch), whose order does not depend on who built it."""
    found: dict[str, dict[str, Switch]] = {}
    for environment, switch in sorted(switches, key=lambda pair: pair[1].key):
        found.setdefault(environment, {})[switch.key] = switch
    return Table(found, {digest: environment for environment, digest in keys})


def switch_of(row: FlagRow) -> Switch:
    """The switch of a row, with all that it will ever answer."""
    _environment, key, salt, share, users, on, off, enabled = row
    named = frozenset(json.loads(users))
    same = _same_for_all(bool(enabled), share, named)
    missing = failure(key, "TARGETING_KEY_MISSING", "targetingKey is needed for a percentage")
    return Switch(key, salt, share, named, same, _bodies(key, on, off), missing)


def _same_for_all(enabled: bool, share: int, users: frozenset[str]) -> int | None:
    """What everybody gets alike; None where it depends on the person."""
    if not enabled:
        return TURNED_OFF
    if share >= EVERYBODY:
        return EVERYBODY_IN
    return None if share or users else NOBODY_IN


def _bodies(key: str, on: str, off: str) -> list[bytes]:
    """Every field that a client may miss is there; floats keep their decimal point."""
    name, values = dumps(key), {True: dumps(json.loads(on)), False: dumps(json.loads(off))}
    return [
        b'{"key":%s,"reason":"%s","variant":"%s","value":%s}'
        % (name, reason.encode(), b"on" if is_in else b"off", values[is_in])
        for is_in, reason in OUTCOMES
    ]


def failure(key: str, code: str, details: str) -> bytes:
    """An error object; `key` is empty where the protocol has none."""
    named = {"key": key} if key else {}
    return dumps({**named, "errorCode": code, "errorDetails": details})


def dumps(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
