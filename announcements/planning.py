"""What is to be told about a plan as it stands."""

from announcements.schedule import Planned, Row, planned
from plans.models import Plan
from plans.tables.registry import section


def planned_for(plan: Plan) -> list[Planned]:
    """The schedule of the plan's window and its 沟通计划, in one query."""
    return planned(plan.window_start, plan.window_end, rows_of(plan), plan.zone)


def rows_of(plan: Plan) -> list[Row]:
    found = section("comms").rows(plan)
    return [Row(one.pk, one.moment, one.audience, one.channel, one.content) for one in found]
