"""What the switch of a run shows, and how far that is from what was recorded."""

from typing import NamedTuple

from gray.drivers.base import Driver, DriverError, Exposure, Shown
from gray.machines import Pool
from gray.pools import ask_pool
from gray.runs import Run
from gray.situation import place_of
from gray.switches import is_elsewhere


class Seen(NamedTuple):
    """What the engine is told of the switch.

    actual   the share that it shows, None when unknown
    foreign  in words what it shows instead of anything that was recorded
    unread   why it could not be asked now
    pool     the machines as the driver tells them, None when it was not asked
    """

    actual: int | None = None
    foreign: str = ""
    unread: str = ""
    pool: Pool | None = None


class Glance(NamedTuple):
    """One reading: what the switch answered, or why it did not; and the machines it knows."""

    shown: Shown | None = None
    unread: str = ""
    pool: Pool | None = None


def glance(driver: Driver, run: Run) -> Glance:
    """Ask the switch; a run that has none yet shows nothing."""
    if not run.flag or is_elsewhere(driver, run):
        return Glance()
    place = place_of(run, run.ramp)
    try:
        shown = driver.read(place)
    except DriverError as error:
        return Glance(unread=str(error))
    return Glance(shown, pool=ask_pool(driver, run, place))


def seen_by(one: Glance, run: Run) -> Seen:
    """A drift that was seen stays until the switch has been seen without it."""
    if one.shown is None:
        return last_seen(run)._replace(unread=one.unread) if run.drift_since else Seen(
            unread=one.unread
        )  # fmt: skip
    return Seen(one.shown.share, one.shown.differs(exposure_of(run)), pool=one.pool)


def last_seen(run: Run) -> Seen:
    """As the last look left it."""
    return Seen(run.actual, run.shown)


def exposure_of(run: Run) -> Exposure:
    """What the switch of this run has to show."""
    return Exposure(
        run.share, tuple(run.users), enabled=run.state != "off", machines=tuple(run.machines)
    )
