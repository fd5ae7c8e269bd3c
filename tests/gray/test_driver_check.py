"""The plan check knows which shares a switch can show, before anybody has to find out."""

from typing import Any

import pytest
from django.utils import translation

from gray.actions import add_connection, switch_connection
from gray.driver_check import findings
from plans.document import Document
from tests.gray.drivers.fakes.http import Gateway
from tests.gray.drivers.fakes.unleash import Unleash

pytestmark = pytest.mark.django_db


def document(*percents: float | None, **ramp: str) -> Document:
    rows = [{"id": n, "ramp": "g", "position": n, "percent": percent, "audience": ""}
            for n, percent in enumerate(percents, 1)]  # fmt: skip
    return Document({}, {"ramps": [{"id": 1, "name": "g", "flag": "f", **ramp}], "stages": rows})


def codes(*percents: float | None, **ramp: str) -> list[tuple[str, str]]:
    return [(one.level, one.code) for one in findings(document(*percents, **ramp))]


@pytest.fixture
def connect(cast):
    def make(kind: str, name: str, values: dict[str, str], environment: str = "prod") -> Any:
        return add_connection(
            kind=kind, name=name, environment=environment, values=values, by=cast.adm
        )

    return make


@pytest.fixture
def apollo(connect):
    return connect("apollo", "交易 Apollo", {
        "address": "https://portal.example.com", "token": "t", "env": "PRO", "cluster": "default",
        "operator": "robot", "pending": "refuse", "timeout": "5",
    })  # fmt: skip


@pytest.fixture
def unleash(connect):
    rig = Unleash()
    rig.url = "https://unleash.example.com"
    return connect("unleash", "开关平台", rig.options())


def test_the_builtin_switch_shows_everything():
    assert codes(None, 0.5, 50, 100) == []
    assert codes(None, 0.5, 50, 100, driver="内置", format="布尔") == []


def test_a_driver_that_cannot_be_used_is_a_warning(apollo, cast):
    unknown = [("warning", "driver-unknown")]
    assert codes(1, driver="LaunchDarkly") == unknown
    assert codes(1, driver="Nacos", environment="prod") == unknown
    assert codes(1, driver="Apollo", environment="test") == unknown
    assert codes(1, driver="Apollo", environment="prod") == []
    assert codes(1, driver="交易 apollo", environment="Prod") == []
    switch_connection(apollo, is_on=False, by=cast.adm)
    assert codes(1, driver="交易 apollo") == unknown


def test_a_connection_of_another_environment_is_a_warning(apollo):
    found = codes(1, driver="交易 Apollo", environment="test")
    assert found == [("warning", "driver-environment")]


@pytest.mark.parametrize(
    ("written", "percents", "found"),
    [
        ("布尔", (1, 100), [("error", "driver-format")]),
        ("布尔", (100,), []),
        ("boolean", (0, 100), []),
        ("{{users}}", (1, 100), [("error", "driver-format")]),
        ('{"rate": {{percent}}}', (0.5, 100), []),
        ("", (0.5, 100), []),
    ],
)
def test_a_form_that_cannot_say_a_stage_is_an_error(apollo, written, percents, found):
    assert codes(*percents, driver="Apollo", environment="prod", format=written) == found


def test_fractions_are_a_warning_where_only_whole_percents_are_known(unleash, connect):
    assert codes(1, 50, 100, driver="开关平台", environment="prod") == []
    assert codes(0.5, 1.5, 100, driver="开关平台", environment="prod") == [
        ("warning", "driver-share")
    ]
    rig = Gateway()
    rig.url = "https://gate.example.com"
    connect("http", "网关", {**rig.options(), "steps": "10 = a\n100 = b"})
    assert codes(10, 100, driver="网关", environment="prod") == []
    assert codes(10, 20, 100, driver="网关", environment="prod") == [("warning", "driver-share")]


def test_stages_add_up_as_they_do_when_they_run(apollo):
    falling = codes(100, 50, driver="Apollo", environment="prod", format="布尔")
    assert falling == [], "no stage lets in fewer than the one before"


def test_it_speaks_the_readers_language_under_one_key(unleash):
    (found,) = findings(document(1.5, driver="开关平台", environment="prod"))
    assert "整数百分比" in str(found)
    with translation.override("en"):
        (other,) = findings(document(1.5, driver="开关平台", environment="prod"))
        assert "whole percents" in str(found) and found.key == other.key


def test_it_asks_the_database_once_for_many_ramps(unleash, django_assert_max_num_queries):
    many = [{"id": n, "name": f"g{n}", "driver": "Unleash", "environment": "prod"}
            for n in range(20)]  # fmt: skip
    with django_assert_max_num_queries(1):
        assert list(findings(Document({}, {"ramps": many, "stages": []}))) == []


def test_a_plan_without_named_drivers_asks_nothing(django_assert_max_num_queries):
    with django_assert_max_num_queries(0):
        assert codes(1, 100) == []
