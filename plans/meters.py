"""How far plans are: batches, checks and what the wings count, for many plans in one query."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plans.batches import PASSED
from plans.contribute import Meter, gather
from plans.models import Plan
from plans.tables.registry import section

DONE = {"apps": Q(state__in=PASSED), "checks": Q(done=True)}
"""What is done in the sections that have a meter."""

Counts = tuple[str, Any]
"""A label, and a query of (plan id, done, total)."""


def meters_of(plans: Sequence[Plan]) -> dict[int, list[Meter]]:
    """{plan id: meters of batches and checks}, empty tables left out."""
    return _asked(plans, _own([plan.pk for plan in plans]))


def meters_in(counts: Mapping[str, tuple[int, int]]) -> list[Meter]:
    """The same from (done, total) that are known already, by section."""
    return [
        Meter(label, *counts[key]) for key, label in _labels().items() if counts.get(key, (0, 0))[1]
    ]


def all_meters_of(plans: Sequence[Plan]) -> dict[int, list[Meter]]:
    """The same with what the wings can count for many plans at once."""
    keys = [plan.pk for plan in plans]
    return _asked(plans, [*_own(keys), *gather("counts", keys)])


def _own(keys: list[int]) -> list[Counts]:
    return [(label, _count(key, keys, DONE[key])) for key, label in _labels().items()]


def _labels() -> dict[str, str]:
    return {"apps": pgettext("plural", "批次"), "checks": _("检查")}


def _count(key: str, plans: list[int], done: Q) -> Any:
    return count(section(key).model._default_manager.filter(plan__in=plans), done)


def count(rows: Any, done: Q) -> Any:
    """For each plan of these rows how many are done, of how many."""
    rows = rows.order_by().values_list("plan")
    return rows.annotate(done=Count("pk", filter=done), total=Count("pk"))


def _asked(plans: Iterable[Plan], asked: Sequence[Counts]) -> dict[int, list[Meter]]:
    found: dict[int, list[Meter]] = {plan.pk: [] for plan in plans}
    labels = [label for label, _query in asked]
    first, *others = [query.annotate(kind=Value(at)) for at, (_label, query) in enumerate(asked)]
    rows = first.union(*others, all=True) if found else ()
    for plan, done, total, kind in sorted(rows, key=lambda row: (row[0], row[3])):
        found[plan].append(Meter(labels[kind], done, total))
    return found
