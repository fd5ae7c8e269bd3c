"""Stages of other plans that wait for a plan's ramps: one scan of the stages that wait at all."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from gray.dependencies import read_need
from gray.needs.ramps import Ramps
from gray.runs import Run
from gray.sections.stage import Stage
from gray.view import State
from plans.models import Plan

MOST = 5_000
"""Plans that are asked at a time; the others are found by their own safety look."""


@dataclass(frozen=True)
class Follower:
    """A stage of another plan, what it waits for, and how far its ramp is (None: not begun)."""

    stage: Stage
    need: Ramps
    run: Run | None

    @property
    def plan(self) -> Plan:
        plan: Plan = self.stage.plan
        return plan

    @property
    def is_up(self) -> bool:
        """Its ramp has come to this stage and lets people in, so it stands on the other plan."""
        run = self.run
        if run is None or run.state in (State.READY, State.OFF) or run.stage is None:
            return False
        return self.stage.place <= run.stage.place


def plans_waiting_for(numbers: Collection[str]) -> list[int]:
    """Ids of the plans whose ramps stand still, with a stage that names one of these numbers.

    Ramps that wait for time alone are not looked at, so this costs little where nobody waits.
    """
    if not numbers:
        return []
    still = Run.objects.filter(state=State.RUNNING, blocked=True)
    plans = set(still.exclude(plan__number__in=numbers).values_list("plan", flat=True)[:MOST])
    waiting = _waiting(numbers).filter(plan__in=plans) if plans else ()
    return sorted(
        {row.plan_id for row in waiting if any(_named(row, number) for number in numbers)}
    )


def followers_of(plan: Plan) -> list[Follower]:
    """Every stage of another plan that waits for a ramp of this one."""
    rows = list(_waiting([plan.number]).exclude(plan=plan).select_related("plan"))
    runs = Run.objects.filter(plan__in={row.plan_id for row in rows}).select_related(
        "ramp", "stage"
    )
    known = list(runs)
    return [
        Follower(row, need, _run_of(row, known))
        for row in rows
        for need in _named(row, plan.number)
    ]


def _waiting(numbers: Collection[str]) -> QuerySet[Stage]:
    """Rows whose list of dependencies holds one of the numbers somewhere in its text."""
    mentions = Q(pk=None)
    for number in numbers:
        mentions |= Q(said__icontains=number)
    return Stage.objects.annotate(said=Cast("needs", TextField())).filter(mentions)


def _named(stage: Stage, number: str) -> list[Ramps]:
    needs = [read_need(text) for text in stage.needs]
    return [one for one in needs if isinstance(one, Ramps) and one.number == number]


def _run_of(stage: Stage, runs: list[Run]) -> Run | None:
    mine = [run for run in runs if run.plan_id == stage.plan_id]
    named = [run for run in mine if run.ramp.name.strip() == stage.ramp.strip()]
    return next(iter(named or (mine if not stage.ramp.strip() else [])), None)
