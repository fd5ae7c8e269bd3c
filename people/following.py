"""Who wants to know that an account came, changed its name, went, or is stood in for.

The floors above declare one subclass each in their followers.py; it is called
in the transaction of the change.
"""

from typing import Any, ClassVar

from ground.models import Event
from people.models import Delegation, User


class Follower:
    """Subclass once per app; the subclass registers itself."""

    all: ClassVar[list["Follower"]] = []

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Follower.all.append(cls())

    def account_changed(self, names: set[str]) -> None:
        """`names` are the user name and every display name before and after."""

    def delegation_changed(self, delegation: Delegation, event: Event) -> None:
        """It was given or revoked, as the event says."""

    def knows(self, name: str) -> bool:
        """Whether `name` stands for somebody here, so that nobody may simply take it."""
        return False


def is_known(name: str) -> bool:
    """Whether the name stands for somebody anywhere above."""
    return any(follower.knows(name) for follower in Follower.all)


def tell_followers(person: User, *former: str) -> None:
    """Tell everyone that this account is now as it is."""
    names = {person.username, person.display_name, *former} - {""}
    for follower in Follower.all:
        follower.account_changed(names)


def tell_of_delegation(delegation: Delegation, event: Event) -> None:
    """Tell everyone that somebody stands in for somebody, or does so no more."""
    for follower in Follower.all:
        follower.delegation_changed(delegation, event)
