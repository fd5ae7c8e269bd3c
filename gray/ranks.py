"""How high things stand that stand on one another (pure)."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def ranks(below: Mapping[Thing, Collection[Thing]]) -> dict[Thing, int]:
    """{thing: the longest way down from it}; a ring ends where it closes.

    `below` gives what each thing stands on; what is no key of it stands on the ground.
    """
    known: dict[Thing, int] = {}

    def rank(one: Thing, trail: frozenset[Thing]) -> int:
        if one not in known and one not in trail:
            under = below.get(one, ())
            known[one] = max((rank(other, trail | {one}) + 1 for other in under), default=0)
        return known.get(one, 0)

    for one in below:
        rank(one, frozenset())
    return known
