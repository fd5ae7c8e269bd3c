"""What a driver is: the small class that writes and reads one switch somewhere."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from gray.connecting import Option, Setup
from gray.words import Amount


class DriverError(Exception):
    """The switch could not be written or read; the text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which switch: the ramp's own columns, and what the plan's 回滚开关 says of its key.

    off_value, on_value  what the key holds for nobody and for everybody; empty when unsaid
    plan                 the number of the plan
    """

    environment: str
    flag: str
    salt: str
    application: str
    namespace: str
    key: str
    format: str
    off_value: str = ""
    on_value: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Exposure:
    """Who is to be let in: hundredths of a percent, fixed users, machines; not `enabled` is off.

    step   the number of the stage from 0 on, -1 before the first
    token  names this one write, for systems that must not carry it out twice
    """

    share: int
    users: tuple[str, ...] = field(default=())
    enabled: bool = True
    machines: tuple[str, ...] = field(default=())
    step: int = field(default=-1, compare=False)
    token: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a switch shows now; `share` is None when it is no share at all.

    text      the value as it stands there, for people
    users     the fixed users, None when the switch does not tell
    machines  the machines, None when the switch does not tell
    """

    share: int | None
    text: str = ""
    users: frozenset[str] | None = None
    machines: frozenset[str] | None = None

    def matches(self, wanted: Exposure) -> bool:
        """Does it show what it should, as far as it tells?"""
        return self.share == wanted.share and not self.differs(wanted)

    def differs(self, wanted: Exposure) -> str:
        """In words what is there instead, other than another share; empty when nothing is."""
        if self.share is None:
            return self.text or _("空值")
        if self.share != wanted.share:
            return ""
        machines = () if self.machines is not None else wanted.machines  # else they are named there
        if self.users is not None and self.users != {*wanted.users, *machines}:
            return _("%(amount)s，固定用户 %(n)d 人") % {
                "amount": Amount(self.share), "n": len(self.users),
            }  # fmt: skip
        if self.machines is not None and self.machines != frozenset(wanted.machines):
            return _("%(amount)s，机器 %(n)d 台") % {
                "amount": Amount(self.share), "n": len(self.machines),
            }  # fmt: skip
        return ""


class Driver:
    """Subclass in a file of its own; the subclass registers itself.

    name     the word in the column 驱动
    label    its name in the UI
    words    other words by which documents call it
    inside   it writes into our own database, so one transaction holds move and switch
    watch    how often a switch that should not change is read back
    options  what a connection to such a system asks for; none: it needs no connection
    says_format  what it writes is a text in the form of the ramp's 写入格式
    """

    name: ClassVar[str] = ""
    label: ClassVar[Any]
    words: ClassVar[tuple[str, ...]] = ()
    inside: ClassVar[bool] = False
    watch: ClassVar[timedelta] = timedelta(minutes=1)
    options: ClassVar[tuple[Option, ...]] = ()
    says_format: ClassVar[bool] = False
    all: ClassVar[dict[str, type["Driver"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "name" in vars(cls):
            Driver.all[cls.name] = cls

    def __init__(self, setup: Setup | None = None) -> None:
        self.setup = setup or Setup()

    def names(self, place: Place) -> tuple[str, ...]:
        """What tells this switch from all others that a driver of this kind can reach."""
        return (self.setup.name, place.environment, place.flag, place.application,
                place.namespace, place.key)  # fmt: skip

    def require(self, place: Place, exposure: Exposure) -> None:
        """Could the switch show this at all? Asks nobody. Raises DriverError when not."""

    def write(self, place: Place, exposure: Exposure) -> Shown | None:
        """Make the switch show this; what it shows since then, None when it is to be read back.

        May be repeated. Raises DriverError.
        """
        raise DriverError(_("这个驱动不能写。"))

    def read(self, place: Place) -> Shown:
        """What the switch shows now. Raises DriverError."""
        raise DriverError(_("这个驱动不能读。"))

    def read_many(self, places: Sequence[Place]) -> list[Shown]:
        """`read` of each. Raises DriverError."""
        return [self.read(place) for place in places]

    def live(self, place: Place) -> str | None:
        """What the key of `place` holds there now; None when it is not for this driver to know.

        Raises DriverError.
        """
        return None

    def nodes(self, place: Place) -> Sequence[str] | None:
        """The machines that are alive now, in a stable order; None when it cannot tell.

        Raises DriverError.
        """
        return None

    def test(self) -> str:
        """Ask the system something harmless; what it said, for people. Raises DriverError."""
        return ""

    def together(self) -> AbstractContextManager[Any]:
        """What holds the write and its record together."""
        return nullcontext()
