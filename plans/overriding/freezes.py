"""Which freezes a second person lifts by confirming now."""

from datetime import datetime

from calendars.models import Freeze
from plans.models import Plan
from plans.times import freezes_of


def freezes_until(plan: Plan, start: datetime, end: datetime) -> list[Freeze]:
    """Those of the plan that bind at any moment between the two."""
    return [one for one in freezes_of(plan) if one.start < end and start < one.end]
