"""The whole line of time: gates, batches, ramps, gates."""

from collections.abc import Iterator, Sequence
from copy import copy
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from approvals.rules.shape import CLOSE, RELEASE, REVIEW
from desk.rehearsal.batches import Slot, slots
from desk.rehearsal.cautions import cautions
from desk.rehearsal.climb import Climb
from desk.rehearsal.climbs import climbs
from desk.rehearsal.gates import Awaited, awaited_gates, gate_points
from desk.rehearsal.lengths import Work, lengths
from desk.rehearsal.points import Point, Rehearsal
from desk.rehearsal.ramps import stage_points
from desk.rehearsal.scene import Scene
from gray.actions.sweeping import AHEAD, MEASURED_BY
from gray.gauging import gauge_connections
from gray.words import Lasting
from ground.ahead import reading_once
from plans import states
from plans.batches import nodes
from plans.models import Plan, PlanQuerySet
from plans.tables.registry import section
from plans.times import Times, times_of

_WORK = ("pk", "group", "action", "minutes", "group_minutes", "planned_start", "planned_end")


def rehearsal(plan: Plan, start: datetime, among: PlanQuerySet | None = None) -> Rehearsal:
    """What is to come from `start` on; `among` are the plans of which conflicts may be told,
    those that everybody may see when nothing is said."""
    if plan.is_finished or plan.is_template or plan.status == states.ROLLING_BACK:
        return Rehearsal(plan, start, ())
    with reading_once():
        return _rehearsed(_read_ahead(plan), start, _visible(among))


def _read_ahead(plan: Plan) -> Plan:
    """The same plan with its rows; a copy, so that nobody else takes them for fresh later."""
    seen = copy(plan)
    measured = MEASURED_BY if gauge_connections() else ()
    prefetch_related_objects([seen], *AHEAD, *measured, "gray_ramp_rows")
    return seen


def _rehearsed(plan: Plan, start: datetime, among: PlanQuerySet) -> Rehearsal:
    times, apps = times_of(plan, start), nodes(section("apps").listed(plan))
    known = lengths(_works(plan), apps)
    coming = slots(plan, apps, known, times, start)
    ramps = climbs(plan, start, times, coming)
    gates = awaited_gates(plan, start)
    points = _in_order(_points(plan, start, times, gates, coming, ramps))
    scene = Scene(plan, start, times, points, coming, ramps, apps, known.homeless)
    found = cautions(scene, among)
    return Rehearsal(plan, start, points, [one.text for one in found], not any(
        one.is_misfit for one in found
    ), ramps)  # fmt: skip


def _visible(among: PlanQuerySet | None) -> PlanQuerySet:
    return Plan.objects.filter(visibility="all") if among is None else among


def _works(plan: Plan) -> Iterator[Work]:
    """The release steps that nobody has done or left out yet."""
    rows: Any = section("steps").rows(plan)
    still = rows.filter(phase="发布").exclude(state__in=("done", "skipped"))
    return (Work(*row) for row in still.values_list(*_WORK))


def _points(
    plan: Plan,
    start: datetime,
    times: Times,
    gates: Awaited,
    coming: Sequence[Slot],
    ramps: Sequence[Climb],
) -> Iterator[Point]:
    yield from gate_points(gates, REVIEW, start)
    yield from (slot.point for slot in coming)
    for one in ramps:
        yield from stage_points(one, times)
    over = _over(start, coming, ramps)
    yield from gate_points(gates, RELEASE, over, _behind(over))
    closed, held = _closing(plan, over)
    yield from gate_points(gates, CLOSE, closed, held)


def _over(start: datetime, coming: Sequence[Slot], ramps: Sequence[Climb]) -> datetime | None:
    """When batches and ramps are through; None when one of them never is."""
    ends = [*(slot.until for slot in coming), *(_end(one) for one in ramps if one.view.steps)]
    if None in ends:
        return None
    return max([start, *(end for end in ends if end)])


def _end(one: Climb) -> datetime | None:
    return None if one.is_stuck else one.end or one.begin


def _behind(over: datetime | None) -> str:
    return "" if over else _("前面的批次或灰度到不了")


def _closing(plan: Plan, over: datetime | None) -> tuple[datetime | None, str]:
    """When the observation is over, and what it is."""
    if over is None or not plan.observe:
        return over, _behind(over)
    held = _("观察 %(time)s") % {"time": Lasting(plan.observe)}
    return max(over, (plan.observing_since or over) + plan.observe), held


def _in_order(points: Iterator[Point]) -> list[Point]:
    """By their moments; what never comes stands last."""
    found = list(points)
    coming = [(point.at, point) for point in found if point.at]
    coming.sort(key=lambda one: one[0])
    return [*(point for _at, point in coming), *(point for point in found if not point.at)]
