"""The open plans that release an application, and where their windows overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from applications.models import Application
from desk.applications.history import touching
from desk.calendar.conflicts import Conflict, conflicts
from plans import states
from plans.models import Plan
from plans.naming import TARGET

MOST = 30


@dataclass(frozen=True)
class Current:
    plans: Sequence[Plan]
    conflicts: Sequence[Conflict]


def current(user: Any, application: Application) -> Current:
    """The soonest window first."""
    found = touching(user, application, TARGET).exclude(status__in=states.FINISHED)
    plans = list(found.select_related("owner").order_by("window_start", "pk")[:MOST])
    mine = {plan.pk: {application.name} for plan in plans}
    return Current(plans, conflicts(plans, mine))
