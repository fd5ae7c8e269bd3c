"""Finding subjects by what they say. Reads only."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from search.grams import LEAD
from search.models import Gram, Text
from search.query import Query

MOST = 1000
"""Whoever gets more than so many has not said what he looks for."""


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
    mark = LEAD if leads else ""
    return found.filter(grams__has_all=[mark + piece for piece in query.pieces])


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
    """The first `most` subjects among the primary keys of `within`; two queries.

    Both walk from the newest on and stop when they have enough, so that a common
    word costs no more than a rare one.
    """
    allowed = Exists(within.order_by().filter(pk=OuterRef("subject")))
    named, others = (
        list(
            _said(possible(query, leads=leads).filter(allowed), query, leads=leads).order_by(
                "-subject"
            )[: most + 1]
        )
        for leads in (True, False)
    )
    subjects = list(dict.fromkeys([*named, *others]))
    is_cut = len(subjects) > most
    return Found(subjects[:most], min(len(named), most), is_cut)
