"""Who has a plan's page open, and where they are: kept in the cache for seconds.

Losing it loses nothing: a page says again every two seconds where it is, and while
the cache is away everybody seems to be alone.
"""

from dataclasses import astuple, dataclass
from typing import Any

from django.core.cache import cache

STAYS = 9.0
"""Seconds after which a page that said nothing has gone."""
TOLD_AGAIN = 4.0
"""Seconds for which an unchanged place need not be written again."""
MOST = 300
LONGEST_PLACE = 120


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


def arrive(plan: int, me: Here) -> list[Here]:
    """Say where I am; the other people on the plan's page, one entry for each of their pages."""
    known = _alive(plan, me.at)
    before = known.get(me.key)
    if before is None or before.place != me.place or me.at - before.at > TOLD_AGAIN:
        _keep(plan, {**known, me.key: me})
    return sorted(
        (here for here in known.values() if here.user != me.user), key=lambda here: here.key
    )


def leave(plan: int, me: Here) -> None:
    """The page is closed or out of sight."""
    known = _alive(plan, me.at)
    if known.pop(me.key, None):
        _keep(plan, known)


def _alive(plan: int, at: float) -> dict[str, Here]:
    found = [Here(*entry) for entry in _read(plan)]
    return {here.key: here for here in found if at - here.at < STAYS}


def _read(plan: int) -> list[Any]:
    try:
        return cache.get(_name(plan)) or []
    except Exception:  # whichever cache it is: presence may be missing, the page may not
        return []


def _keep(plan: int, known: dict[str, Here]) -> None:
    newest = sorted(known.values(), key=lambda here: here.at)[-MOST:]
    try:
        cache.set(_name(plan), [astuple(here) for here in newest], timeout=60)
    except Exception:  # as above
        return


def _name(plan: int) -> str:
    return f"presence:{plan}"
