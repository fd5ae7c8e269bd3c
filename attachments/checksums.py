"""Checksums that a plan gives in its rows, against those of the files that hang there (pure)."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

MATCHES, DIFFERS = "matches", "differs"

_BARE = re.compile(r"(?<![0-9a-z])([0-9a-f]{64}|[0-9a-f]{32})(?![0-9a-z])", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:md5(?:sum)?\W{0,5}([0-9a-f]{32})|sha-?256(?:sum)?\W{0,5}([0-9a-f]{64}))(?![0-9a-z])",
    re.IGNORECASE,
)


def promised(row: Mapping[str, Any]) -> frozenset[str]:
    """The MD5 and SHA-256 digests that the JSON row gives, in lower case.

    In `checksum` any, in `evidence` those that are called so: other texts are full of
    numbers that look alike.
    """
    bare = _BARE.findall(str(row.get("checksum") or ""))
    named = _NAMED.findall(str(row.get("evidence") or ""))
    return frozenset(one.lower() for one in (*bare, *map("".join, named)))


def is_among(digests: Collection[str], expected: Collection[str]) -> bool:
    return not frozenset(digests).isdisjoint(expected)


def marks(files: Iterable[Collection[str]], expected: Collection[str]) -> list[str]:
    """For each file's digests MATCHES, DIFFERS, or "" where the row promises nothing of it.

    Where one of several files keeps the promise, the others are beside it and say nothing.
    """
    kept = [is_among(digests, expected) for digests in files]
    otherwise = DIFFERS if expected and not any(kept) else ""
    return [MATCHES if one else otherwise for one in kept]
