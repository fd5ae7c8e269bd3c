"""Ramps that wait for each other, so that none of them can go on (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gray.ranks import ranks

Place = tuple[str, str]
"""(number of the plan, name of the ramp as compared); no name is the plan's only ramp."""


@dataclass(frozen=True)
class Stair:
    """A stage: its own share, and (number, name, share) of every ramp that it waits for."""

    share: int
    waits: Sequence[tuple[str, str, int]] = field(default=())


@dataclass(frozen=True)
class Ladder:
    """The stages of one ramp in their order."""

    name: str
    stairs: Sequence[Stair]

    def first(self, share: int) -> int:
        """The first stage that lets in `share`; the last one when none does."""
        for at, stair in enumerate(self.stairs):
            if stair.share >= share:
                return at
        return len(self.stairs) - 1


def heights(ladders: Mapping[Place, Ladder]) -> dict[Place, int]:
    """How many ramps stand below each, one on the other; a ring counts once around."""
    return ranks({place: _below(ladders, place) for place in ladders})


def _below(ladders: Mapping[Place, Ladder], place: Place) -> set[Place]:
    waits = (wait for stair in ladders[place].stairs for wait in stair.waits)
    found = (_find(ladders, number, name) for number, name, _share in waits)
    return {other for other in found if other and other != place}


Node = tuple[Place, int]


def ring_of(ladders: Mapping[Place, Ladder], start: Place) -> list[str]:
    """The names along a ring that goes through a stage of `start`, its first one again at the end.

    A stage waits for the stage before it, and for the first stage of another ramp that
    lets in what it asks for. Without a ring the list is empty.
    """
    for at in range(len(ladders[start].stairs) if start in ladders else 0):
        trail = _search(ladders, (start, at))
        if trail:
            return _names(ladders, trail)
    return []


def _search(ladders: Mapping[Place, Ladder], origin: Node) -> list[Node]:
    """The way from a stage back to itself, depth first and without recursion."""
    seen: set[Node] = {origin}
    trail, stack = [origin], [_waits(ladders, origin)]
    while stack:
        node = next(stack[-1], None)
        if node == origin:
            return trail
        if node is None:
            stack.pop()
            trail.pop()
        elif node not in seen:
            seen.add(node)
            trail.append(node)
            stack.append(_waits(ladders, node))
    return []


def _waits(ladders: Mapping[Place, Ladder], node: Node) -> Iterator[Node]:
    place, at = node
    if at > 0:
        yield place, at - 1
    for number, name, share in ladders[place].stairs[at].waits:
        other = _find(ladders, number, name)
        if other and ladders[other].stairs:
            yield other, ladders[other].first(share)


def _find(ladders: Mapping[Place, Ladder], number: str, name: str) -> Place | None:
    if name:
        return (number, name) if (number, name) in ladders else None
    mine = [place for place in ladders if place[0] == number]
    return mine[0] if len(mine) == 1 else None


def _names(ladders: Mapping[Place, Ladder], trail: Sequence[Node]) -> list[str]:
    """Each ramp once, in the order of the way, and the first again."""
    places = list(dict.fromkeys(place for place, _at in trail))
    words = [f"{number} {ladders[number, name].name}".strip() for number, name in places]
    return [*words, words[0]]
