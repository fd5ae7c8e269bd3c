"""What the switch of a run shows, and how far that is from what was recorded."""

from typing import NamedTuple

from gray.drivers.base import Driver, DriverError, Exposure, Shown
from gray.runs import Run
from gray.situation import place_of


class Seen(NamedTuple):
    """What the engine is told of the switch.

    actual   the share that it shows, None when unknown
    foreign  in words what it shows instead of anything that was recorded
    unread   why it could not be asked now
    """

    actual: int | None = None
    foreign: str = ""
    unread: str = ""


class Glance(NamedTuple):
    """One reading: what the switch answered, or why it did not."""

    shown: Shown | None = None
    unread: str = ""


def glance(driver: Driver, run: Run) -> Glance:
    """Ask the switch; a run that has none yet shows nothing."""
    if not run.flag:
        return Glance()
    try:
        return Glance(driver.read(place_of(run, run.ramp)))
    except DriverError as error:
        return Glance(unread=str(error))


def seen_by(one: Glance, run: Run) -> Seen:
    """A drift that was seen stays until the switch has been seen without it."""
    if one.shown is None:
        return last_seen(run)._replace(unread=one.unread) if run.drift_since else Seen(
            unread=one.unread
        )  # fmt: skip
    return Seen(one.shown.share, one.shown.differs(exposure_of(run)))


def last_seen(run: Run) -> Seen:
    """As the last look left it."""
    return Seen(run.actual, run.shown)


def exposure_of(run: Run) -> Exposure:
    """What the switch of this run has to show."""
    return Exposure(
        run.share, tuple(run.users), enabled=run.state != "off", machines=tuple(run.machines)
    )
