"""What every channel is: a name, and a session through which letters leave."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Door:
    """Where a robot listens, what it is signed with, and the word it insists on."""

    address: str = field(repr=False)
    secret: str = field(default="", repr=False)
    keyword: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as a channel sees it; the same letter may be sent again after a crash."""

    message_id: str
    address: str
    recipient: str
    subject: str
    text: str
    html: str
    written_at: datetime
    thread: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    calendar: str = ""
    calendar_method: str = ""
    url: str = ""
    kind: str = ""
    language: str = ""
    door: Door | None = None


Send = Callable[[Letter], None]


class Channel(ABC):
    """One way out. Subclasses that give `name` (stored with each message) are registered.

    `gathers`: whatever is due for one address leaves as one letter.
    `is_one_road`: when nothing goes through for one address, nothing does for any.
    `spacing`: the time between two letters to one robot.
    """

    name: ClassVar[str]
    label: ClassVar[Any]
    gathers: ClassVar[bool] = False
    is_one_road: ClassVar[bool] = True
    spacing: ClassVar[timedelta] = timedelta(0)

    def __init_subclass__(cls) -> None:
        if "name" in cls.__dict__:
            _channels[cls.name] = cls()

    @abstractmethod
    def session(self) -> AbstractContextManager[Send]:
        """Open the way for several letters.

        Opening raises Unreachable; sending raises Later, Blocked, Never or Unreachable.
        """

    @abstractmethod
    def envelope(self, letter: Letter) -> Mapping[str, str]:
        """The headers or parameters that go out with `letter`, to be shown to people."""

    def gather(self, letters: Sequence[Letter]) -> Letter:
        """One letter out of several, oldest first, under the Message-ID of the first.

        The same letters always give the same one.
        """
        (letter,) = letters
        return letter

    def fits(self, letters: Sequence[Letter]) -> bool:
        """Whether several letters can leave as one; one alone always can."""
        return len(letters) == 1


_channels: dict[str, Channel] = {}


def channel_of(name: str) -> Channel:
    """The channel registered as `name`; KeyError when there is none."""
    return _channels[name]


def channels() -> list[Channel]:
    """All of them."""
    return list(_channels.values())


def gathering() -> list[str]:
    """The names of the channels that gather."""
    return [name for name, channel in _channels.items() if channel.gathers]


class Undelivered(Exception):
    """A letter did not leave; the text is kept with the message and shown."""


class Later(Undelivered):
    """Refused for now: this letter is tried again."""


class Blocked(Undelivered):
    """Nothing more is taken from us for `pause`; the letter is as good as before."""

    def __init__(self, words: str, pause: timedelta) -> None:
        self.pause = pause
        super().__init__(words)


class Never(Undelivered):
    """Refused for good: trying again without a change is useless."""


class Unreachable(Undelivered):
    """Nothing at all goes through this channel at the moment."""
