"""Gathers what the engine looks at from the tables; reads, decides nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gray.audience import fixed_users, wants_of
from gray.bucket import share_of
from gray.dependencies import waits_of
from gray.drivers.base import Exposure, Place
from gray.machines import Pool, read_machines
from gray.pools import pool_at_hand
from gray.rosters import Rosters, rosters_of, wishes_of, without
from gray.runs import Run
from gray.sections.ramp import Ramp
from gray.sections.stage import Stage
from gray.standing import Standing
from gray.view import Gate, State, Step, View
from gray.watching import watch_of, with_metrics
from gray.words import Sentence, sentence
from ground.ahead import listed
from ground.words import in_row
from plans import states
from plans.batches import PASSED
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


def exposures(stages: Iterable[Stage]) -> list[Exposure]:
    """What each stage lets in, together with all before it: nobody falls out on the way up."""
    share, users, found = 0, dict[str, None](), []
    for stage in stages:
        share = max(share, _share(stage))
        users.update(dict.fromkeys(fixed_users(stage.audience)))
        found.append(Exposure(share, tuple(users)))
    return found


def _share(stage: Stage) -> int:
    """What a stage names; a percentage that is none lets nobody in."""
    if stage.percent is None or not 0 <= stage.percent <= 100:
        return 0
    return share_of(stage.percent)


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
    rosters = machines_of(ramp, run, stages, pool)
    view = View(
        state=State(run.state),
        zone=times.zone,
        steps=_steps(
            run,
            ramp,
            stages,
            clearances,
            waits_before(ramp, run, stages, standing or Standing(plan)),
            rosters,
        ),
        index=_index(run, stages),
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
        for at, (stage, exposure) in enumerate(zip(stages, exposures(stages), strict=True))
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


def machines_of(ramp: Ramp, run: Run, stages: Sequence[Stage], pool: Pool | None) -> Rosters:
    """The machines of every stage; nothing is read while no stage names any."""
    shares = [one.share for one in exposures(stages)]
    wishes = wishes_of(stages, shares)
    if not any(wishes):
        return without(run.machines, len(stages))
    bare = [not _share(stage) for stage in stages]
    return rosters_of(
        wishes, bare, _index(run, stages), run.machines, pool or pool_at_hand(ramp),
        read_machines(ramp.population),
    )  # fmt: skip


def waits_before(
    ramp: Ramp, run: Run, stages: Sequence[Stage], standing: Standing
) -> list[tuple[Sentence, ...]]:
    """For each stage what it waits for; nothing is read for stages that name no dependency."""
    own: list[tuple[Sentence, ...]] = [() for _stage in stages]
    if any(stage.needs for stage in stages):
        own = waits_of(stages, _index(run, stages), standing)
    if own:
        own[0] = (*waiting_for(ramp, standing.plan), *own[0])
    return own


def waiting_for(ramp: Ramp, plan: Plan) -> tuple[Sentence, ...]:
    """The applications that must be verified before the first stage: the ramp's own, else all."""
    if plan.status not in (states.RELEASING, states.PAUSED):
        return ()
    apps = [(row.app, row.state) for row in section("apps").listed(plan)]
    own = [(app, state) for app, state in apps if app.casefold() == ramp.application.casefold()]
    behind = [app for app, state in own or apps if state not in PASSED]
    if not behind:
        return ()
    text = gettext_lazy("等 %(apps)s 验证通过。")
    return (sentence("apps", text, apps=_join(behind)),)


def _join(names: Sequence[str]) -> str:
    shown = in_row(names[:3])
    return shown if len(names) <= 3 else _("%(names)s 等 %(n)d 个应用") % {
        "names": shown, "n": len(names),
    }  # fmt: skip
