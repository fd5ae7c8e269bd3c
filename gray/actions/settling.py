"""When all ramps of a plan are through, the plan goes on to be observed."""

from datetime import datetime

from gray.runs import Run
from gray.sections.ramp import Ramp
from gray.view import State
from plans import states
from plans.actions.lifecycle import begin_observing
from plans.models import Plan


def settle(plan: Plan, *, now: datetime) -> bool:
    """Move a locked plan from 灰度中 to 观察中 if every ramp is at its end, or there is none."""
    if plan.status != states.RAMPING or not is_through(plan):
        return False
    begin_observing(plan)
    return True


def is_through(plan: Plan) -> bool:
    """Every ramp has reached its last stage and held it."""
    wanted = Ramp.section.rows(plan).count()
    return wanted == Run.objects.filter(plan=plan, state=State.DONE).count()
