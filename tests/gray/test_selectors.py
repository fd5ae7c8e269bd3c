"""What a query stands on."""

import pytest

from gray.gauges.selectors import fill, freshness, reach, selectors


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("job:errors:ratio", ["job:errors:ratio"]),
        ('up{job="api"}', ['up{job="api"}']),
        ('sum(rate(hits{code=~"5.."}[5m])) / sum(rate(hits[5m]))', ['hits{code=~"5.."}', "hits"]),
        ('sum by (code) (x{a="}{"})', ['x{a="}{"}']),
        ("sum(up)", []),
        ('label_replace(up{}, "a{b}", "$1", "c", "d[e]")', ["up{}"]),
        ("1 + 1", []),
        ('{__name__="up"}', ['{__name__="up"}']),
    ],
)
def test_the_series_of_a_query_are_told_from_its_text(query, found):
    assert selectors(query) == found
    assert freshness(query) == (
        f"max({' or '.join(f'timestamp({one})' for one in found)})" if found else ""
    )


@pytest.mark.parametrize(
    ("query", "seconds"),
    [("up", 0), ("rate(x[5m])", 300), ("rate(x[1h30m]) / rate(y[5m])", 5_400), ("x[10m:1m]", 600)],
)
def test_how_far_back_a_query_looks(query, seconds):
    assert reach(query) == seconds


def test_placeholders_stay_texts_whatever_they_hold():
    words = {"flag": 'a"} or vector(0) # \\', "percent": "10"}
    filled = fill('x{flag="{{ flag }}"} > {{percent}}', words)
    assert filled == 'x{flag="a\\"} or vector(0) # \\\\"} > 10'
    with pytest.raises(KeyError):
        fill('x{a="{{unknown}}"}', words)
