"""In which states a plan is told about."""

from plans import states
from plans.models import Plan

LIVE = frozenset({states.APPROVED, states.PAUSED, *states.UNDER_WAY})
"""Approved or under way: the window is announced and stands in calendars."""

UNSPOKEN = frozenset({*states.OPEN_TO_EDIT, states.TEMPLATE})
"""Nothing is planned yet; the page shows what would be."""

KEPT = frozenset({states.ROLLING_BACK, states.ROLLED_BACK, states.DONE})
"""The window was used: calendars keep it."""


def is_live(plan: Plan) -> bool:
    return plan.status in LIVE
