"""How far plans are: batches and checks, for many plans in two queries."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plans.batches import PASSED
from plans.contribute import Meter
from plans.models import Plan
from plans.tables.registry import section


def meters_of(plans: Sequence[Plan]) -> dict[int, list[Meter]]:
    """{plan id: meters}, empty tables left out."""
    keys = [plan.pk for plan in plans]
    found: dict[int, list[Meter]] = {key: [] for key in keys}
    for label, counts in (
        (pgettext("plural", "批次"), _count("apps", keys, Q(state__in=PASSED))),
        (_("检查"), _count("checks", keys, Q(done=True))),
    ):
        for plan, done, total in counts:
            found[plan].append(Meter(label, done, total))
    return found


def _count(key: str, plans: list[int], done: Q) -> Iterable[tuple[int, int, int]]:
    rows = section(key).model._default_manager.filter(plan__in=plans).order_by()
    return rows.values_list("plan").annotate(done=Count("pk", filter=done), total=Count("pk"))
