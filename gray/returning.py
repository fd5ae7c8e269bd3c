"""What the ramps of a plan say about the way back: whose traffic has to fall first, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from gray.dependencies import read_need
from gray.following import Follower, followers_of
from gray.needs.base import same
from gray.needs.ramps import Ramps
from gray.ranks import ranks
from gray.runs import Run
from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from gray.situation import place_of
from gray.view import State
from plans.models import Plan


@dataclass(frozen=True)
class Up:
    """A ramp that lets people in: what its key is set to when it goes off, and where it is seen.

    `number` is that of another plan; empty there when the reader may not see it.
    """

    name: str
    run: Run | None
    number: str = ""
    key: str = ""
    value: str = ""
    url: str = ""
    is_foreign: bool = False


def leaning_on(ramp: Ramp, user: Any) -> list[Up]:
    """Whatever is up and waits for this ramp: it had better fall before the ramp does."""
    plan = ramp.plan
    ramps = [one for one in Ramp.section.rows(plan) if isinstance(one, Ramp)]
    stages = [row for row in Stage.objects.filter(plan=plan) if row.needs]
    above = {one.pk for one in ramps if ramp.pk in _below(one, ramps, stages, plan.number)}
    own = [one for one in own_ups(plan) if one.run and one.run.ramp_id in above]
    return [*foreign_ups(plan, user, ramp), *own]


def foreign_ups(plan: Plan, user: Any, ramp: Ramp | None = None) -> list[Up]:
    """Ramps of other plans that stand on ramps of this one, or on `ramp` alone.

    A plan that the reader may not see keeps its names.
    """
    standing = [one for one in followers_of(plan) if one.is_up and _means(one, plan, ramp)]
    ids = [one.plan.pk for one in standing]
    seen = set(Plan.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    found = [_foreign(one, one.plan.pk in seen) for one in standing]
    return list({(one.number, one.name): one for one in found}.values())


def _means(one: Follower, plan: Plan, ramp: Ramp | None) -> bool:
    if ramp is None:
        return True
    rows = [(row, None) for row in Ramp.section.rows(plan) if isinstance(row, Ramp)]
    meant = one.need.pick(rows)
    return meant is not None and meant[0].pk == ramp.pk


def _foreign(one: Follower, is_seen: bool) -> Up:
    if not is_seen or one.run is None:
        return Up("", None, is_foreign=True)
    ramp = one.run.ramp
    url = f"{reverse('gray:plan', args=[one.plan.number])}?ramp={ramp.pk}"
    return Up(ramp.name or ramp.flag, one.run, one.plan.number, url=url, is_foreign=True)


def own_ups(plan: Plan, *, with_fallen: bool = False) -> list[Up]:
    """This plan's ramps that let people in; who waits for others falls before them.

    `with_fallen` adds those that began and are off.
    """
    runs = Run.objects.filter(plan=plan, started_at__isnull=False).exclude(state=State.READY)
    if not with_fallen:
        runs = runs.filter(index__gte=0).exclude(state=State.OFF)
    found = list(runs.select_related("ramp").order_by("pk"))
    high = _ranks(plan, [run.ramp for run in found])
    found.sort(key=lambda run: (-high[run.ramp_id], -run.pk))
    return [_own(plan, run) for run in found]


def _own(plan: Plan, run: Run) -> Up:
    run.ramp.plan = plan
    place = place_of(run, run.ramp)
    key = " / ".join(part for part in (place.application, place.namespace, place.key) if part)
    url = f"{reverse('gray:plan', args=[plan.number])}?ramp={run.ramp_id}"
    name = run.ramp.name or run.flag
    return Up(name, run, key=key or run.flag, value=place.off_value, url=url)


def _ranks(plan: Plan, ramps: Sequence[Ramp]) -> dict[int, int]:
    """{ramp's id: how many others it stands on, one on the other}; a ring ends where it closes."""
    stages = [row for row in Stage.objects.filter(plan=plan) if row.needs]
    return ranks({ramp.pk: _below(ramp, ramps, stages, plan.number) for ramp in ramps})


def _below(ramp: Ramp, ramps: Sequence[Ramp], stages: Sequence[Stage], number: str) -> list[int]:
    """The ramps of the same plan that this one waits for."""
    needs = [read_need(text) for row in stages if same(row.ramp, ramp.name) for text in row.needs]
    own = [need for need in needs if isinstance(need, Ramps) and need.number in ("", number)]
    pairs = [need.pick([(one, None) for one in ramps]) for need in own]
    return [pair[0].pk for pair in pairs if pair and pair[0].pk != ramp.pk]
