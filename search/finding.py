"""Finding subjects by what they say. Reads only."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from search.grams import LEAD
from search.models import Gram, Text
from search.query import Query
from search.tables import candidates

MOST = 1000
"""Whoever gets more than so many has not said what he looks for."""


STEP = 2000
"""So many candidates are looked at before PostgreSQL plans by itself."""


@dataclass(frozen=True)
class Found:
    """Subjects in order: the first `leading` are named so, then the newest.

    `is_cut` when there are more than were asked for.
    """

    subjects: list[int] = field(default_factory=list)
    leading: int = 0
    is_cut: bool = False


Subjects = QuerySet[Gram, Any]
"""Ids, also as a subquery."""


def possible(query: Query, *, leads: bool = False) -> Subjects:
    """Those that have every piece of the query, and few others than `matching`."""
    found = Gram.objects.values_list("subject", flat=True)
    if not query:
        return found.none()
    return found.filter(grams__has_all=_pieces(query, leads=leads))


def matching(query: Query, *, leads: bool = False) -> Subjects:
    """Those in which every word occurs; with `leads`, in their number or title.

    A query without words finds nothing.
    """
    return _said(possible(query, leads=leads), query, leads=leads)


def _said(found: Subjects, query: Query, *, leads: bool) -> Subjects:
    column = "head" if leads else "folded"
    for word in query.words:
        said = Text.objects.filter(subject=OuterRef("subject"), **{f"{column}__holds": word})
        found = found.filter(Exists(said))
    return found


def find(query: Query, within: QuerySet[Any], *, most: int = MOST) -> Found:
    """The first `most` subjects among the primary keys of `within`.

    One question of names and one of everything (on PostgreSQL two or three for each).
    Both walk from the newest on and stop when they have enough, so that a common word
    costs no more than a rare one.
    """
    allowed = Exists(within.order_by().filter(pk=OuterRef("subject")))
    first = _in_steps if connection.vendor == "postgresql" else _streamed
    named, others = (first(query, allowed, most + 1, leads=leads) for leads in (True, False))
    subjects = list(dict.fromkeys([*named, *others]))
    is_cut = len(subjects) > most
    return Found(subjects[:most], min(len(named), most), is_cut)


def _streamed(query: Query, allowed: Exists, most: int, *, leads: bool) -> list[int]:
    """FTS5 gives the newest first and goes no further than it is asked to."""
    found = possible(query, leads=leads).filter(allowed)
    return list(_said(found, query, leads=leads).order_by("-subject")[:most])


def _in_steps(query: Query, allowed: Exists, most: int, *, leads: bool) -> list[int]:
    """GIN gives all or nothing, so its newest are looked at first; where few of many
    candidates may be found, the database had better begin with those."""
    newest = candidates(_pieces(query, leads=leads), STEP)
    grams = Gram.objects.values_list("subject", flat=True).filter(allowed, subject__in=newest)
    found = list(_said(grams, query, leads=leads).order_by("-subject")[:most])
    if len(found) == most or len(newest) < STEP:
        return found
    return _streamed(query, allowed, most, leads=leads)


def _pieces(query: Query, *, leads: bool) -> list[str]:
    mark = LEAD if leads else ""
    return [mark + piece for piece in query.pieces]
