"""The plan first, then the run: the order of locks of the whole house."""

from dataclasses import dataclass

from gray.runs import Run
from gray.sections.ramp import Ramp
from plans.actions.locking import lock
from plans.models import Plan


@dataclass(frozen=True, slots=True)
class Locked:
    """One ramp of one plan, held until the transaction ends."""

    plan: Plan
    ramp: Ramp
    run: Run


def lock_ramp(ramp: Ramp) -> Locked:
    """Lock the ramp's plan and run, the run begun if there was none."""
    plan = lock(ramp.plan)
    run, _created = Run.objects.select_for_update(of=("self",)).get_or_create(
        ramp=ramp, defaults={"plan": plan}
    )
    fresh = Ramp.objects.get(pk=ramp.pk)
    fresh.plan = plan
    return Locked(plan, fresh, run)
