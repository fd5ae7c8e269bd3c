"""What a page shows in English can be typed back, and no two columns read the same."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils.translation import override

from plans.tables.cells import Choice, Flag
from plans.tables.durations import read_duration, write_duration
from plans.tables.moments import read_days, write_days
from plans.tables.registry import sections
from plans.tables.section import Section

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.mark.parametrize("part", sections(), ids=lambda part: part.key)
def test_columns_have_labels_of_their_own(part: Section) -> None:
    counted = Counter(str(cell.label) for cell in part.columns)
    assert not [label for label, count in counted.items() if count > 1]


def test_sections_have_names_of_their_own() -> None:
    counted = Counter(str(part.label) for part in sections())
    assert not [label for label, count in counted.items() if count > 1]


@pytest.mark.parametrize("part", sections(), ids=lambda part: part.key)
def test_options_read_back(part: Section) -> None:
    for cell in part.columns:
        if isinstance(cell, Choice):
            values = [value for value, _label in cell.options]
            assert [cell.parse(cell.display(value)) for value in values] == values


def test_yes_and_no_read_back() -> None:
    cell = Flag("x")
    assert [cell.parse(cell.display(value)) for value in (True, False, None)] == [True, False, None]


@pytest.mark.parametrize("seconds", [0, 1, 60, 3600, 86_400, 3 * 86_400 + 4 * 3600, 93_784])
def test_durations_read_back(seconds: int) -> None:
    text = write_duration(timedelta(seconds=seconds), iso=False)
    assert read_duration(text) == timedelta(seconds=seconds), text


@pytest.mark.parametrize("days", [[], [1], [2, 4], [1, 2, 3, 4, 5], [6, 7]])
def test_days_read_back(days: list[int]) -> None:
    assert read_days(write_days(days)) == days
