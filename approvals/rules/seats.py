"""Seats of a gate and who sits where: one human, one seat.

People are matched to seats by augmenting paths (Kuhn), so that somebody with two
parts never stands in the way of somebody with one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from approvals.rules.shape import ANY, TURN, Rule
from plans.parts import label_of

Everybody = Mapping[int, Sequence[tuple[int, str]]]
NOBODY = "nobody"
"""No part at all: a seat that is never filled."""

LEADS = {"dev_lead": _("开发负责人"), "test_lead": _("测试负责人")}


def part_label(code: str) -> str:
    """What people call a part, leads included."""
    if code == NOBODY:
        return str(_("（没有人）"))
    return str(LEADS[code]) if code in LEADS else label_of(code)


@dataclass(frozen=True)
class Hand:
    """Somebody who signs: `codes` are the parts signed with, those of `principal` for a delegate.

    `principal` is 0 for whoever signs as oneself.
    """

    person: int
    codes: frozenset[str]
    principal: int = 0

    @property
    def authority(self) -> int:
        """Whose part it is: that of one person fills one seat, whoever's hand it was."""
        return self.principal or self.person


@dataclass(frozen=True)
class Seat:
    """One signature that a gate needs, by somebody who plays any part of `codes`.

    `only` is the one person whose seat it is, where everybody with a part signs.
    """

    codes: tuple[str, ...]
    only: int = 0
    name: str = ""

    @property
    def label(self) -> str:
        parts = " / ".join(part_label(code) for code in self.codes)
        return f"{parts} {self.name}" if self.name else parts

    def suits(self, hand: Hand) -> bool:
        is_mine = self.only in (0, hand.authority)
        return is_mine and not hand.codes.isdisjoint(self.codes)


def seats_of(rule: Rule, everybody: Everybody = MappingProxyType({})) -> list[Seat]:
    """Every signature that the gate needs, in the order of its requirements.

    `everybody` {place of a need: (person, name)} are those who all sign it; a need that
    nobody can sign keeps one empty seat.
    """
    if rule.order == ANY:
        codes = chain.from_iterable(need.codes for need in rule.needs)
        return [Seat(tuple(dict.fromkeys(codes)))]
    seats: list[Seat] = []
    for place, need in enumerate(rule.needs):
        if need.everybody and everybody.get(place):
            seats += [Seat(need.codes, pk, name) for pk, name in everybody[place]]
        else:
            seats += [Seat(need.codes)] * (1 if need.everybody else need.count)
    return seats


def seat(seats: Sequence[Seat], hands: Iterable[Hand]) -> dict[int, int]:
    """{index of seat: person} for as many people as possible, in the order of their hands.

    Whoever comes first stays seated; a later one may only make them change places. A second
    hand of one person, or of one authority, finds no seat.
    """
    known: dict[int, Hand] = {}
    for hand in hands:
        if hand.authority not in {one.authority for one in known.values()}:
            known.setdefault(hand.person, hand)
    taken: dict[int, int] = {}
    for person in known:
        _place(person, seats, known, taken, set())
    return taken


def _place(
    person: int,
    seats: Sequence[Seat],
    hands: Mapping[int, Hand],
    taken: dict[int, int],
    tried: set[int],
) -> bool:
    for index, one in enumerate(seats):
        if index in tried or not one.suits(hands[person]):
            continue
        tried.add(index)
        if index not in taken or _place(taken[index], seats, hands, taken, tried):
            taken[index] = person
            return True
    return False


def finds_place(seats: Sequence[Seat], seated: Sequence[Hand], hand: Hand, order: str) -> bool:
    """Whether one more hand would fill one more seat; in turn, the one whose turn it is."""
    before = seat(seats, seated)
    if len(seat(seats, [*seated, hand])) <= len(before):
        return False
    first = next(index for index in range(len(seats)) if index not in before)
    return order != TURN or seats[first].suits(hand)
