"""The rehearsal: when each gate, batch and stage could come at the earliest, and what holds it.

Times (release window, change windows, freezes, holds) count as they stand; whatever needs
people is taken to come at once and is named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from approvals.choosing import rules_of
from approvals.models import Gate
from approvals.rules.scene import SPARE, THROUGH
from approvals.rules.shape import CLOSE, RELEASE, REVIEW
from calendars.spans import freeze_at, in_window, next_opening
from gray.rehearsal import ends, rehearse
from gray.runs import Run
from gray.sections.ramp import Ramp
from gray.situation import view_of
from gray.words import Amount
from ground.words import in_row
from plans.batches import PASSED, batches, nodes
from plans.models import Plan
from plans.tables.registry import section
from plans.times import Times, times_of

GATE, BATCH, STAGE, END = "gate", "batch", "stage", "end"


@dataclass(frozen=True)
class Point:
    """`at` is None when it can never come as things stand."""

    kind: str
    title: str
    at: datetime | None
    held: str = ""
    assumed: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "title": self.title,
            "at": self.at.isoformat() if self.at else None,
            "held": self.held,
            "assumed": list(self.assumed),
        }


def rehearsal(plan: Plan, start: datetime) -> list[Point]:
    """The whole line of time from `start` on, in order."""
    times = times_of(plan)
    gates = list(_gates(plan, start, REVIEW)) if plan.started_at is None else []
    found = [*gates, *_batches(plan, times, start)]
    if not _is_stuck(found):
        found += _ramps(plan, _last(found, start))
    if not _is_stuck(found):
        over = _last(found, start)
        found += _gates(plan, over, RELEASE)
        found += _gates(plan, over + (plan.observe or timedelta()), CLOSE)
    return found


def _is_stuck(points: Sequence[Point]) -> bool:
    return any(point.at is None for point in points)


def _last(points: Sequence[Point], start: datetime) -> datetime:
    return max((point.at for point in points if point.at), default=start)


def _gates(plan: Plan, at: datetime, phase: str) -> Iterator[Point]:
    """The gates of that phase that are not signed yet: as fast as people sign."""
    rows = list(Gate.objects.filter(plan=plan).order_by("rank", "id"))
    waiting = [row.asks for row in rows if row.state not in (*THROUGH, SPARE)]
    for rule in waiting if rows else rules_of(plan):
        if rule.phase == phase:
            yield Point(GATE, rule.title, at, assumed=[_("需要的人当即签字")])


def _batches(plan: Plan, times: Times, start: datetime) -> Iterator[Point]:
    everything = nodes(section("apps").rows(plan))
    moment, held = _opening(plan, times, start)
    previous = ""
    for batch, members in batches(everything).items():
        if all(node.state in PASSED for node in members):
            continue
        title = _("第 %(n)s 批：%(apps)s") % {
            "n": batch, "apps": in_row(node.app for node in members if node.state not in PASSED),
        }  # fmt: skip
        yield Point(BATCH, title, moment, held, [previous] if previous else [])
        previous = _("第 %(n)s 批当即验证通过") % {"n": batch}
        held = held if moment is None else ""


def _opening(plan: Plan, times: Times, start: datetime) -> tuple[datetime | None, str]:
    """The first moment at which a batch may start, and what holds it until then."""
    first = max(start, plan.window_start or start)
    held = _("等发布窗口") if first > start else ""
    if freeze := freeze_at(first, times.freezes):
        held = _("封网：%(why)s") % {"why": freeze.reason}
    elif not in_window(first, times.windows, times.zone):
        held = _("等变更窗口")
    opens = next_opening(first, times.windows, times.freezes, times.zone)
    if opens is None or (plan.window_end and opens >= plan.window_end):
        return None, _("发布窗口内没有可以发布的时间")
    return opens, held


def _ramps(plan: Plan, start: datetime) -> Iterator[Point]:
    runs = {run.ramp_id: run for run in Run.objects.filter(plan=plan)}
    for row in Ramp.section.rows(plan):
        assert isinstance(row, Ramp)  # noqa: S101 - for the type checker
        run = runs.get(row.pk) or Run(plan=plan, ramp=row)
        yield from _stages(plan, row, run, start)


def _stages(plan: Plan, ramp: Ramp, run: Run, start: datetime) -> Iterator[Point]:
    view = view_of(plan, ramp, run, start)
    forecast = rehearse(start, view)
    for one in forecast:
        title = f"{ramp.name} → {Amount(one.share)}"
        assumed = [str(words) for words in one.assumed]
        yield Point(STAGE, title, one.at, str(one.held or ""), assumed)
    reached = forecast[-1].index if forecast else view.index
    if view.steps and reached < view.last:
        yield Point(
            STAGE, f"{ramp.name} → {Amount(view.steps[-1].share)}", None, _("再没有可以放量的时间")
        )
    elif over := ends(view, forecast):
        yield Point(END, _("%(ramp)s 走完，进入观察") % {"ramp": ramp.name}, over)
