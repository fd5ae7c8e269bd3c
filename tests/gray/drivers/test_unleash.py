"""Unleash: only what differs is sent, other people's strategies stay, and falling is possible."""

import json
from dataclasses import replace

import pytest

from gray.drivers.base import DriverError, Exposure
from tests.gray.drivers.conftest import Stand, stand_of
from tests.gray.drivers.fakes.unleash import TOKEN, Unleash
from tests.gray.drivers.rigs import PLACE

OFF = Exposure(0, enabled=False)
CONSTRAINT = {"contextName": "region", "operator": "IN", "values": ["eu"]}


@pytest.fixture
def stand(settings, db):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    yield from stand_of(Unleash())


def told(stand: Stand) -> list[tuple[str, str]]:
    """What was asked for other than reading: method and the end of the address."""
    return [(one.method, one.path.rsplit("/", 1)[1]) for one in stand.server.seen
            if one.method != "GET"]  # fmt: skip


def rollout(stand: Stand) -> dict:
    (found,) = [one for one in stand.rig.state["strategies"] if one["name"] == "flexibleRollout"]
    return found


def test_the_first_write_makes_a_rollout_before_anything_is_switched_on(stand):
    stand.driver.write(PLACE, Exposure(100))
    assert told(stand) == [("POST", "strategies"), ("POST", "on")]
    made = {"rollout": "1", "stickiness": "default", "groupId": "coin.refund"}
    assert rollout(stand)["parameters"] == made, "no default strategy that lets in everybody"


def test_a_change_sends_the_rollout_as_text_and_nothing_else(stand):
    found = stand.rig.put(
        "flexibleRollout", constraints=[CONSTRAINT], variants=[{"name": "blue"}],
        parameters={"rollout": "5", "stickiness": "sessionId", "groupId": "other"},
    )  # fmt: skip
    stand.rig.state["enabled"] = True
    before = json.loads(json.dumps(found))
    stand.driver.write(PLACE, Exposure(2_500))
    (patch,) = [json.loads(one.body) for one in stand.server.seen if one.method == "PATCH"]
    assert patch == [{"op": "replace", "path": "/parameters/rollout", "value": "25"}]
    before["parameters"]["rollout"] = "25"
    assert found == before
    stand.driver.write(PLACE, Exposure(2_500))
    assert len(told(stand)) == 1, "what is so already is not written again"
    assert "PUT" not in {one.method for one in stand.server.seen}


def test_a_rollout_that_was_switched_off_counts_for_nobody_and_is_switched_on(stand):
    found = stand.rig.put("flexibleRollout", disabled=True, parameters={"rollout": "50"})
    stand.rig.state["enabled"] = True
    assert stand.driver.read(PLACE).share == 0
    stand.driver.write(PLACE, Exposure(5_000))
    assert not found["disabled"] and stand.driver.read(PLACE).share == 5_000


def test_of_several_rollouts_the_one_of_the_flag_is_moved(stand):
    other = stand.rig.put(
        "flexibleRollout", constraints=[CONSTRAINT], parameters={"rollout": "9", "groupId": "x"}
    )
    ours = stand.rig.put("flexibleRollout", parameters={"rollout": "0", "groupId": "coin.refund"})
    stand.driver.write(PLACE, Exposure(300))
    assert (ours["parameters"]["rollout"], other["parameters"]["rollout"]) == ("3", "9")


def test_rollouts_that_cannot_be_told_apart_are_not_touched_but_off_works(stand):
    for _turn in range(2):
        stand.rig.put("flexibleRollout", parameters={"rollout": "9", "groupId": "coin.refund"})
    stand.rig.state["enabled"] = True
    for act in (lambda: stand.driver.read(PLACE), lambda: stand.driver.write(PLACE, Exposure(0))):
        with pytest.raises(DriverError, match="groupId"):
            act()
    assert told(stand) == []
    with pytest.raises(DriverError, match="groupId"):
        stand.driver.write(PLACE, OFF)
    assert told(stand) == [("POST", "off")] and not stand.rig.state["enabled"]
    assert stand.driver.read(PLACE).matches(OFF)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("default", {}),
        ("gradualRolloutUserId", {"percentage": "10", "groupId": "x"}),
        ("ourOwnStrategy", {}),
    ],
)
def test_a_strategy_that_lets_in_anybody_stops_the_rise_and_not_the_fall(stand, name, parameters):
    stand.driver.write(PLACE, Exposure(1_000))
    stand.rig.put(name, parameters=parameters)
    shown = stand.driver.read(PLACE)
    assert shown.share is None and name in shown.text
    with pytest.raises(DriverError, match=name):
        stand.driver.write(PLACE, Exposure(2_000))
    stand.driver.write(PLACE, Exposure(100))
    assert rollout(stand)["parameters"]["rollout"] == "1"
    stand.driver.write(PLACE, OFF)
    assert stand.driver.read(PLACE).matches(OFF)


