"""What every driver keeps, whatever stands behind it."""

import json
import time
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gray.connecting import Setup
from gray.drivers.base import Driver, DriverError, Exposure, Shown
from ground import outside
from tests.gray.drivers.rigs import Rig

OFF = Exposure(0, enabled=False)


def test_every_driver_has_a_rig():
    ours = {name for name, kind in Driver.all.items() if kind.__module__.startswith("gray.")}
    assert ours == {rig.driver for rig in Rig.all.values()}


def write(stand, exposure: Exposure, **place: str) -> Shown:
    """Write and read back, as the product does."""
    at = replace(stand.rig.place, **place)
    return stand.driver.write(at, exposure) or stand.driver.read(at)


def test_what_is_written_is_read(stand):
    for share in (*stand.rig.shares, *reversed(stand.rig.shares)):
        exposure = Exposure(share)
        shown = write(stand, exposure)
        assert shown.matches(exposure), (share, shown)
        assert stand.driver.read(stand.rig.place).matches(exposure)


def test_writing_twice_is_writing_once(stand):
    exposure = Exposure(stand.rig.shares[1])
    write(stand, exposure)
    told = len([one for one in stand.server.seen if one.method != "GET"])
    assert write(stand, exposure).matches(exposure)
    again = [one for one in stand.server.seen[told:] if stand.rig.moves(one)]
    assert len(again) <= 1, "and one that changes nothing is no second change"


def test_a_switch_that_was_never_written_lets_nobody_in(stand):
    assert stand.driver.read(stand.rig.place).share == 0


def test_a_switch_is_the_same_however_a_plan_calls_it(stand):
    names, place = stand.driver.names, stand.rig.place
    assert names(place) == names(replace(place, salt="x", format="布尔", plan="RP-2026-0099"))
    assert names(place) != names(replace(place, flag="another", key="another"))
    if stand.driver.says_format:
        assert names(place) == names(replace(place, flag="another", environment="beta"))


def test_what_a_connection_keeps_to_itself_is_not_told(stand):
    driver, place = stand.driver, stand.rig.place
    write(stand, Exposure(stand.rig.shares[-1]))
    if "live" in {option.name for option in driver.options}:
        assert driver.live(place)
        driver = type(driver)(Setup("x", "", {**driver.setup.values, "live": "nobody"}))
    asked = len(stand.server.seen)
    assert driver.live(place) is None
    assert len(stand.server.seen) == asked


def test_off_shows_nobody_and_holds_the_rollback_value(stand):
    write(stand, Exposure(stand.rig.shares[-1]))
    shown = write(stand, OFF, off_value="-1") if stand.rig.texts else write(stand, OFF)
    assert shown.share == 0 and shown.matches(OFF)
    assert stand.rig.off_text() == stand.rig.off


def test_fixed_users_are_kept_where_the_switch_can_say_them(stand):
    if not stand.rig.users:
        assert stand.driver.read(stand.rig.place).users is None
        return
    exposure = Exposure(0, ("ann", "无忌"))
    assert write(stand, exposure).matches(exposure)
    assert not stand.driver.read(stand.rig.place).matches(Exposure(0, ("ann",)))


def test_single_machines_are_let_in_or_refused_in_words(stand):
    exposure = Exposure(0, machines=("10.0.0.1", "10.0.0.2"))
    if not stand.rig.machines:
        with pytest.raises(DriverError, match="机器"):
            write(stand, exposure)
        return
    assert write(stand, exposure).matches(exposure)
    fewer = replace(exposure, machines=("10.0.0.1",))
    assert not stand.driver.read(stand.rig.place).matches(fewer)
    assert write(stand, fewer).matches(fewer)
    everybody = replace(exposure, share=10_000)
    assert write(stand, everybody).matches(everybody)
    assert write(stand, exposure).matches(exposure), "back to the machines"
    assert write(stand, OFF).matches(OFF)


