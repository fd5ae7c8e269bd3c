"""Open plans at the same time that touch the same things: a handful of small queries."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from calendars.spans import Span
from plans import states
from plans.document import Document
from plans.findings.context import Neighbour
from plans.findings.times import release_span
from plans.findings.touching import CELL, touched, touched_by
from plans.models import Plan
from plans.tables.registry import section

MOST_PLANS, MOST_NAMES, MOST_ROWS = 100, 500, 1_000
"""Nobody reads more; a check stays small whatever the installation holds."""


def neighbours_of(plan: Plan, document: Document, now: datetime) -> tuple[Neighbour, ...]:
    """In the order of their windows. Plans that not everybody may see keep their number."""
    span, mine = release_span(document), touched_by(document)
    if span is None or not mine or plan.is_finished or plan.is_template:
        return ()
    others = dict(_overlapping(plan, span, now))
    shared: dict[int, dict[str, set[str]]] = {}
    for key, names in mine.items() if others else ():
        for pk, row in _rows(key, others, names):
            common = names.intersection(touched(key, row))
            if common:
                shared.setdefault(pk, {}).setdefault(key, set()).update(common)
    return tuple(
        Neighbour(number, {key: tuple(sorted(names)) for key, names in shared[pk].items()})
        for pk, number in others.items()
        if pk in shared
    )


def _overlapping(plan: Plan, span: Span, now: datetime) -> list[tuple[int, str]]:
    """(id, number) of other open plans; one under way goes on until now at least."""
    ends = Q(window_end__gt=span.start) | Q(
        window_end=None, window_start__gt=span.start - timedelta(days=1)
    )
    if now > span.start:
        ends |= Q(status__in=states.UNDER_WAY)
    found = (
        Plan.objects.exclude(status__in=(*states.FINISHED, states.TEMPLATE))
        .filter(ends, window_start__lt=span.end)
        .exclude(pk=plan.pk)
        .order_by("window_start", "pk")
        .values_list("pk", "number", "visibility")[:MOST_PLANS]
    )
    return [(pk, number if seen == "all" else "") for pk, number, seen in found]


def _rows(key: str, plans: Iterable[int], names: set[str]) -> Iterable[tuple[int, Any]]:
    """(plan id, row) of rows that may touch one of the names."""
    part, cell = section(key), CELL[key]
    wanted = sorted(names)[:MOST_NAMES]
    rows = part.model._default_manager.filter(plan_id__in=list(plans))
    if key == "sql_changes":
        holds = [Q(**{f"{cell}__icontains": name}) for name in wanted[:20]]
        rows = rows.filter(reduce(or_, holds))
    fields = ("plan_id", *dict.fromkeys((cell, *part.identity)))
    return ((row["plan_id"], row) for row in rows.values(*fields)[:MOST_ROWS])
