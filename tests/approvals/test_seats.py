"""Seating people: as many as possible, one human one seat, nobody unseated."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.seats import Hand, Seat, finds_place, seat, seats_of
from approvals.rules.shape import ALL, ANY, TURN, Need, Rule

PARTS = ("dev_lead", "test", "ops", "product", "pm", "dba")
codes = st.frozensets(st.sampled_from(PARTS), max_size=3)
people = st.lists(codes, max_size=6).map(
    lambda found: [Hand(pk, one) for pk, one in enumerate(found, start=1)]
)
NOBODY = Hand(-1, frozenset())
seats = st.lists(codes.filter(bool).map(lambda found: Seat(tuple(sorted(found)))), max_size=5)


def best(several: list[Seat], persons: list[Hand]) -> int:
    """The largest seating, found by trying everything."""
    places = min(len(several), len(persons))
    return max(
        sum(one.suits(hand) for one, hand in zip(several, order, strict=False))
        for order in permutations([*persons, *[NOBODY] * len(several)], len(several))
    ) if places else 0  # fmt: skip


@given(seats, people)
def test_as_many_are_seated_as_can_be(several: list[Seat], persons: list[Hand]) -> None:
    taken, known = seat(several, persons), {one.person: one for one in persons}
    assert len(taken) == best(several[:4], persons[:4]) if len(several) <= 4 >= len(persons) else 1
    assert len(set(taken.values())) == len(taken)
    assert all(several[index].suits(known[pk]) for index, pk in taken.items())


@given(seats, people, codes)
def test_whoever_sits_stays_seated(
    several: list[Seat], persons: list[Hand], more: frozenset
) -> None:
    one = Hand(99, more)
    before, after = seat(several, persons), seat(several, [*persons, one])
    assert set(before.values()) <= set(after.values())
    assert finds_place(several, persons, one, ALL) == (len(after) > len(before))


def test_somebody_with_two_parts_makes_room() -> None:
    several = [Seat(("test",)), Seat(("ops",))]
    assert seat(several, [hand(1, "test", "ops"), hand(2, "test")]) == {0: 2, 1: 1}


def test_one_human_never_fills_two_seats() -> None:
    assert len(seat([Seat(("test",)), Seat(("ops",))], [hand(1, "test", "ops")])) == 1


def test_one_part_never_signs_by_two_hands() -> None:
    two = [Seat(("test",)), Seat(("test",))]
    mine, delegate = hand(1, "test"), Hand(2, frozenset({"test"}), principal=1)
    assert len(seat(two, [mine, delegate])) == 1
    assert len(seat(two, [delegate, mine])) == 1
    assert not finds_place(two, [mine], delegate, ALL)
    assert len(seat(two, [delegate, hand(3, "test")])) == 2


def test_one_human_never_signs_for_two() -> None:
    two = [Seat(("test",)), Seat(("ops",))]
    for_one = Hand(9, frozenset({"test"}), principal=1)
    for_other = Hand(9, frozenset({"ops"}), principal=2)
    assert len(seat(two, [for_one, for_other])) == 1


def test_counts_become_seats() -> None:
    rule = Rule("k", "k", (Need(("test",), 2), Need(("ops",))))
    assert [one.codes for one in seats_of(rule)] == [("test",), ("test",), ("ops",)]


def test_any_one_of_several_is_one_seat_for_all_of_them() -> None:
    rule = Rule("k", "k", (Need(("test",), 2), Need(("ops", "test"))), order=ANY)
    assert [one.codes for one in seats_of(rule)] == [("test", "ops")]


def test_everybody_is_a_seat_each_and_an_empty_one_for_nobody() -> None:
    rule = Rule("k", "k", (Need(("test",), everybody=True), Need(("ops",), everybody=True)))
    found = seats_of(rule, {0: [(1, "甲"), (2, "乙")], 1: []})
    assert [(one.codes, one.only) for one in found] == [
        (("test",), 1),
        (("test",), 2),
        (("ops",), 0),
    ]
    assert not found[0].suits(hand(2, "test"))
    assert found[0].suits(Hand(7, frozenset({"test"}), principal=1))


def test_in_turn_only_the_first_free_seat_can_be_taken() -> None:
    several = [Seat(("dev_lead",)), Seat(("test",))]
    assert not finds_place(several, [], hand(2, "test"), TURN)
    assert finds_place(several, [], hand(2, "test"), ALL)
    assert finds_place(several, [hand(1, "dev_lead")], hand(2, "test"), TURN)


def hand(person: int, *codes: str) -> Hand:
    return Hand(person, frozenset(codes))