def test_a_change_by_hand_is_seen(stand):
    exposure = Exposure(stand.rig.shares[1])
    write(stand, exposure)
    stand.rig.meddle()
    shown = stand.driver.read(stand.rig.place)
    assert not shown.matches(exposure)
    assert write(stand, exposure).matches(exposure), "and can be restored"


PAGES = {
    "500": lambda request: (500, {}, b'{"message": "boom"}'),
    "502 page": lambda request: (502, {"Content-Type": "text/html"}, b"<html>Bad Gateway</html>"),
    "200 page": lambda request: (200, {"Content-Type": "text/html"}, b"<html>Login</html>"),
    "redirect": lambda request: (302, {"Location": "http://169.254.169.254/"}, b""),
    "401": lambda request: (401, {}, b"<html>"),
    "403": lambda request: (403, {}, b'{"message": "denied"}'),
    "429": lambda request: (429, {"Retry-After": "1"}, b""),
    "odd JSON": lambda request: (200, {}, b'["x", 1, null]'),
    "no JSON": lambda request: (200, {}, b'{"a": '),
}


@pytest.mark.parametrize("page", PAGES)
def test_every_bad_answer_is_a_sentence_without_a_secret(outside_stand, page, caplog):
    rig, driver, server = outside_stand
    server.answer = PAGES[page]
    for act in (lambda: driver.read(rig.place), lambda: driver.write(rig.place, Exposure(100))):
        with pytest.raises(DriverError) as refusal:
            act()
        assert_said(rig, refusal.value, caplog.text)
    assert not any(rig.moves(one) for one in server.seen if one.method != "GET") or page != "302"


def assert_said(rig: Rig, error: DriverError, log: str) -> None:
    assert str(error).endswith(("。", "）")), str(error)
    for secret in rig.secrets:
        assert secret not in f"{error} {error!r} {error.__cause__!r} {log}"


@pytest.mark.parametrize("fault", ["nobody", "too long", "not allowed", "echo"])
def test_what_cannot_be_reached_is_a_sentence_without_a_secret(
    outside_stand, fault, settings, monkeypatch, caplog
):
    rig, driver, server = outside_stand
    if fault == "nobody":
        rig.url = "http://127.0.0.1:1"
        driver = rig.open()
    if fault == "too long":
        monkeypatch.setattr(outside, "MOST_BYTES", 0)
    if fault == "not allowed":
        settings.OUTBOUND_ALLOWED_HOSTS = []
    if fault == "echo":
        server.answer = lambda request: (500, {}, b'{"message": "%s"}' % " ".join(
            [request.path, *request.headers.values(), *rig.secrets]
        ).encode())  # fmt: skip
    with pytest.raises(DriverError) as refusal:
        driver.read(rig.place)
    assert_said(rig, refusal.value, caplog.text)
    with pytest.raises(DriverError) as refusal:
        driver.test()
    assert_said(rig, refusal.value, caplog.text)


MACHINES = Exposure(0, machines=("10.0.0.1", "10.0.0.2"))
WAYS = {
    "rise": (Exposure(1_000), Exposure(5_000)),
    "fall": (Exposure(5_000), Exposure(1_000)),
    "off": (Exposure(5_000), OFF),
    "machines": (Exposure(0), MACHINES),
    "machines to all": (MACHINES, Exposure(10_000, machines=MACHINES.machines)),
    "machines to off": (MACHINES, OFF),
}


