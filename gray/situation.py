"""Gathers what the engine looks at from the tables; reads, decides nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy

from gray.audience import wants_of
from gray.drivers.base import Exposure, Place
from gray.exposing import exposures
from gray.machines import Pool
from gray.pools import rosters_for
from gray.rosters import Rosters
from gray.runs import Run
from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from gray.standing import Standing
from gray.view import Gate, State, Step, View
from gray.waiting import waits_before
from gray.watching import watch_of, with_metrics
from gray.words import Sentence, sentence
from ground.ahead import listed
from ground.words import in_row
from plans import states
from plans.models import Clearance, Plan
from plans.parts import label_of
from plans.release import amendment_is_open
from plans.tables.registry import section
from plans.times import Times, times_of

GATES = {"asked": Gate.ASKED, "granted": Gate.GRANTED, "refused": Gate.REFUSED}


def stages_of(ramp: Ramp, plan: Plan) -> list[Stage]:
    """The ramp's stages in order; without a name they belong to a plan's only ramp."""
    rows = [row for row in Stage.section.listed(plan) if isinstance(row, Stage)]
    mine = [row for row in rows if row.ramp == ramp.name]
    if not mine and rows and Ramp.objects.filter(plan=plan).count() == 1:
        mine = [row for row in rows if not row.ramp]
    return sorted(mine, key=lambda row: (row.position is None, row.position or 0, row.rank))


def subject_of(ramp: Ramp, stage: Stage) -> str:
    """The name of a stage's clearance."""
    return f"stage:{ramp.pk}:{stage.pk}"


def place_of(run: Run, ramp: Ramp) -> Place:
    off, on = _switch_values(ramp)
    return Place(
        run.environment, run.flag, run.salt, ramp.application, ramp.namespace, ramp.key,
        ramp.format, off, on, ramp.plan.number,
    )  # fmt: skip


def _switch_values(ramp: Ramp) -> tuple[str, str]:
    """(rollback value, on value) of the ramp's key, as the plan's 回滚开关 has them."""
    if not ramp.key:
        return "", ""
    named = [
        row for row in section("switches").listed(ramp.plan)
        if row.key == ramp.key and row.application in ("", ramp.application)
    ]  # fmt: skip
    for row in sorted(named, key=lambda one: one.namespace != ramp.namespace):
        return str(row.value), str(row.on_value)
    return "", ""


def view_of(
    plan: Plan,
    ramp: Ramp,
    run: Run,
    now: datetime,
    *,
    actual: int | None = None,
    foreign: str = "",
    unread: str = "",
    pool: Pool | None = None,
    stages: Sequence[Stage] | None = None,
    times: Times | None = None,
    standing: Standing | None = None,
) -> View:
    """The whole situation of one ramp at `now`; `stages`, `times` and how far the work of the
    plan is (`standing`) if they are known already.

    actual, foreign, unread, pool  what the switch shows (gray.seeing.Seen)
    """
    stages = stages_of(ramp, plan) if stages is None else stages
    times = times_of(plan, now) if times is None else times
    clearances = {one.subject: one for one in clearances_of(plan)}
    exposed, index = exposures(stages), _index(run, stages)
    rosters = rosters_for(ramp, run, stages, exposed, index, pool)
    waits = waits_before(ramp, stages, index, standing or Standing(plan))
    view = View(
        state=State(run.state),
        zone=times.zone,
        steps=_steps(run, ramp, stages, exposed, clearances, waits, rosters),
        index=index,
        share=run.share,
        since=run.since,
        free_since=now if run.blocked else run.free_since,
        start=ramp.start,
        actual=actual,
        foreign=foreign,
        unread=unread,
        stops=stops_of(plan),
        **_openings(times),
        error=run.error,
        retry=run.retry_at,
        machines=tuple(run.machines),
        renewed=rosters.renewed,
    )
    return with_metrics(view, watch_of(plan, ramp, run), now)


def clearances_of(plan: Plan) -> list[Clearance]:
    return listed(plan, "clearances", lambda: Clearance.objects.filter(plan=plan))


def _openings(times: Times) -> dict[str, Any]:
    return {
        "windows": tuple(times.windows),
        "freezes": tuple(times.freezes),
        "openings": tuple(times.openings),
    }


def _index(run: Run, stages: Sequence[Stage]) -> int:
    """Where the stage that was reached stands now; rows before it may have moved."""
    places = {stage.pk: at for at, stage in enumerate(stages)}
    return places.get(run.stage_id or 0, min(run.index, len(stages) - 1))


def _steps(
    run: Run,
    ramp: Ramp,
    stages: Sequence[Stage],
    exposed: Sequence[Exposure],
    clearances: Mapping[str, Clearance],
    waits: Sequence[tuple[Sentence, ...]],
    rosters: Rosters,
) -> tuple[Step, ...]:
    return tuple(
        Step(
            share=exposure.share,
            hold=stage.hold or timedelta(),
            **_gate(run, stage, clearances.get(subject_of(ramp, stage))),
            needs=(*waits[at], *rosters.lacks[at]),
            depends=bool(stage.needs),
            machines=rosters.names[at],
            among=rosters.among[at],
        )
        for at, (stage, exposure) in enumerate(zip(stages, exposed, strict=True))
    )


def _gate(run: Run, stage: Stage, clearance: Clearance | None) -> dict[str, Any]:
    wants = wants_of(stage.approval)
    if not wants:
        return {"gate": Gate.FREE}
    who = in_row(f"{label_of(part)} {count}" for part, count in wants.items())
    if clearance is None or is_spent(run, clearance):
        return {"gate": Gate.UNASKED, "gate_note": who}
    return {"gate": GATES[clearance.state], "gate_note": clearance.note or who}


def is_spent(run: Run, clearance: Clearance) -> bool:
    """It was answered before the ramp last fell, so it has to be asked for anew."""
    return bool(run.fell_at and clearance.answered_at and clearance.answered_at <= run.fell_at)


def stops_of(plan: Plan) -> tuple[Sentence, ...]:
    """Why nothing of this plan may rise now, whatever the ramp."""
    if plan.status == states.PAUSED:
        return (sentence("paused", gettext_lazy("计划已暂停，所有灰度停住。")),)
    if plan.status not in states.UNDER_WAY:
        text = gettext_lazy("计划现在是“%(state)s”，不能放量。")
        return (sentence("plan", text, state=plan.get_status_display()),)
    if amendment_is_open(plan):
        return (sentence("amendment", gettext_lazy("计划有变更待签，签完之前不放量。")),)
    return ()
