"""Machines: read from a column, grown stage by stage, spread, lowered, replaced."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gray.audience import machine_wish
from gray.machines import Machine, Wish, read_machines, renewed, roster

ROOMS = [Machine(f"app-{n:02}", "ABC"[n % 3]) for n in range(30)]


def room(name: str) -> str:
    return next(machine.region for machine in ROOMS if machine.name == name)


def test_a_list_of_machines_with_their_regions():
    text = "app-01@华东，app-02@华东、10.0.0.3:8080@华北\napp-04"
    assert read_machines(text) == [
        Machine("app-01", "华东"), Machine("app-02", "华东"),
        Machine("10.0.0.3:8080", "华北"), Machine("app-04"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("集团员工", []),
        ("internal employees, beta users", []),
        ("机器：alpha, beta@B", ["alpha", "beta"]),
        ("内部员工；机器: web1 web2", ["web1", "web2"]),
        ("app-01, app-01", ["app-01"]),
        ("", []),
    ],
)
def test_people_are_no_machines(text, names):
    assert [machine.name for machine in read_machines(text)] == names


@pytest.mark.parametrize(
    ("audience", "machines", "wish"),
    [
        ("", None, None),
        ("内部员工", None, None),
        ("固定用户：ann", None, None),
        ("", 5, Wish(5)),
        ("", 0, None),
        ("30% 机器", None, Wish(percent=Decimal(30))),
        ("打开30%的机器", None, Wish(percent=Decimal(30))),
        ("2.5% of machines", None, Wish(percent=Decimal("2.5"))),
        ("所有机器", None, Wish(percent=Decimal(100))),
        ("区域：华东", None, Wish(region="华东")),
        ("机房 A", 10, Wish(10, region="A")),
        ("Region: eu-1, beta", None, Wish(region="eu-1")),
        ("单机房", 10, Wish(10, one_room=True)),
    ],
)
def test_what_a_stage_says_of_machines(audience, machines, wish):
    assert machine_wish(SimpleNamespace(audience=audience, machines=machines)) == wish


def test_new_machines_stand_in_different_rooms():
    names = roster([Wish(6)], 0, -1, [], ROOMS)
    assert sorted(room(name) for name in names) == ["A", "A", "B", "B", "C", "C"]


def test_the_rooms_that_are_fewest_so_far_come_first():
    names = roster(
        [Wish(4, region="A"), Wish(8)], 1, 0, [f"app-{n:02}" for n in (0, 3, 6, 9)], ROOMS
    )
    assert sorted(room(name) for name in names[4:]) == ["B", "B", "C", "C"]


def test_one_room_is_the_first_that_has_enough():
    pool = [*ROOMS[:4], *(Machine(f"d-{n}", "D") for n in range(10))]
    names = roster([Wish(1), Wish(10, one_room=True)], 1, 0, ["app-00"], pool)
    assert names == ("app-00", *(f"d-{n}" for n in range(9)))


def test_a_region_alone_opens_all_that_stand_there_and_a_share_is_rounded_up():
    assert len(roster([Wish(region="b")], 0, -1, [], ROOMS)) == 10
    assert len(roster([Wish(percent=Decimal(30))], 0, -1, [], ROOMS[:9])) == 3


def test_a_fall_takes_out_who_came_last():
    wishes = [Wish(1), Wish(5), Wish(10)]
    full = roster(wishes, 2, -1, [], ROOMS)
    assert roster(wishes, 1, 2, full, ROOMS) == full[:5]
    assert roster(wishes, 0, 2, full, []) == full[:1], "also when nobody can list them now"


def test_a_dead_machine_gives_its_place_to_one_of_its_room():
    living = [machine for machine in ROOMS if machine.name not in ("app-00", "app-01")]
    assert renewed(["app-00", "app-01", "app-02"], ROOMS, living) == ["app-03", "app-04", "app-02"]


def test_without_one_of_its_room_another_comes_and_without_any_the_dead_one_stays():
    pool = [Machine("b-1", "B")]
    regions = [Machine("a-1", "A"), Machine("a-2", "A")]
    assert renewed(["a-1", "a-2"], regions, pool) == ["b-1", "a-2"]


WISHES = st.lists(
    st.one_of(
        st.none(),
        st.builds(Wish, count=st.integers(1, 40)),
        st.builds(Wish, percent=st.integers(1, 100).map(Decimal)),
        st.builds(Wish, region=st.sampled_from("ABCX")),
        st.builds(Wish, count=st.integers(1, 40), one_room=st.just(True)),
    ),
    min_size=1,
    max_size=6,
)


@given(WISHES, st.integers(0, 30), st.data())
def test_who_is_in_stays_in_on_the_way_up_and_nobody_comes_in_on_the_way_down(wishes, size, data):
    pool, inside, steps = ROOMS[:size], (), []
    for index in range(len(wishes)):
        grown = roster(wishes, index, index - 1, inside, pool)
        assert grown[: len(inside)] == inside and len(set(grown)) == len(grown)
        steps.append(inside := grown)
    assert roster(wishes, len(wishes) - 1, -1, (), pool) == inside, "a jump opens the same"
    to = data.draw(st.integers(0, len(wishes) - 1))
    assert set(roster(wishes, to, len(wishes) - 1, inside, pool)) <= set(inside)
    assert roster(wishes, to, len(wishes) - 1, inside, pool) == steps[to]