@pytest.mark.parametrize(
    "values",
    [
        {"name": "default", "constraints": [CONSTRAINT]},
        {"name": "default", "segments": [3]},
        {"name": "default", "disabled": True},
        {"name": "userWithId", "parameters": {"userIds": "tester"}},
        {"name": "gradualRolloutRandom", "parameters": {"percentage": "0"}},
    ],
)
def test_a_strategy_for_people_whom_it_names_is_left_alone(stand, values):
    found = stand.rig.put(**values)
    before = json.dumps(found)
    exposure = Exposure(1_000, ("ann",))
    stand.driver.write(PLACE, exposure)
    assert stand.driver.read(PLACE).matches(exposure)
    stand.driver.write(PLACE, OFF)
    assert json.dumps(found) == before


def test_an_open_flag_without_any_strategy_is_no_share(stand):
    stand.rig.state["enabled"] = True
    assert stand.driver.read(PLACE).share is None


@pytest.mark.parametrize("text", ["12.5", "-1", "101", "", "１", "viel", "1000"])
def test_a_rollout_that_is_no_whole_percentage_is_no_share(stand, text):
    stand.rig.put("flexibleRollout", parameters={"rollout": text})
    stand.rig.state["enabled"] = True
    assert stand.driver.read(PLACE).share is None


def test_fractions_of_a_percent_are_refused_in_words(stand):
    with pytest.raises(DriverError, match=r"整数百分比.*1\.5"):
        stand.driver.write(PLACE, Exposure(150))
    assert told(stand) == []


@pytest.mark.parametrize("name", ["a,b", " a", "a\n", "a\x00b"])
def test_a_name_that_would_fall_apart_is_refused(stand, name):
    with pytest.raises(DriverError, match="改名"):
        stand.driver.write(PLACE, Exposure(0, (name,)))
    assert told(stand) == []


def test_off_shuts_the_flag_first_and_then_empties_what_is_ours(stand):
    stand.driver.write(PLACE, Exposure(5_000, ("ann",)))
    told_before = len(told(stand))
    stand.driver.write(PLACE, OFF)
    assert [method for method, _end in told(stand)[told_before:]] == ["POST", "PATCH", "PATCH"]
    ours = [one["parameters"] for one in stand.rig.state["strategies"]]
    assert ours[0]["rollout"] == "0" and ours[1] == {"userIds": ""}


def test_off_does_what_it_may_when_something_is_refused(stand):
    stand.driver.write(PLACE, Exposure(5_000))
    stand.rig.permissions.remove("UPDATE_FEATURE_ENVIRONMENT")
    with pytest.raises(DriverError, match="UPDATE_FEATURE_ENVIRONMENT"):
        stand.driver.write(PLACE, OFF)
    assert stand.driver.read(PLACE).matches(OFF), "the rollout stands at 0"


def test_changes_that_need_a_review_are_said_so(stand):
    stand.rig.needs_review = True
    with pytest.raises(DriverError, match="SKIP_CHANGE_REQUEST"):
        stand.driver.write(PLACE, Exposure(100))


def test_a_flag_that_is_not_there_is_named(stand):
    for name in ("no/such flag", "无", "../../x"):
        with pytest.raises(DriverError, match="没有开关"):
            stand.driver.read(replace(PLACE, flag=name))
    with pytest.raises(DriverError, match="改名"):
        stand.driver.read(replace(PLACE, flag=".."))
    assert all("/features/" in one.path and ".." not in one.path.split("/")
               for one in stand.server.seen)  # fmt: skip


def test_a_wrong_environment_is_found_by_the_test_button(stand):
    wrong = replace(stand.driver.setup, values={**stand.rig.options(), "place": "live"})
    with pytest.raises(DriverError, match="live"):
        type(stand.driver)(wrong).test()
    assert "production" in stand.driver.test() and TOKEN not in stand.driver.test()
