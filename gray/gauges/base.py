"""What a gauge is: the small class that asks one outside system for a number."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from gray.connecting import Option, Setup
from gray.drivers.base import DriverError


class GaugeError(DriverError):
    """A query could not be answered; the text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a query came to at one moment.

    value   the number; None when there was none, which is not zero
    at      of when the newest data behind it are, None when that cannot be known
    series  how many answers there were: only of one it is known which one is meant
    said    what the system remarked about its own answer
    """

    value: float | None = None
    at: datetime | None = None
    series: int = 0
    said: str = ""


class Gauge:
    """Subclass in a file of its own; the subclass registers itself.

    name     the word in a connection's column 类型
    label    its name in the UI
    options  what a connection to such a system asks for
    oldest   data older than this count as none
    """

    name: ClassVar[str]
    label: ClassVar[Any]
    options: ClassVar[tuple[Option, ...]] = ()
    oldest: timedelta = timedelta(minutes=2)
    all: ClassVar[dict[str, type["Gauge"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "name" in vars(cls):
            Gauge.all[cls.name] = cls

    def __init__(self, setup: Setup | None = None) -> None:
        self.setup = setup or Setup()

    def prepare(self) -> None:
        """Whatever needs the database, before threads ask. Raises DriverError."""

    def ask(self, query: str, at: datetime) -> Sample:
        """What `query` comes to at `at`. Touches no database. Raises DriverError."""
        raise GaugeError(_("这种连接不能查询指标。"))

    def test(self) -> str:
        """Ask the system something harmless; what it said, for people. Raises DriverError."""
        return ""
