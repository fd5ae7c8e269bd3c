"""What a switch answers on and off, as the column 格式 says it."""

import pytest

from gray.answers import switch_of
from gray.drivers.builtin import values_of


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("", (True, False)),
        ('{"on": "新版", "off": "旧版"}', ("新版", "旧版")),
        ('{"on": 1.0, "off": 0}', (1.0, 0)),
        ('{"on": {"版本": 2}, "off": null}', ({"版本": 2}, None)),
    ],
)
def test_a_pair_of_values_is_served_and_else_true_and_false(written, values):
    found = values_of(written)
    assert found == values and [type(one) for one in found] == [type(one) for one in values]


@pytest.mark.parametrize(
    "written",
    [
        "百分比", '{"on": 1}', "[1, 2]", '{"on": NaN, "off": 0}', '{"on": -Infinity, "off": 0}',
        '{"on": 1e400, "off": 0}', '{"on": [{"x": -1e999}], "off": 0}', '{"on": "\\u0000", "off": 0}',
        '{"on": "\\ud800", "off": 0}', "[" * 100_000,
    ],
)  # fmt: skip
def test_what_no_client_could_read_is_never_served(written):
    assert values_of(written) == (True, False)


def test_the_bytes_of_an_answer_are_what_the_database_wrote():
    switch = switch_of(("", "f", "f", 10_000, "[]", "1.0", '{"中": [0.50, 1e2]}', 1))
    assert switch.answer(None).endswith(b'"value":1.0}')
    off = switch_of(("", "f", "f", 0, "[]", "1.0", '{"中": [0.50, 1e2]}', 1))
    assert off.answer(None).endswith('"value":{"中":[0.5,100.0]}}'.encode())
