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
from gray.actions.recording import fail, finish
from gray.drivers.base import Driver, DriverError
from gray.seeing import exposure_of
from gray.situation import place_of
from gray.words import Amount

LEASE = timedelta(seconds=60)
"""How long an outside write may take before others look after it."""


def keep(locked: Locked, driver: Driver, intent: Intent, now: datetime) -> None:
    """Before an outside switch is written: say what is wanted, and until when it is ours."""
    if driver.inside or not intent.writes:
        return
    run = locked.run
    run.pending = {"intent": intent.as_json(), "until": (now + LEASE).isoformat()}
    run.version += 1
    run.save(update_fields=["pending", "version"])


def carry_out(locked: Locked, driver: Driver, intent: Intent, now: datetime) -> bool:
    """Make the switch show what `intent` wants and record it; False when that failed."""
    if intent.writes:
        try:
            _write(locked, driver, intent)
        except DriverError as error:
            with transaction.atomic():
                fail(lock_ramp(locked.ramp), intent, str(error), now)
            return False
    with transaction.atomic(savepoint=not driver.inside):
        fresh = locked if driver.inside else lock_ramp(locked.ramp)
        if not driver.inside and intent.writes and not _is_wanted(fresh, intent):
            overtaken = exposure_of(fresh.run)
        else:
            finish(fresh, intent, now)
            return True
    if overtaken.share < intent.share or set(intent.machines) - set(overtaken.machines):
        with suppress(DriverError):  # the next look finds it as drift
            driver.write(place_of(fresh.run, fresh.ramp), overtaken)
    return False


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
