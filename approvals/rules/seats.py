"""Seats of a gate and who sits where: one human, one seat.

People are matched to seats by augmenting paths (Kuhn), so that somebody with two
parts never stands in the way of somebody with one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from approvals.rules.shape import Rule
from plans.parts import label_of

NOBODY = "nobody"
"""No part at all: a seat that is never filled."""

LEADS = {"dev_lead": _("开发负责人"), "test_lead": _("测试负责人")}


def part_label(code: str) -> str:
    """What people call a part, leads included."""
    if code == NOBODY:
        return str(_("（没有人）"))
    return str(LEADS[code]) if code in LEADS else label_of(code)


@dataclass(frozen=True)
class Seat:
    """One signature that a gate needs, by somebody who plays any part of `codes`."""

    codes: tuple[str, ...]

    @property
    def label(self) -> str:
        return " / ".join(part_label(code) for code in self.codes)

    def suits(self, codes: Collection[str]) -> bool:
        return not set(self.codes).isdisjoint(codes)


def seats_of(rule: Rule) -> list[Seat]:
    """Every signature that the gate needs, in the order of its requirements."""
    return [Seat(need.codes) for need in rule.needs for _place in range(need.count)]


def seat(seats: Sequence[Seat], people: Iterable[tuple[int, Collection[str]]]) -> dict[int, int]:
    """{index of seat: person} for as many people as possible, (person, codes) in order.

    Whoever comes first stays seated; a later one may only make them change places.
    """
    parts = dict(people)
    taken: dict[int, int] = {}
    for person in parts:
        _place(person, seats, parts, taken, set())
    return taken


def _place(
    person: int,
    seats: Sequence[Seat],
    parts: Mapping[int, Collection[str]],
    taken: dict[int, int],
    tried: set[int],
) -> bool:
    for index, one in enumerate(seats):
        if index in tried or not one.suits(parts[person]):
            continue
        tried.add(index)
        if index not in taken or _place(taken[index], seats, parts, taken, tried):
            taken[index] = person
            return True
    return False


def finds_place(
    seats: Sequence[Seat],
    seated: Sequence[tuple[int, Collection[str]]],
    person: tuple[int, Collection[str]],
) -> bool:
    """Whether one more person would fill one more seat."""
    return len(seat(seats, [*seated, person])) > len(seat(seats, seated))
