"""The table of pieces, as each database can have it (migration 0002), and how to write into it.

SQLite: an FTS5 table without content, positions and sizes, so that it is a plain inverted
index. Its tokenizer is `ascii`: the pieces are folded already, and every other character
above 127 counts as a letter, whatever Unicode version SQLite was built with.
PostgreSQL: a tsvector made from an array, so no parser and no locale has a say in it.

Both only ever add: a subject's pieces are the union of all that were put. A piece too
many costs a look at the text, which decides; a rebuild leaves it out.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from itertools import accumulate
from typing import Any

from django.db import connection

MOST_BYTES = 520_000
"""Of one writing, and before one: a tsvector holds 1,048,575, and no write may fail by it."""

CLEAR = {
    "sqlite": "INSERT INTO search_grams(search_grams) VALUES ('delete-all')",
    "postgresql": "TRUNCATE search_grams",
}
TIDY = {
    "sqlite": "INSERT INTO search_grams(search_grams) VALUES ('optimize')",
    "postgresql": "ANALYZE search_grams",
}
ADD = {
    "sqlite": "INSERT INTO search_grams(rowid, grams) VALUES (%s, %s)",
    "postgresql": (
        "INSERT INTO search_grams AS old VALUES (%s, array_to_tsvector(%s)) "
        "ON CONFLICT (rowid) DO UPDATE "
        "SET search_grams = old.search_grams || EXCLUDED.search_grams "
        "WHERE octet_length(array_to_string(tsvector_to_array(old.search_grams), '')) <= 520000"
    ),
}

CANDIDATES = (
    "SELECT subject FROM search_candidates(%s::tsquery) AS found(subject) "
    "ORDER BY subject DESC LIMIT %s"
)


def add(several: Iterable[tuple[int, Collection[str]]]) -> None:
    """Add pieces to subjects, in the caller's transaction."""
    rows = [(subject, _form(pieces)) for subject, pieces in several if pieces]
    with connection.cursor() as cursor:
        cursor.executemany(ADD[connection.vendor], rows)


def candidates(pieces: Collection[str], most: int) -> list[int]:
    """PostgreSQL: the newest subjects with all these pieces."""
    asked = " & ".join(f"'{piece}'" for piece in pieces)
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, [asked, most])
        return [subject for (subject,) in cursor.fetchall()]


def clear() -> None:
    _run(CLEAR)


def tidy() -> None:
    """After much was added: one big segment, or fresh statistics."""
    _run(TIDY)


def _run(statements: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements[connection.vendor])


def _form(pieces: Collection[str]) -> Any:
    some = _fitting(sorted(pieces))
    return some if connection.vendor == "postgresql" else " ".join(some)


def _fitting(pieces: list[str]) -> list[str]:
    """As many of them, in order, as MOST_BYTES hold in UTF-8."""
    ends = list(accumulate(len(piece.encode()) for piece in pieces))
    return pieces[: bisect_right(ends, MOST_BYTES)]
