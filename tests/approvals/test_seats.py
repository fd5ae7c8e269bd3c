"""Seating people: as many as possible, one human one seat, nobody unseated."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.seats import Seat, finds_place, seat, seats_of
from approvals.rules.shape import Need, Rule

PARTS = ("dev_lead", "test", "ops", "product", "pm", "dba")
codes = st.frozensets(st.sampled_from(PARTS), max_size=3)
people = st.lists(codes, max_size=6).map(lambda found: list(enumerate(found)))
seats = st.lists(codes.filter(bool).map(lambda found: Seat(tuple(sorted(found)))), max_size=5)


def best(several: list[Seat], persons: list[tuple[int, frozenset[str]]]) -> int:
    """The largest seating, found by trying everything."""
    places = min(len(several), len(persons))
    return max(
        sum(one.suits(codes) for one, (_pk, codes) in zip(several, order, strict=False))
        for order in permutations([*persons, *[(-1, frozenset[str]())] * len(several)], len(several))
    ) if places else 0  # fmt: skip


@given(seats, people)
def test_as_many_are_seated_as_can_be(several: list[Seat], persons: list) -> None:
    taken = seat(several, persons)
    assert len(taken) == best(several[:4], persons[:4]) if len(several) <= 4 >= len(persons) else 1
    assert len(set(taken.values())) == len(taken)
    assert all(several[index].suits(dict(persons)[pk]) for index, pk in taken.items())


@given(seats, people, codes)
def test_whoever_sits_stays_seated(several: list[Seat], persons: list, more: frozenset) -> None:
    before = seat(several, persons)
    after = seat(several, [*persons, (99, more)])
    assert set(before.values()) <= set(after.values())
    assert finds_place(several, persons, (99, more)) == (len(after) > len(before))


def test_somebody_with_two_parts_makes_room() -> None:
    several = [Seat(("test",)), Seat(("ops",))]
    assert seat(several, [(1, {"test", "ops"}), (2, {"test"})]) == {0: 2, 1: 1}


def test_one_human_never_fills_two_seats() -> None:
    assert len(seat([Seat(("test",)), Seat(("ops",))], [(1, {"test", "ops"})])) == 1


def test_counts_become_seats() -> None:
    rule = Rule("k", "k", (Need(("test",), 2), Need(("ops",))))
    assert [one.codes for one in seats_of(rule)] == [("test",), ("test",), ("ops",)]
