"""What every channel is: a name, and a session through which letters leave."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar


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


Send = Callable[[Letter], None]


class Channel(ABC):
    """One way out. Subclasses give `name` (stored with each message) and `label`."""

    name: ClassVar[str]
    label: ClassVar[Any]

    def __init_subclass__(cls) -> None:
        _channels[cls.name] = cls()

    @abstractmethod
    def session(self) -> AbstractContextManager[Send]:
        """Open the way for several letters.

        Opening raises Unreachable; sending raises Later, Never or Unreachable.
        """

    @abstractmethod
    def envelope(self, letter: Letter) -> Mapping[str, str]:
        """The headers or parameters that go out with `letter`, to be shown to people."""


_channels: dict[str, Channel] = {}


def channel_of(name: str) -> Channel:
    """The channel registered as `name`; KeyError when there is none."""
    return _channels[name]


class Undelivered(Exception):
    """A letter did not leave; the text is kept with the message and shown."""


class Later(Undelivered):
    """Refused for now: this letter is tried again."""


class Never(Undelivered):
    """Refused for good: trying again without a change is useless."""


class Unreachable(Undelivered):
    """Nothing at all goes through this channel at the moment."""
