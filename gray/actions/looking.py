"""One look of the clock at one ramp: read the switch, decide, act, record."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gray import events
from gray.actions.applying import carry_out, keep
from gray.actions.intents import Intent, from_decision
from gray.actions.locking import Locked, lock_ramp
from gray.actions.measuring import keep_measured
from gray.actions.noting import fail, note
from gray.actions.recording import finish, until_of
from gray.audience import wants_of
from gray.choosing import driver_or_reason
from gray.drivers.base import Driver
from gray.engine import Decision, decide
from gray.measuring import Measured, measure
from gray.runs import Run
from gray.seeing import Glance, glance, seen_by
from gray.situation import is_spent, subject_of, view_of
from gray.titles import percent, title_of
from gray.view import View
from ground.journal import record
from plans.actions.clearances import answer_clearance, ask_clearance


def look(
    run_id: int, *, now: datetime, measured: Sequence[Measured] | None = None
) -> Decision | None:
    """Do what is due for this ramp at `now`; None when somebody else is at it.

    `measured` is what its metrics came to just now, if they have been asked already. May run
    twice, late, or in two processes at once: what it finds in the database
    under the lock decides, and a move that was made is not made again.
    """
    run = Run.objects.select_related("ramp__plan").filter(pk=run_id).first()
    if run is None:
        return None
    driver = driver_or_reason(run.ramp.driver, run.ramp.environment)
    if measured is None:
        turn = measure([run.pk], now)
        measured, now = turn.of(run.pk), now + turn.spent
    with driver.together():
        shown = glance(driver, run)
        with transaction.atomic(savepoint=not driver.inside):
            locked = lock_ramp(run.ramp)
            if locked.run.version != run.version or _is_leased(locked.run, now):
                return None
            keep_measured(locked, measured)
            decision, intent = judge(locked, driver, shown, now)
        if intent:
            carry_out(locked, driver, intent, now)
    return decision


def judge(
    locked: Locked, driver: Driver, shown: Glance, now: datetime
) -> tuple[Decision | None, Intent | None]:
    """What to do, with everything that this look saw written down."""
    left = _left_over(locked, shown, now)
    if left:
        return None, left
    seen = seen_by(shown, locked.run)
    view = view_of(
        locked.plan, locked.ramp, locked.run, now, **seen._asdict(), stages=locked.stages
    )
    decision = decide(now, view)
    intent = from_decision(decision, view, locked.stages)
    note(locked, driver, view, decision, now)
    if decision.ask is not None:
        ask(locked, decision.ask, view, now)
    if intent:
        keep(locked, driver, intent, now)
    return decision, intent


def ask(locked: Locked, index: int, view: View, now: datetime) -> None:
    """Ask the other wing for the sign-off that lets stage `index` in."""
    stage, share = locked.stages[index], view.steps[index].share
    clearance = ask_clearance(
        locked.plan,
        subject_of(locked.ramp, stage),
        at=now,
        title=f"{locked.ramp.name} · {title_of(stage)}",
        wants=wants_of(stage.approval),
    )
    if is_spent(locked.run, clearance):
        answer_clearance(clearance, "asked", at=now)
    record(
        events.ASKED, chain=locked.plan.chain, subject=f"ramp:{locked.ramp.pk}", at=now,
        data={"ramp": locked.ramp.name, "amount": percent(share) if share else title_of(stage)},
    )  # fmt: skip


def _is_leased(run: Run, now: datetime) -> bool:
    """Somebody is writing the switch at this moment."""
    until = until_of(run)
    return bool(until and now < until and not run.error)


def _left_over(locked: Locked, seen: Glance, now: datetime) -> Intent | None:
    """A write that was begun and not recorded: it took effect, or is to be repeated if it falls.

    A rise that did not take effect is forgotten: it is decided again from the start.
    """
    run = locked.run
    if not run.pending:
        return None
    intent = Intent.from_json(run.pending["intent"])
    if seen.shown and seen.shown.matches(intent.exposure):
        finish(locked, intent, now)
        return None
    if intent.share < run.share or intent.index < run.index or intent.state == "off":
        return intent
    if seen.shown is None:
        fail(locked, intent, run.error or seen.unread, now)
        return None
    run.pending = None
    run.save(update_fields=["pending"])
    return None
