"""What a driver is: the small class that writes and reads one switch somewhere."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from ground.errors import WrongState
from ground.words import in_row


class DriverError(Exception):
    """The switch could not be written or read; the text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which switch: the ramp's own columns."""

    environment: str
    flag: str
    salt: str
    application: str
    namespace: str
    key: str
    format: str


@dataclass(frozen=True, slots=True)
class Exposure:
    """Who is to be let in: hundredths of a percent and fixed users; not `enabled` is off."""

    share: int
    users: tuple[str, ...] = field(default=())
    enabled: bool = True


class Driver:
    """Subclass in a file of its own; the subclass registers itself.

    name     the word in the column 驱动
    label    its name in the UI
    words    other words by which documents call it
    inside   it writes into our own database, so one transaction holds move and switch
    watch    how often a switch that should not change is read back
    """

    name: ClassVar[str]
    label: ClassVar[Any]
    words: ClassVar[tuple[str, ...]] = ()
    inside: ClassVar[bool] = False
    watch: ClassVar[timedelta] = timedelta(minutes=1)
    all: ClassVar[dict[str, "Driver"]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Driver.all[cls.name] = cls()

    def write(self, place: Place, exposure: Exposure) -> None:
        """Make the switch show this. May be repeated. Raises DriverError."""
        raise DriverError(_("这个驱动不能写。"))

    def read(self, place: Place) -> int:
        """The share that the switch shows now, in hundredths of a percent. Raises DriverError."""
        raise DriverError(_("这个驱动不能读。"))

    def live(self, place: Place) -> str | None:
        """What the key of `place` holds there now; None when it is not for this driver to know.

        Raises DriverError.
        """
        return None

    def together(self) -> AbstractContextManager[Any]:
        """What holds the write and its record together."""
        return nullcontext()


def find_driver(word: str) -> Driver:
    """The driver of that word; none named is the builtin one. Raises WrongState."""
    wanted = word.strip().casefold() or "builtin"
    for driver in Driver.all.values():
        if wanted in (driver.name, str(driver.label).casefold(), *driver.words):
            return driver
    known = in_row(str(driver.label) for driver in Driver.all.values())
    raise WrongState(
        _("没有“%(word)s”这个驱动，可用的是：%(known)s。") % {"word": word, "known": known}
    )