@pytest.mark.long
@pytest.mark.parametrize("is_done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("way", WAYS)
def test_a_write_that_breaks_off_anywhere_is_mended_by_the_next(outside_stand, way, is_done):
    """The n-th request of a write fails, before or after it took effect, for every n."""
    _rig, _driver, server = outside_stand
    before, wanted = WAYS[way]
    at = 0
    while True:
        rig = type(outside_stand.rig)()
        rig.url = server.url("")
        driver, server.answer = rig.open(), rig.answer
        if (before.machines or wanted.machines) and not rig.machines:
            return
        driver.write(rig.place, before)
        server.answer, left = _breaking(rig, at, is_done), len(server.seen)
        with suppress(DriverError):
            driver.write(rig.place, wanted)
        asked, server.answer = len(server.seen) - left, rig.answer
        shown = driver.read(rig.place)
        assert shown.share in (before.share, wanted.share), (at, shown)
        assert (shown.machines or set()) <= {*before.machines, *wanted.machines}
        for exposure in (wanted, before, OFF):
            assert (driver.write(rig.place, exposure) or driver.read(rig.place)).matches(exposure)
        at += 1
        if at > asked:
            return


def _breaking(rig: Rig, at: int, is_done: bool):
    """Answers right, but for the request number `at`."""
    count = iter(range(1_000))

    def answer(request):
        if next(count) != at:
            return rig.answer(request)
        if is_done:
            rig.answer(request)
        return 503, {}, b""

    return answer


LEAVES = st.none() | st.booleans() | st.integers(-9, 30_000) | st.text(max_size=5)
ODD = LEAVES | st.sampled_from(
    [[], {}, [[]], [{}], ["x"], [None], {"x": 1}, {"x": []}, "100", "properties", 1.5, -1, "\ud800"]
)


def replaced(found, place: int, value):
    """The JSON with another value at one of its places, counted from the outside in."""
    places = [(None, None), *_places(found)]
    holder, name = places[place % len(places)]
    if holder is None:
        return value
    holder[name] = value
    return found


def _places(found):
    names = (
        list(found)
        if isinstance(found, dict)
        else range(len(found or ()))
        if isinstance(found, list)
        else ()
    )
    for name in names:
        yield found, name
        yield from _places(found[name])


@pytest.mark.long
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(odd=st.lists(st.tuples(st.booleans(), st.integers(0, 30), ODD), min_size=8, max_size=8))
def test_whatever_is_answered_is_understood_or_said(outside_stand, odd):
    """Right answers, in which a value here and there is an odd one."""
    rig, driver, server = type(outside_stand.rig)(), outside_stand.driver, outside_stand.server
    server.answer = rig.answer
    server.seen.clear()
    with suppress(DriverError):
        driver.write(rig.place, Exposure(0, machines=("10.0.0.1",)))
    left: list = []

    def answer(request):
        status, headers, body = rig.answer(request)
        is_odd, place, value = left.pop(0) if left else (False, 0, None)
        try:
            found = json.loads(body)
        except ValueError:
            return status, headers, body
        return (
            status,
            headers,
            json.dumps(replaced(found, place, value) if is_odd else found).encode(),
        )

    server.answer = answer
    for act in (driver.read, driver.live, driver.nodes, lambda place: driver.test(),
                lambda place: driver.write(place, Exposure(100))):  # fmt: skip
        left[:] = odd
        with suppress(DriverError):
            act(rig.place)


@pytest.mark.long
def test_a_time_out_after_the_change_took_effect_shows_at_the_next_reading(outside_stand):
    rig, driver, server = outside_stand
    driver.write(rig.place, Exposure(0))
    slow: list[str] = []

    def answer(request):
        said = rig.answer(request)
        if rig.moves(request) and not slow:
            slow.append(request.path)
            time.sleep(1.1)
        return said

    server.answer = answer
    exposure = Exposure(rig.shares[-1])
    with pytest.raises(DriverError, match="没有及时回答"):
        driver.write(rig.place, exposure)
    server.answer = rig.answer
    assert slow and driver.read(rig.place).matches(exposure)


def test_the_connection_can_be_tried_out(outside_stand):
    assert outside_stand.driver.test().rstrip().endswith("。")
    assert all(one.method in ("GET", "POST") for one in outside_stand.server.seen)
    assert not any(outside_stand.rig.moves(one) for one in outside_stand.server.seen)


def test_secrets_are_in_no_picture_of_a_driver(outside_stand):
    rig, driver, _server = outside_stand
    for secret in rig.secrets:
        assert secret not in f"{driver!r} {driver.setup!r} {driver.setup}"
