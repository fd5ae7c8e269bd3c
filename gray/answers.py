"""The flag table in memory: what each switch answers, rendered ahead of the question."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gray.bucket import EVERYBODY, position

OFF, SPLIT, TARGET, STATIC = "DISABLED", "SPLIT", "TARGETING_MATCH", "STATIC"
"""Reasons of the protocol that its clients know; others make some of them fall back."""


class KeyMissing(Exception):
    """A percentage cannot be decided without a targeting key."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One flag of one environment: a pure `answer()` and its bytes."""

    key: str
    salt: str
    share: int
    users: frozenset[str]
    enabled: bool
    bodies: Mapping[tuple[bool, str], bytes]
    missing: bytes

    def answer(self, targeting_key: str | None) -> bytes:
        """The success object for this person. Raises KeyMissing."""
        return self.bodies[self.decide(targeting_key)]

    def decide(self, targeting_key: str | None) -> tuple[bool, str]:
        """(is in, reason): off, everybody, fixed users, then the percentage."""
        if not self.enabled:
            return False, OFF
        if self.share >= EVERYBODY:
            return True, STATIC
        if targeting_key is None:
            if self.share:
                raise KeyMissing(self.key)
            return False, STATIC
        if targeting_key in self.users:
            return True, TARGET
        if not self.share:
            return False, STATIC
        return position(self.salt, targeting_key) < self.share, SPLIT


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
    switches: dict[str, dict[str, Switch]] = {}
    for environment, key, *rest in flags:
        switches.setdefault(environment, {})[key] = _switch(key, *rest)
    return Table(switches, {digest: environment for environment, digest in keys})


def _switch(
    key: str, salt: str, share: int, users: str, on: str, off: str, enabled: bool
) -> Switch:
    bodies = {
        (is_in, reason): _success(key, is_in, on if is_in else off, reason)
        for is_in in (True, False)
        for reason in (OFF, SPLIT, TARGET, STATIC)
    }
    missing = failure(key, "TARGETING_KEY_MISSING", "targetingKey is needed for a percentage")
    return Switch(key, salt, share, frozenset(json.loads(users)), bool(enabled), bodies, missing)


def _success(key: str, is_in: bool, value: str, reason: str) -> bytes:
    """Every field that a client may miss is there; floats keep their decimal point."""
    variant = "on" if is_in else "off"
    return dumps({"key": key, "reason": reason, "variant": variant, "value": json.loads(value)})


def failure(key: str, code: str, details: str) -> bytes:
    """An error object; `key` is empty where the protocol has none."""
    named = {"key": key} if key else {}
    return dumps({**named, "errorCode": code, "errorDetails": details})


def dumps(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
