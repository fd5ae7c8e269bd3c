"""Plays again what a test's preparation wrote: a tenth of the work of the actions.

Within a test's own transaction the database is what it was at the start and what has been
written since. Both are known here, so a preparation that stands on the same ground, with the
same arguments, writes what it wrote before. It is really done where it would differ: in a test
that bends settings or code, on PostgreSQL (ids do not go back with the transaction), under a
clock that runs on, and when the record has become so old that somebody could look at its times.
"""

import functools
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from time import monotonic
from types import SimpleNamespace
from typing import Any

import time_machine
from django.db import connection
from django.db.models import Model
from django.utils.translation import get_language

from ground.clock import now

FRESH = 120.0
"""Seconds for which a record made by the real clock is played."""
ASIDE = ('INSERT INTO "django_session"', 'UPDATE "people_user" SET "last_login"')
"""Whoever signs in leaves the ground as it is: no preparation reads this."""
QUIET = ("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE", "EXPLAIN", "BEGIN", "COMMIT")


@dataclass
class Record:
    """The statements, what they left for the commit, and whether they can be played at all.

    `number` tells it from a record of the same that was made anew: what was recorded upon one
    of them does not fit upon the other, whose moments and hashes differ.
    """

    made: float
    number: int = field(default_factory=count().__next__)
    written: list[tuple[str, Any, bool]] = field(default_factory=list)
    commits: list[Any] = field(default_factory=list)
    whole: bool = True


class Phonograph:
    """The records of this process, and the ground that this test's database stands on."""

    def __init__(self) -> None:
        self.records: dict[Any, Record] = {}
        self.ground: bytes | None = None
        self.heard: Record | None = None

    @contextmanager
    def following(self) -> Iterator[None]:
        """Follow everything that is written until the end of the test."""
        self.ground = hashlib.sha256(repr(_counters()).encode()).digest()
        try:
            with connection.execute_wrapper(self._hear):
                yield
        finally:
            self.ground = self.heard = None

    def play(self, name: str, build: Callable[[], object], *given: object) -> None:
        """Let `build` write with what it is given, or write what it wrote on this ground."""
        if self.ground is None or self.heard is not None or not connection.in_atomic_block:
            build()
            return
        key = (self.ground, name, get_language(), _moment(), *map(_said, given))
        record = self.records.get(key)
        try:
            if record and record.whole and monotonic() - record.made < FRESH:
                self._write(record)
            else:
                record = self.records[key] = self._listen(build)
        finally:
            self.ground = hashlib.sha256(repr((key, record and record.number)).encode()).digest()

    def _listen(self, build: Callable[[], object]) -> Record:
        record, before = Record(monotonic()), len(connection.run_on_commit)
        self.heard = record
        try:
            build()
        finally:
            self.heard = None
        record.commits = connection.run_on_commit[before:]
        return record

    def _write(self, record: Record) -> None:
        ground, self.ground = self.ground, None
        with connection.cursor() as cursor:
            for sql, params, many in record.written:
                (cursor.executemany if many else cursor.execute)(sql, params)
        connection.run_on_commit += record.commits
        self.ground = ground

    def _hear(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        word = sql.lstrip()[:9].upper()
        if not word.startswith(QUIET) and not any(part in sql for part in ASIDE):
            params = list(params) if many else params
            self._note(word, sql, params, many)
        return execute(sql, params, many, context)

    def _note(self, word: str, sql: str, params: Any, many: bool) -> None:
        if self.heard is not None:
            self.heard.whole &= not word.startswith("ROLLBACK")
            self.heard.written.append((sql, params, many))
        elif self.ground is not None:
            said = word if word.startswith("ROLLBACK") else f"{sql}\0{params!r}"
            self.ground = hashlib.sha256(self.ground + said.encode()).digest()


PHONOGRAPH = Phonograph()


def played(build: Callable[..., Any]) -> Callable[..., None]:
    """A preparation that is played: it only writes, and its objects are read anew afterwards."""

    @functools.wraps(build)
    def prepare(*given: Any) -> None:
        PHONOGRAPH.play(build.__qualname__, lambda: build(*given), *given)
        for one in given:
            if isinstance(one, Model):
                one.refresh_from_db()

    return prepare


def _moment() -> datetime | None:
    """The moment at which the clock stands; one to which it was set to run on never comes again."""
    first, second = now(), now()
    return first if first == second or time_machine.escape_hatch.is_travelling() else None


def _said(one: object) -> object:
    if isinstance(one, Model):
        return one._meta.label, one.pk
    if isinstance(one, SimpleNamespace):
        return tuple((name, _said(value)) for name, value in sorted(vars(one).items()))
    return repr(one)


def _counters() -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        return tuple(cursor.fetchall())
