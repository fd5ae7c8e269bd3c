"""Writing down what a look at a ramp saw, what could not be done, and when to look again."""

from datetime import datetime, timedelta

from gray import events
from gray.actions.intents import Intent
from gray.actions.locking import Locked
from gray.drivers.base import Driver
from gray.engine import Decision
from gray.runs import Run
from gray.titles import percent
from gray.view import Act, State, View
from ground.journal import record

SAFETY = timedelta(seconds=30)
"""How often a ramp that waits for people is looked at even when nobody says so."""
BACK_OFF = (5, 15, 60, 300)
"""Seconds until a failed write is tried again."""


def note(
    locked: Locked,
    driver: Driver,
    view: View,
    decision: Decision,
    now: datetime,
    *,
    save: bool = True,
) -> None:
    """Keep what this look saw: drift, what stands in the way, and when to look again.

    Not to `save` is for who finishes a move in the same transaction, and saves the run then.
    """
    run = locked.run
    seen = {
        "actual": view.actual,
        "shown": view.foreign,
        "read_at": now if view.actual is not None else run.read_at,
        "free_since": view.free_since,
        "blocked": decision.blocked,
        "due_at": next_look(run, driver, decision, now, view.pulse),
        "next_at": decision.until,
        "claimed_until": None,
        "drift_since": (run.drift_since or now) if view.is_drifted else None,
    }
    if view.is_drifted and run.drift_since is None:
        record(
            events.DRIFTED, chain=locked.plan.chain, subject=f"ramp:{locked.ramp.pk}", at=now,
            data={
                "ramp": locked.ramp.name,
                "actual": view.foreign or percent(view.actual or 0),
                "expected": percent(run.share),
            },
        )  # fmt: skip
    if save:
        Run.objects.filter(pk=run.pk).update(**seen)
    for name, value in seen.items():
        setattr(run, name, value)


def next_look(
    run: Run, driver: Driver, decision: Decision, now: datetime, pulse: timedelta | None = None
) -> datetime | None:
    """When the clock has to look again; None when only a command can change anything.

    What is off is looked at once more if it overtook somebody who was writing (see `finish`).
    """
    if run.state in (State.READY, State.OFF):
        return run.due_at if run.due_at and run.due_at > now else None
    if decision.act is not Act.STAY:
        return now
    waiting = decision.until is None and run.state == State.RUNNING
    safety = now + (SAFETY if waiting else driver.watch)
    moments = (safety, decision.due, now + pulse if pulse else None)
    return min(moment for moment in moments if moment)


def fail(locked: Locked, intent: Intent, error: str, now: datetime) -> None:
    """The switch could not be written: try again later; falling is tried for ever."""
    run = locked.run
    wait = timedelta(seconds=BACK_OFF[min(run.attempts, len(BACK_OFF) - 1)])
    run.error, run.attempts, run.retry_at = error, run.attempts + 1, now + wait
    run.due_at, run.claimed_until = now + wait, None
    run.save(update_fields=["error", "attempts", "retry_at", "due_at", "claimed_until"])
    if run.attempts == 1:
        record(
            events.FAILED, chain=locked.plan.chain, subject=f"ramp:{locked.ramp.pk}", at=now,
            data={"ramp": locked.ramp.name, "error": error, "to": intent.share},
        )  # fmt: skip
