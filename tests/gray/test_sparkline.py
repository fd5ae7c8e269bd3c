"""A small curve with the line of its threshold."""

import re
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from gray.sparkline import HEIGHT, POINTS, WIDTH, draw
from tests.gray.worlds import at

NOW, SPAN = at("20 12:00"), timedelta(hours=3)
MINUTE = timedelta(minutes=1)


def curve(*values, **more):
    count = len(values)
    readings = [(NOW - (count - 1 - n) * MINUTE, value) for n, value in enumerate(values)]
    return draw(readings, NOW, SPAN, **more)


def test_without_numbers_there_is_no_curve():
    assert draw([], NOW, SPAN) is None
    assert curve(None, None) is None
    assert draw([(NOW - timedelta(hours=4), 1.0)], NOW, SPAN) is None


def test_the_threshold_has_its_height_among_the_values():
    spark = curve(1.0, 2.0, 3.0, limit=5.0)
    assert spark.limit < spark.y, "it lies above the newest value"
    assert spark.x == WIDTH - 4


def test_the_curve_breaks_where_nothing_was_measured():
    readings = [(NOW - timedelta(hours=1), 1.0), (NOW, 1.0)]
    assert draw(readings, NOW, SPAN).path.count("M") == 2
    near = [(NOW - 2 * MINUTE, 1.0), (NOW, 1.0)]
    assert draw(near, NOW, SPAN, gap=timedelta(minutes=3)).path.count("M") == 1


def test_a_short_spike_is_seen_among_a_thousand_looks():
    step = SPAN / 1_000
    readings = [(NOW - n * step, 0.9 if n == 500 else 0.1) for n in range(1_000)]
    assert " 4.0" in draw(readings[::-1], NOW, SPAN).path
    assert " 4.0" not in draw(readings[::-1], NOW, SPAN, worst=False).path


numbers = st.floats(-1e12, 1e12) | st.none()


@given(st.lists(numbers, max_size=400), st.none() | st.floats(-1e12, 1e12))
def test_every_point_lies_within_the_picture(values, limit):
    spark = curve(*values, limit=limit)
    if spark is None:
        assert all(value is None for value in values[-181:])
        return
    points = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", spark.path)
    assert 0 < len(points) <= POINTS + 2
    for x, y in [*points, (spark.x, spark.y), (0, spark.limit if limit is not None else 0)]:
        assert 0 <= float(x) <= WIDTH
        assert 0 <= float(y) <= HEIGHT
