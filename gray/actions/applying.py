"""Write the switch, read it back, record. One writer at a time; a crash anywhere is mended.

An inside driver writes in the transaction that records. An outside one is called between
two transactions: the first keeps the intent, the second records it if nobody (a person
who pressed “off”, say) wanted something else meanwhile.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from gray.actions.intents import Intent
from gray.actions.locking import Locked, lock_ramp
from gray.actions.noting import fail
from gray.actions.recording import DUE_CHANNEL, finish, until_of
from gray.drivers.base import Driver, DriverError, Exposure
from gray.runs import Run
from gray.seeing import exposure_of
from gray.situation import place_of
from gray.words import Amount
from ground.notify import notify

LEASE = timedelta(seconds=60)
"""How long an outside write may take before others look after it."""


def keep(locked: Locked, driver: Driver, intent: Intent, now: datetime) -> None:
    """Before an outside switch is written: say what is wanted, and until when it is ours."""
    if driver.inside or not intent.writes:
        return
    run = locked.run
    rival = until_of(run)
    run.pending = {"intent": intent.as_json(), "until": (now + LEASE).isoformat()}
    if rival and rival > now:  # somebody may still be writing what this one overtakes
        run.pending["rival"] = rival.isoformat()
    run.version += 1
    run.save(update_fields=["pending", "version"])


def carry_out(locked: Locked, driver: Driver, intent: Intent, now: datetime) -> bool:
    """Make the switch show what `intent` wants and record it; False when that failed."""
    if intent.writes:
        try:
            _write(locked, driver, intent)
        except DriverError as error:
            _fail(locked, driver, intent, str(error), now)
            return False
    with transaction.atomic(savepoint=not driver.inside):
        fresh = locked if driver.inside else lock_ramp(locked.ramp)
        if not driver.inside and intent.writes and not _is_wanted(fresh, intent):
            overtaken = _wanted(fresh.run)
        else:
            finish(fresh, intent, now)
            return True
    if overtaken.share < intent.share or set(intent.machines) - set(overtaken.machines):
        with suppress(DriverError):
            driver.write(place_of(fresh.run, fresh.ramp), overtaken)
    _look_again(fresh.run, now)
    return False


def _fail(locked: Locked, driver: Driver, intent: Intent, error: str, now: datetime) -> None:
    """Of a write that was overtaken nothing is said, but it may have taken effect all the same."""
    with transaction.atomic():
        fresh = lock_ramp(locked.ramp)
        if driver.inside or _is_wanted(fresh, intent):
            fail(fresh, intent, error, now)
        else:
            _look_again(fresh.run, now)


def _wanted(run: Run) -> Exposure:
    """What the switch has to show by now: what is being written, else what was recorded."""
    if run.pending:
        return Intent.from_json(run.pending["intent"]).exposure
    return exposure_of(run)


def _look_again(run: Run, at: datetime) -> None:
    """In whatever state: two wrote at once, and only the switch can tell who was last."""
    Run.objects.filter(pk=run.pk).update(due_at=at, claimed_until=None)
    notify(DUE_CHANNEL)


def _write(locked: Locked, driver: Driver, intent: Intent) -> None:
    place = place_of(locked.run, locked.ramp)
    shown = driver.write(place, intent.exposure) or driver.read(place)
    if not shown.matches(intent.exposure):
        there = shown.differs(intent.exposure) or Amount(shown.share or 0)
        raise DriverError(
            _("写入 %(wanted)s 后读回的是 %(shown)s。")
            % {"wanted": Amount(intent.share), "shown": there}
        )


def _is_wanted(locked: Locked, intent: Intent) -> bool:
    kept = locked.run.pending or {"intent": {}}
    return bool(kept["intent"].get("token") == intent.token)
