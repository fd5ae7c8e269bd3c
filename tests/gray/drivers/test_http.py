"""Requests as templates: what is a number stays one, and no word of a plan leads elsewhere."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gray.connecting import Setup
from gray.drivers.base import DriverError, Exposure, Place
from gray.drivers.http import Http
from gray.drivers.http.blanks import NAMES, blanks_of
from gray.drivers.http.options import OPTIONS
from tests.gray.drivers.conftest import Stand, stand_of
from tests.gray.drivers.fakes.http import KEY, Gateway
from tests.gray.drivers.rigs import PLACE

OFF = Exposure(0, enabled=False)
K8S = replace(PLACE, namespace="trade", plan="RP-2026-0007")
DEFAULTS = {option.name: option.default for option in OPTIONS}


@pytest.fixture(autouse=True)
def allowed(settings, db):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]


@pytest.fixture
def stand():
    yield from stand_of(Gateway())


def changed(stand: Stand, **options: str) -> Http:
    """The driver over the same gateway, with other answers in its form."""
    return Http(Setup("连接", "", {**stand.rig.options(), **options}))


def sent(stand: Stand) -> list[tuple[str, str]]:
    return [(one.method, one.body.decode()) for one in stand.server.seen if one.method != "GET"]


# The templates


def test_a_number_stays_a_number_and_a_text_stays_a_text(stand):
    exposure = Exposure(150, ('a"b', "无忌"), step=2, token="t-1")
    body = """{"a": {{percent}}, "b": "{{percent}}", "c": {{percent_string}}, "d": {{fraction}},
        "e": {{remaining}}, "f": {{users}}, "g": "{{ users }}", "h": "\\\\{{flag}}",
        "i": {{step_index}}, "j": {{plan_id}}, "k": {{idempotency_key}}, "l": {{machines}},
        "m": {{hundredths}}, "n": {{remaining_hundredths}}, "gray": 1.5, "text": ""}"""
    changed(stand, body=body).write(replace(PLACE, plan="RP-1"), exposure)
    ((_method, text),) = sent(stand)
    assert json.loads(text) == {
        "a": 1.5, "b": "1.5", "c": "1.5", "d": 0.015, "e": 98.5, "f": ['a"b', "无忌"],
        "g": 'a"b,无忌', "h": "\\coin.refund", "i": 2, "j": "RP-1", "k": "t-1", "l": [],
        "m": 150, "n": 9850, "gray": 1.5, "text": "",
    }  # fmt: skip


ANY = st.text(max_size=20)


@given(flag=ANY, users=st.lists(ANY, max_size=3), share=st.integers(0, 10_000))
def test_no_word_of_a_plan_breaks_out_of_json(flag, users, share):
    blanks = blanks_of(replace(PLACE, flag=flag), Exposure(share, tuple(users)), "s")
    template = '{"x": "<{{flag}}>", "y": {{flag}}, "u": {{users}}, "p": {{percent}}}'
    found = json.loads(blanks.in_body(template, "application/json"))
    assert found["x"] == f"<{flag}>" and found["y"] == flag and found["u"] == users
    assert Decimal(str(found["p"])) * 100 == share


@given(flag=ANY)
def test_no_word_of_a_plan_leads_to_another_address(flag):
    blanks = blanks_of(replace(PLACE, flag=flag), Exposure(0), "s")
    try:
        found = blanks.in_address("https://gate.example/flags/{{flag}}/x?f={{flag}}")
    except DriverError:
        assert flag in (".", "..")
        return
    assert found.startswith("https://gate.example/flags/") and found.isascii()
    assert found.count("/") == 5 and found.count("?") == 1 and "#" not in found


@given(flag=ANY)
def test_no_word_of_a_plan_makes_a_second_header(flag):
    blanks = blanks_of(replace(PLACE, flag=flag), Exposure(0), "s")
    try:
        assert blanks.in_header("f={{flag}}") == f"f={flag}" and flag.isprintable()
    except DriverError:
        assert not flag.isprintable()


def test_other_bodies_are_escaped_as_their_type_wants_it():
    blanks = blanks_of(replace(PLACE, flag='a&b<c>"='), Exposure(150), "s")
    form = blanks.in_body("f={{flag}}&p={{percent}}", "application/x-www-form-urlencoded")
    assert form == "f=a%26b%3Cc%3E%22%3D&p=1.5"
    for kind in ("text/plain", "application/xml", "application/apply-patch+yaml"):
        with pytest.raises(DriverError, match="改名"):
            blanks.in_body("f: {{flag}}", kind)
    plain = blanks_of(replace(PLACE, flag="a&b<c>"), Exposure(150), "s")
    assert plain.in_body("<f>{{flag}}</f>", "application/xml") == "<f>a&amp;b&lt;c&gt;</f>"
    assert plain.in_body("w: {{percent}}", "application/apply-patch+yaml") == "w: 1.5"


def test_a_line_break_in_a_header_and_a_step_upwards_in_an_address_are_refused(stand):
    with pytest.raises(DriverError, match="换行"):
        stand.driver.write(replace(PLACE, environment="a\r\nX: y"), Exposure(100))
    with pytest.raises(DriverError, match="改名"):
        stand.driver.read(replace(PLACE, flag=".."))
    assert not stand.server.seen


# What counts as success


def test_an_answer_of_200_that_says_no_is_no_success(stand):
    for wrong in (changed(stand, secret="other"), changed(stand, ok_value="1")):
        with pytest.raises(DriverError, match=r"没有做成.*/code"):
            wrong.write(PLACE, Exposure(100))
    with pytest.raises(DriverError, match="没有这一项"):
        changed(stand, ok_pointer="/a/b").write(PLACE, Exposure(100))


@pytest.mark.parametrize(
    ("written", "status", "is_fine"),
    [("200-299", 404, False), ("200-299, 404", 404, True), ("204", 200, False), ("", 201, True)],
)
def test_statuses_that_count(stand, written, status, is_fine):
    stand.server.answer = lambda request: (status, {}, b"")
    driver = changed(stand, ok_status=written, ok_pointer="")
    if is_fine:
        assert driver.write(PLACE, Exposure(100)) is None
        return
    with pytest.raises(DriverError, match=str(status)):
        driver.write(PLACE, Exposure(100))


@pytest.mark.parametrize(
    ("method", "tries"), [("PUT", 2), ("DELETE", 2), ("POST", 1), ("PATCH", 1)]
)
def test_only_what_may_be_repeated_is_sent_again_when_nobody_answers(stand, method, tries):
    asked = []

    def answer(request):
        asked.append(request.method)
        raise ConnectionResetError

    stand.server.answer = answer
    with pytest.raises(DriverError):
        changed(stand, method=method, timeout="5").write(PLACE, Exposure(100))
    assert asked == [method] * tries


def test_a_refusal_is_not_sent_again(stand):
    stand.server.answer = lambda request: (503, {}, b"")
    with pytest.raises(DriverError, match="503"):
        stand.driver.write(PLACE, Exposure(100))
    assert len(stand.server.seen) == 1


# Reading back


@pytest.mark.parametrize(
    ("body", "options", "share"),
    [
        ('{"a": {"b": [0, 25]}}', {"read_pointer": "/a/b/1"}, 2_500),
        ('{"a/b~c": "12.5%"}', {"read_pointer": "/a~1b~0c"}, 1_250),
        ("25", {"read_pointer": ""}, 2_500),
        (" 25 % \n", {"read_pointer": ""}, 2_500),
        ('{"f": 0.125}', {"read_pointer": "/f", "read_form": "fraction"}, 1_250),
        ('{"f": 1}', {"read_pointer": "/f", "read_form": "fraction"}, 10_000),
        ('{"f": 1.1}', {"read_pointer": "/f", "read_form": "fraction"}, None),
        ('{"p": true}', {"read_pointer": "/p"}, None),
        ('{"p": null}', {"read_pointer": "/p"}, None),
        ('{"p": "NaN"}', {"read_pointer": "/p"}, None),
        ('{"p": -1}', {"read_pointer": "/p"}, None),
        ('{"p": 101}', {"read_pointer": "/p"}, None),
        ('{"p": "viele"}', {"read_pointer": "/p"}, None),
        ('{"w": 1, "r": 3}', {"read_pointer": "/w", "rest_pointer": "/r",
                              "read_form": "weight"}, 2_500),
        ('{"w": 0, "r": 0}', {"read_pointer": "/w", "rest_pointer": "/r",
                              "read_form": "weight"}, None),
        ('{"w": 1, "r": -3}', {"read_pointer": "/w", "rest_pointer": "/r",
                               "read_form": "weight"}, None),
        ('{"s": "half"}', {"read_pointer": "/s", "read_form": "word",
                           "steps": "0 = none\n50 = half"}, 5_000),
        ('{"s": "more"}', {"read_pointer": "/s", "read_form": "word",
                           "steps": "0 = none\n50 = half"}, None),
        ("{}", {"read_pointer": "/p", "missing": "0"}, 0),
    ],
)  # fmt: skip
def test_the_read_back_is_understood(stand, body, options, share):
    stand.server.answer = lambda request: (200, {}, body.encode())
    assert changed(stand, **{"missing": "", **options}).read(PLACE).share == share


@pytest.mark.parametrize("pointer", ["/data/grey", "/data/0", "/x", "/"])
def test_a_pointer_that_leads_nowhere_is_said(stand, pointer):
    with pytest.raises(DriverError, match=f"没有 {pointer}"):
        changed(stand, missing="", read_pointer=pointer).read(PLACE)


def test_a_secret_that_is_sent_back_is_not_shown(stand):
    body = json.dumps({"code": KEY, "data": {"gray": KEY}}).encode()
    stand.server.answer = lambda request: (200, {}, body)
    assert KEY not in stand.driver.read(PLACE).text
    with pytest.raises(DriverError) as refusal:
        stand.driver.write(PLACE, Exposure(100))
    assert KEY not in str(refusal.value)


# Off, full, and steps


def test_off_and_full_have_requests_of_their_own(stand):
    driver = changed(stand, off_method="DELETE", full_body='{"gray": 100, "text": "all"}')
    driver.write(PLACE, Exposure(5_000))
    driver.write(PLACE, Exposure(10_000))
    driver.write(PLACE, OFF)
    driver.write(PLACE, OFF)
    assert [method for method, _body in sent(stand)] == ["PUT", "PUT", "DELETE"]
    assert json.loads(sent(stand)[1][1])["text"] == "all"
    assert driver.read(PLACE).matches(OFF)


def test_a_target_of_steps_is_told_its_words(stand):
    driver = changed(
        stand, steps="0 = none\n10 = some\n100 = all", off_body="",
        body='{"gray": {{percent}}, "text": "{{step}}"}',
    )  # fmt: skip
    for share in (1_000, 10_000, 0):
        driver.write(PLACE, Exposure(share))
    assert [json.loads(body)["text"] for _method, body in sent(stand)] == ["some", "all", "none"]
    with pytest.raises(DriverError, match=r"0%、10%、100%.*20%"):
        driver.write(PLACE, Exposure(2_000))


def test_whole_percents_only_is_refused_in_words(stand):
    with pytest.raises(DriverError, match=r"整数百分比.*1\.5"):
        changed(stand, precision="whole").write(PLACE, Exposure(150))


def test_machines_need_a_place_in_the_request(stand):
    machines = Exposure(0, machines=("10.0.0.1",))
    with pytest.raises(DriverError, match="machines"):
        stand.driver.write(PLACE, machines)
    body = '{"gray": {{percent}}, "text": "", "hosts": {{machines}}}'
    changed(stand, body=body).write(PLACE, machines)
    assert json.loads(sent(stand)[0][1])["hosts"] == ["10.0.0.1"]


def test_testing_without_an_address_of_its_own_asks_the_host_only(stand):
    driver = changed(stand, test_address="")
    stand.server.answer = lambda request: (404, {}, b"")
    assert "连得上" in driver.test()
    assert [one.path for one in stand.server.seen] == ["/"]
    stand.server.answer = lambda request: (502, {}, b"")
    with pytest.raises(DriverError, match="502"):
        driver.test()


def test_every_blank_has_a_value():
    blanks = blanks_of(Place("", "", "", "", "", "", ""), Exposure(0), "")
    assert set(blanks.values) == NAMES
