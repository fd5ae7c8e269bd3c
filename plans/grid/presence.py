"""Who has a plan's page open, and where they are: kept in the cache for seconds.

Losing it loses nothing: a page says again every two seconds where it is, and while
the cache is away everybody seems to be alone.
"""

from dataclasses import dataclass
from zlib import crc32

from django.core.cache import cache

STAYS = 9.0
"""Seconds after which a page that said nothing has gone."""
TOLD_AGAIN = 4.0
"""Seconds for which an unchanged place need not be written again."""
MOST, MOST_PAGES = 300, 20
"""Pages of a plan that are known, and of one person."""
LONGEST_PLACE = 120

Entry = tuple[int, str, str, float]
"""(user id, name, place, when said)."""


@dataclass(frozen=True)
class Here:
    """A person on a page; `place` is "section:row:field", empty for nowhere in particular."""

    page: str
    user: int
    name: str
    place: str
    at: float

    @property
    def key(self) -> str:
        """Nobody can speak for another person's page."""
        return f"{self.user}:{self.page}"


def arrive(plan: int, me: Here) -> dict[str, Entry]:
    """Say where I am; the other people on the plan's page by key, one for each of their pages."""
    known = _alive(plan, me.at)
    before = known.get(me.key)
    if before is None or before[2] != me.place or me.at - before[3] > TOLD_AGAIN:
        known[me.key] = (me.user, me.name, me.place, me.at)
        _forget_oldest(known, me.user)
        _keep(plan, known)
    return {key: entry for key, entry in known.items() if entry[0] != me.user}


def _forget_oldest(known: dict[str, Entry], user: int) -> None:
    """Nobody crowds the others out with pages of his own."""
    own = sorted((entry[3], key) for key, entry in known.items() if entry[0] == user)
    for _at, key in own[:-MOST_PAGES]:
        del known[key]


def mark_of(others: dict[str, Entry]) -> str:
    """Changes when somebody comes, goes or moves."""
    said = "\n".join(f"{key} {entry[2]}" for key, entry in sorted(others.items()))
    return str(crc32(said.encode()))


def leave(plan: int, me: Here) -> None:
    """The page is closed or out of sight."""
    known = _alive(plan, me.at)
    if known.pop(me.key, None):
        _keep(plan, known)


def _alive(plan: int, at: float) -> dict[str, Entry]:
    return {key: entry for key, entry in _read(plan).items() if at - entry[3] < STAYS}


def _read(plan: int) -> dict[str, Entry]:
    try:
        return cache.get(_name(plan)) or {}
    except Exception:  # whichever cache it is: presence may be missing, the page may not
        return {}


def _keep(plan: int, known: dict[str, Entry]) -> None:
    newest = sorted(known.items(), key=lambda item: item[1][3])[-MOST:]
    try:
        cache.set(_name(plan), dict(newest), timeout=60)
    except Exception:  # as above
        return


def _name(plan: int) -> str:
    return f"presence:{plan}"
