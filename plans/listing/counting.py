"""How many plans there are of each status, as far as a person wants to know."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

from people.models import User
from plans import states
from plans.models import Plan

ENOUGH = 100
"""More are not counted: the cost must not grow with the installation."""


class Counted(Subquery):
    """How many rows a query gives."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def status_counts(plans: QuerySet[Plan], user: Any) -> dict[str, int]:
    """{status: how many of `plans`, at most `ENOUGH`}; one query."""
    keys = plans.order_by().values("pk")
    counts = {
        status: Counted(keys.filter(status=status)[:ENOUGH])
        for status, _label in states.STATUSES
        if status != states.TEMPLATE
    }
    found: Any = User.objects.filter(pk=user.pk).values(**counts).get()
    return dict(found)


def in_words(count: int) -> str:
    return str(count) if count < ENOUGH else f"{ENOUGH - 1}+"
