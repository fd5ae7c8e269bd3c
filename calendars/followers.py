"""Who wants to hear that windows or freezes changed, without the calendar knowing them."""

from typing import Any, ClassVar


class Follower:
    """Subclass it; the subclass registers itself."""

    all: ClassVar[list["Follower"]] = []

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Follower.all.append(cls())

    def times_changed(self) -> None:
        """Called in the transaction in which a window, freeze or workday changed."""


def announce() -> None:
    for follower in Follower.all:
        follower.times_changed()
