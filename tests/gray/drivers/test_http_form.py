"""What the form of an HTTP connection refuses, each at its own field."""

from dataclasses import replace

import pytest

from gray.drivers.base import Exposure
from gray.drivers.http import Http
from gray.drivers.http.options import OPTIONS
from gray.kinds import mistakes_of
from tests.gray.drivers.fakes.http import Gateway
from tests.gray.drivers.rigs import PLACE

OFF = Exposure(0, enabled=False)
K8S = replace(PLACE, namespace="trade", plan="RP-2026-0007")
DEFAULTS = {option.name: option.default for option in OPTIONS}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": '{"gray": {{prozent}}}'}, "body"),
        ({"body": '{"gray": {{percent}'}, "body"),
        ({"body": '{"gray": 5}'}, "body"),
        ({"off_body": "{,}"}, "off_body"),
        ({"headers": "no colon"}, "headers"),
        ({"headers": "Host: evil"}, "headers"),
        ({"headers": "A: {{b}}"}, "headers"),
        ({"read_pointer": "data"}, "read_pointer"),
        ({"read_form": "weight"}, "rest_pointer"),
        ({"read_form": "word"}, "steps"),
        ({"moves": "next"}, "steps"),
        ({"steps": "10 some", "off_body": "{}"}, "steps"),
        ({"steps": "10 = a\n10 = b"}, "steps"),
        ({"steps": "110 = a"}, "steps"),
        ({"steps": "10 = a", "off_body": ""}, "off_address"),
        ({"ok_status": "two"}, "ok_status"),
        ({"ok_pointer": "", "ok_value": "0"}, "ok_pointer"),
        ({"missing": "101"}, "missing"),
    ],
)
def test_answers_that_cannot_work_are_named(changes, field):
    rig = Gateway()
    rig.url = "https://gate.example.com"
    values = {**DEFAULTS, **rig.options(), **changes}
    assert field in dict(mistakes_of(Http, values))
    assert list(mistakes_of(Http, {**DEFAULTS, **rig.options()})) == []
