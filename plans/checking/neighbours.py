"""Open plans at the same time that touch the same things: a handful of small queries."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from applications.resolving import every_name
from calendars.spans import DAY, Span
from plans import states
from plans.document import Document
from plans.findings.context import Neighbour
from plans.findings.times import release_span
from plans.findings.touching import CELL, touched, touched_by
from plans.models import Plan
from plans.tables.registry import section

LONGEST = timedelta(days=31)
"""Nobody keeps a release window open for longer."""
OPEN = [key for key, _label in states.STATUSES if key not in (*states.FINISHED, states.TEMPLATE)]
MOST_PLANS, MOST_NAMES, MOST_ROWS = 100, 500, 1_000
"""Nobody reads more; a check stays small whatever the installation holds."""


def neighbours_of(plan: Plan, document: Document, now: datetime) -> tuple[Neighbour, ...]:
    """In the order of their windows. Plans that not everybody may see keep their number."""
    span, mine = release_span(document), touched_by(document)
    if span is None or not mine or plan.is_finished or plan.is_template:
        return ()
    others = dict(_overlapping(plan, span, now))
    if others and "apps" in mine:
        mine["apps"] = every_name(mine["apps"])
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
    """(id, number) of other open plans, the latest start first.

    Those that started within LONGEST, found by the index of windows; and those that are
    under way past their window's end, as long as this release has not ended either.
    """
    others = Plan.objects.exclude(pk=plan.pk).filter(window_start__lt=span.end)
    ends = Q(window_end__gt=span.start) | Q(window_end=None, window_start__gt=span.start - DAY)
    near = others.filter(ends, window_start__gt=span.start - LONGEST, status__in=OPEN)
    found = list(_named(near))
    if span.start < now < span.end:
        found += _named(others.filter(status__in=states.UNDER_WAY))
    return list(dict.fromkeys(found))


def _named(plans: Any) -> Iterable[tuple[int, str]]:
    rows = plans.order_by("-window_start", "-pk").values_list("pk", "number", "visibility")
    return ((pk, number if seen == "all" else "") for pk, number, seen in rows[:MOST_PLANS])


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
