"""One ramp as it stands at one moment: what is stored, and what the engine says of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import cached_property

from gray.drivers.base import Driver
from gray.engine import Decision, decide
from gray.rehearsal import Forecast, rehearse
from gray.runs import Move, Run
from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from gray.situation import stages_of
from gray.view import State, View
from plans.models import Plan


@dataclass
class Sight:
    """What every part of a sheet is made of; `driver` is None when it is not known."""

    plan: Plan
    ramp: Ramp
    run: Run
    user: Any
    now: datetime
    driver: Driver | None
    view: View

    @cached_property
    def stages(self) -> list[Stage]:
        return stages_of(self.ramp, self.plan)

    @cached_property
    def decision(self) -> Decision:
        return decide(self.now, self.view)

    @cached_property
    def forecast(self) -> list[Forecast]:
        if self.run.state == State.DONE:
            return []
        return rehearse(self.now, self.view)

    @cached_property
    def moves(self) -> list[Move]:
        if self.run.pk is None:
            return []
        return list(self.run.moves.select_related("actor"))
