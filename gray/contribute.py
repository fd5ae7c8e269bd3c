"""What the gray wing adds to a plan, and what it hears from it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from calendars.followers import Follower
from gray import (
    checking,
    dependency_check,
    driver_check,
    foreign_check,
    guard_check,
    machine_check,
)
from gray.actions.rolling_back import turn_off_all
from gray.actions.settling import settle
from gray.actions.waking import wake, wake_all
from gray.answering import readings_of
from gray.inbox import due_for
from gray.reached import require_order
from gray.runs import Run
from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from gray.sheets import ramps_of, sheet_of
from gray.view import State
from ground.clock import now
from ground.numbers import whole
from ground.words import in_row
from plans import states
from plans.contribute import Chapter, Contribution, DueItem, FlowStep, Panel, Reading
from plans.counts import counts_of
from plans.models import Clearance, Plan

FLOW_ORDER = 300
WATCHED = frozenset(
    {"ramps", "stages", "windows", "apps", "plan", "sql_changes", "configs", "checks"}
    | {"metrics", "guards", "triggers"}
)
TICKED = frozenset({"apps", "sql_changes", "configs", "checks"})
"""Whose progress a stage may wait for."""


class Gray(Contribution):
    """Ramps follow their plan: they wake when it changes and fall when it rolls back."""

    panels = (Panel(gettext_lazy("灰度"), "gray:panel"),)

    def content_changed(self, plan: Plan, keys: Iterable[str], by: Any) -> None:
        if "stages" in keys:
            require_order(plan)
        if WATCHED & set(keys):
            wake(plan, now=now())
            settle(plan, now=now())

    def progress_changed(self, plan: Plan, keys: Iterable[str], by: Any) -> None:
        if TICKED & set(keys):
            wake(plan, now=now())

    def state_changed(self, plan: Plan, by: Any) -> None:
        if plan.status == states.ROLLING_BACK:
            turn_off_all(plan, by=by)
        wake(plan, now=now())
        settle(plan, now=now())

    def times_changed(self, plan: Plan, by: Any) -> None:
        wake(plan, now=now())

    def clearance_answered(self, clearance: Clearance) -> None:
        wake(clearance.plan, now=now())

    def is_spent(self, clearance: Clearance) -> bool:
        """The stage that it lets in has been reached."""
        kind, _colon, rest = clearance.subject.partition(":")
        stage = whole(rest.rpartition(":")[2])
        if kind != "stage" or stage is None:
            return False
        found = Stage.objects.filter(plan=clearance.plan, pk=stage).first()
        return found is not None and found.is_executed

    def due(self, user: Any) -> Iterable[DueItem]:
        return due_for(user)

    def applications(self, plan: Plan) -> Iterable[str]:
        """Those whose switches are ramped, whether or not the plan deploys them."""
        return [row.application for row in Ramp.section.listed(plan) if row.application]

    def findings(self, plan: Plan, document: Any) -> Iterable[Any]:
        yield from checking.findings(document)
        yield from driver_check.findings(document)
        yield from dependency_check.findings(document)
        yield from guard_check.findings(document)
        yield from machine_check.findings(document)
        yield from foreign_check.findings(plan, document)

    def readings(self, plan: Plan) -> Iterable[Reading]:
        return readings_of(plan, now())

    def flow(self, plan: Plan) -> Iterable[FlowStep]:
        """All ramps as one dot between the batches and the verification."""
        count = counts_of(plan).get(Ramp.section.key, 0)
        if not count:
            return ()
        runs = list(Run.objects.filter(plan=plan))
        through = count == sum(run.state == State.DONE for run in runs)
        begun = [run for run in runs if run.state not in (State.READY, State.OFF)]
        under_way = begun or plan.status == states.RAMPING
        state = "done" if through else "now" if under_way else "later"
        hint = in_row(f"{run.percent}%" for run in begun)
        url = reverse("gray:plan", args=[plan.number])
        return (FlowStep(gettext("灰度"), state, hint, url, FLOW_ORDER),)

    def chapters(self, plan: Plan, at: datetime) -> Iterable[Chapter]:
        """The staircase and the moves of every ramp that has stages."""
        sheets = [sheet_of(plan, ramp, None, at) for ramp in ramps_of(plan)]
        shown = [sheet for sheet in sheets if sheet.view.steps]
        if not shown:
            return ()
        order = Stage.section.order + 1
        template = "gray/document/chapter.html"
        return (Chapter(gettext("灰度阶梯"), template, {"sheets": shown, "plan": plan}, order),)


class Times(Follower):
    """A changed window or freeze of the installation wakes every ramp."""

    def times_changed(self) -> None:
        wake_all(now=now())
