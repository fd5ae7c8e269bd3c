"""The plan first, then the run: the order of locks of the whole house."""

from dataclasses import dataclass
from functools import cached_property

from gray.runs import Move, Run
from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from gray.situation import stages_of
from plans.actions.locking import lock
from plans.models import Plan


@dataclass
class Locked:
    """One ramp of one plan, held until the transaction ends.

    `moves` gathers what is written together with others; None: each at once.
    """

    plan: Plan
    ramp: Ramp
    run: Run
    moves: list[Move] | None = None

    @cached_property
    def stages(self) -> list[Stage]:
        return stages_of(self.ramp, self.plan)


def lock_ramp(ramp: Ramp) -> Locked:
    """Lock the ramp's plan and run, the run begun if there was none."""
    plan = lock(ramp.plan)
    held = Run.objects.select_for_update(of=("self",)).select_related("ramp", "stage")
    run = held.filter(ramp=ramp).first()
    if run is None:
        run = Run.objects.create(plan=plan, ramp=Ramp.objects.get(pk=ramp.pk))
    run.plan = run.ramp.plan = plan
    return Locked(plan, run.ramp, run)
