"""How far the work of a plan is, for the dependencies of its stages: reads each table once."""

from functools import cached_property
from typing import Any

from django.db.models import Q

from gray.runs import Run
from gray.sections.ramp import Ramp
from plans.models import Plan
from plans.tables.registry import section


class Standing:
    """One plan at this moment; nothing is read before somebody asks for it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._tables: dict[str, list[Any]] = {}
        self._others: dict[tuple[str, int | None], Plan | None] = {}
        self._ramps: dict[int, list[tuple[Ramp, Run | None]]] = {}

    def rows(self, key: str) -> list[Any]:
        """The rows of a section."""
        if key not in self._tables:
            self._tables[key] = section(key).listed(self.plan)
        return self._tables[key]

    def other(self, number: str, author: int | None) -> Plan | None:
        """The plan of that number if everybody, or whoever wrote of it, may see it."""
        if number == self.plan.number:
            return self.plan
        asked = (number, author)
        if asked not in self._others:
            self._others[asked] = _visible(number, author)
        return self._others[asked]

    def ramps_of(self, plan: Plan) -> list[tuple[Ramp, Run | None]]:
        """Every ramp of a plan and how far it is."""
        if plan.pk not in self._ramps:
            runs = {run.ramp_id: run for run in Run.objects.filter(plan=plan)}
            rows = self.own_ramps if plan == self.plan else Ramp.section.listed(plan)
            self._ramps[plan.pk] = [(row, runs.get(row.pk)) for row in rows]
        return self._ramps[plan.pk]

    @cached_property
    def own_ramps(self) -> list[Ramp]:
        return [row for row in self.rows("ramps") if isinstance(row, Ramp)]


def _visible(number: str, author: int | None) -> Plan | None:
    """Written by somebody who may not see it, such a plan does not exist."""
    granted = Q(owner=author) | Q(grants__user=author) if author else Q(pk=None)
    found = Plan.objects.filter(Q(visibility="all") | granted, number=number)
    return found.exclude(status="template").distinct().first()
