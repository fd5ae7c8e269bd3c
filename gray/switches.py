"""Which switch a run drives: the same one, however two plans call it.

What a run drives is kept when it starts. A ramp that is off may be changed, and then names a
switch that it never had: until it starts anew it neither reads nor writes that one.
"""

from hashlib import sha256

from django.utils.translation import gettext as _

from gray.drivers.base import Driver
from gray.runs import Run
from gray.situation import place_of
from gray.view import State
from ground.errors import WrongState


def switch_of(driver: Driver, run: Run) -> str:
    """The same text for the same switch, 64 characters."""
    words = (driver.name, *driver.names(place_of(run, run.ramp)))
    return sha256("\0".join(words).encode()).hexdigest()


def is_elsewhere(driver: Driver, run: Run) -> bool:
    """A run that is off names another switch now than the one it drove."""
    if run.state != State.OFF or (driver.inside and not run.switch):
        return False
    return run.switch != switch_of(driver, run)


def require_driven(driver: Driver, run: Run) -> None:
    """Raises WrongState when the switch was never this run's."""
    if is_elsewhere(driver, run):
        raise WrongState(_("灰度关闭之后改指了别的开关，那个开关它还没有接管；要动它请按“开始”。"))
