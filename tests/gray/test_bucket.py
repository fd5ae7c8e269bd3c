"""Who is in at which share: equal to Unleash, golden, and never losing anybody."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gray.bucket import EVERYBODY, is_in, percent_of, position, share_of

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "bucket.json").read_text())
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: f"{row['salt']}:{row['key']}")
def test_golden_vectors_of_an_independent_murmur(row):
    assert position(row["salt"], row["key"]) == row["position"]


def test_the_reference_values_of_unleash():
    assert position("gr1", "123") // 100 + 1 == 73
    assert position("groupX", "999") // 100 + 1 == 25


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: f"{row['salt']}:{row['key']}")
def test_whole_percents_let_in_exactly_those_of_unleash(row):
    for percent in range(101):
        ours = is_in(row["salt"], share_of(percent), (), row["key"])
        assert ours is (percent > 0 and row["unleash"] <= percent)


@given(texts, texts, st.integers(0, EVERYBODY), st.integers(0, EVERYBODY))
def test_a_larger_share_never_loses_anybody(salt, key, one, other):
    smaller, larger = sorted((one, other))
    assert is_in(salt, smaller, (), key) <= is_in(salt, larger, (), key)


@given(texts, texts, st.integers(0, EVERYBODY))
def test_fixed_users_come_first(salt, key, share):
    assert is_in(salt, share, {key}, key) is True


def test_at_a_hundred_everybody_is_in_with_or_without_a_name():
    assert is_in("s", EVERYBODY, (), None) is True
    assert is_in("s", 1, (), None) is None
    assert is_in("s", 0, {"ann"}, None) is False


@pytest.mark.parametrize("percent", [1, 10, 50, 99])
def test_the_share_of_ten_thousand_users_is_about_the_percentage(percent):
    inside = sum(bool(is_in("flag", share_of(percent), (), f"u-{n}")) for n in range(10_000))
    assert abs(inside - percent * 100) < 4 * (percent * (100 - percent)) ** 0.5 + 1


def test_shares_are_hundredths_of_a_percent():
    assert share_of(Decimal("0.01")) == 1
    assert share_of(12.34) == 1234
    assert share_of(250) == EVERYBODY
    assert [str(percent_of(n)) for n in (0, 1, 1050, 1000, 10000)] == [
        "0",
        "0.01",
        "10.5",
        "10",
        "100",
    ]
