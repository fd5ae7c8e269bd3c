"""Writing down what a ramp has come to: the run, its history, the plan's event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.dateparse import parse_datetime

from gray import events
from gray.actions.intents import RENEW, Intent
from gray.actions.locking import Locked
from gray.actions.measuring import spend_measured
from gray.actions.noting import SAFETY
from gray.actions.settling import settle
from gray.commands import Command
from gray.gauging import fitting
from gray.letters import guard_acted
from gray.runs import Move, Run
from gray.sections.stage import Stage
from gray.titles import percent, title_of
from gray.view import State
from gray.watching import interval
from ground.journal import record
from ground.kinds import EventKind
from ground.notify import notify
from ground.words import in_row
from people.models import User

DUE_CHANNEL = "releaseplan_due"
SOON = timedelta(seconds=1)
"""The clock wakes at least this often, so that it need not be told of anything later."""


@dataclass(frozen=True, slots=True)
class Done:
    """A move that the switch shows; `before` is (index, share), `machines` who went and came."""

    locked: Locked
    intent: Intent
    stage: Stage | None
    before: tuple[int, int]
    machines: dict[str, str]
    by: User | None
    at: datetime

    @property
    def has_moved(self) -> bool:
        return self.before != (self.intent.index, self.intent.share)


def finish(locked: Locked, intent: Intent, now: datetime) -> None:
    """The switch shows what was wanted: record it, once."""
    run, stages = locked.run, locked.stages
    done = Done(
        locked,
        intent,
        stage=stages[intent.index] if 0 <= intent.index < len(stages) else None,
        before=(run.index, run.share),
        machines=_changed(run.machines, intent.machines),
        by=User.objects.get(pk=intent.actor) if intent.actor else None,
        at=now,
    )
    _keep(run, done)
    if done.has_moved:
        _remember(done)
    _record(done)
    if intent.state is State.DONE:
        settle(locked.plan, now=now)
    if run.due_at and run.due_at - now <= SOON:
        notify(DUE_CHANNEL)


def _keep(run: Run, done: Done) -> None:
    """The run as it stands after the move."""
    intent, now = done.intent, done.at
    if intent.index != run.index or intent.state is State.OFF:
        run.since = intent.since or now
    if intent.cause != "clock":
        _heed(run, intent, now)
    if intent.index < run.index:
        run.fell_at = now
    run.state, run.index, run.stage = intent.state.value, intent.index, done.stage
    run.share, run.users = intent.share, list(intent.users)
    run.machines = list(intent.machines)
    if intent.writes or intent.command == Command.ADOPT:
        run.actual, run.shown, run.read_at, run.drift_since = intent.share, "", now, None
    rival = until_of(run, "rival")
    run.pending, run.error, run.attempts, run.retry_at = None, "", 0, None
    run.due_at, run.next_at = _first_look(run, done.stage, now) or rival, None
    run.version += 1
    run.save()


def _heed(run: Run, intent: Intent, now: datetime) -> None:
    """Somebody has done something: who only holds has not answered what was measured."""
    run.free_since = now
    if intent.command != Command.HOLD:
        spend_measured(run)


def until_of(run: Run, name: str = "until") -> datetime | None:
    """Until when the write that is under way, or the one that it overtook, may take."""
    text = (run.pending or {}).get(name)
    return parse_datetime(text) if text else None


def _first_look(run: Run, stage: Stage | None, now: datetime) -> datetime | None:
    """Before a stage's hold ends there is nothing to decide but what safety looks find."""
    if run.state in (State.READY, State.OFF):
        return None
    hold = stage.hold if stage and stage.hold and run.state == State.RUNNING else timedelta()
    safety = min(SAFETY, interval()) if fitting(run.environment) else SAFETY
    return max(now, min((run.since or now) + hold, now + safety))


def _remember(done: Done) -> None:
    intent, run = done.intent, done.locked.run
    move = Move(
        run=run, at=done.at, cause=intent.cause, command=intent.command, actor=done.by,
        reason=intent.reason, from_index=done.before[0], to_index=run.index,
        from_share=done.before[1], to_share=run.share, since=run.since, folded=intent.folded,
        title=title_of(done.stage) if done.stage else "",
    )  # fmt: skip
    if done.locked.moves is None:
        move.save()
    else:
        done.locked.moves.append(move)


def _record(done: Done) -> None:
    intent, locked = done.intent, done.locked
    event = record(
        _kind(intent, done.before),
        chain=locked.plan.chain,
        by=done.by,
        subject=f"ramp:{locked.ramp.pk}",
        reason=intent.reason,
        at=done.at,
        data={
            "ramp": locked.ramp.name,
            "amount": _amount(intent, done.stage),
            "stage": (title_of(done.stage) if done.stage else "") or percent(intent.share),
            "cause": intent.cause,
            "from": {"index": done.before[0], "share": done.before[1]},
            "to": {"index": intent.index, "share": intent.share, "state": intent.state.value},
            "folded": intent.folded,
            **done.machines,
            **intent.facts,
        },
    )
    if intent.cause == "guard":
        guard_acted(locked.plan, locked.run, event)


def _amount(intent: Intent, stage: Stage | None) -> str:
    """The share; a stage of machines alone is called by its name."""
    if stage and intent.machines and not intent.share:
        return title_of(stage)
    return percent(intent.share)


def _changed(before: Sequence[str], after: Sequence[str]) -> dict[str, str]:
    """The machines that went {out} and came {into}; nothing when none did."""
    went = [name for name in before if name not in after]
    came = [name for name in after if name not in before]
    return {"out": in_row(went), "into": in_row(came)} if went or came else {}


def _kind(intent: Intent, before: tuple[int, int]) -> EventKind:
    """Which event tells of this move."""
    said = {
        Command.START.value: events.STARTED,
        Command.HOLD.value: events.HELD,
        Command.RESUME.value: events.RESUMED,
        Command.ADOPT.value: events.ADOPTED,
        Command.RESTORE.value: events.RESTORED,
        RENEW: events.RENEWED,
    }
    if intent.state is State.OFF:
        return events.OFF
    if intent.command in said:
        return said[intent.command]
    if intent.state is State.DONE:
        return events.DONE
    if (intent.index, intent.share) == before:
        return events.HELD
    return events.ROSE if intent.index > before[0] else events.FELL
