"""Thresholds as typed against readings as Prometheus gives them."""

import pytest

from gray.limits import limit_for, limit_of
from plans.bands import condition

RATIO, SECONDS = "errors / all", "histogram_quantile(0.99, rt_seconds_bucket)"


@pytest.mark.parametrize(
    ("sign", "threshold", "unit", "query", "good", "bad", "said"),
    [
        ("<", "1%", "", RATIO, 0.009, 0.01, "< 1%"),
        ("", "<1%", "", RATIO, 0.009, 0.011, "< 1%"),
        ("<", "1", "%", RATIO, 0.009, 0.011, "< 1%"),
        ("<", "1", "%", f"100 * {RATIO}", 0.9, 1.1, "< 1%"),
        ("<", "1%", "", f"({RATIO}) * 100", 0.9, 1.1, "< 1%"),
        ("<", "1%", "", "job:error_percent", 0.9, 1.1, "< 1%"),
        (">=", "99.9%", "", RATIO, 0.999, 0.998, ">= 99.9%"),
        ("", "≥ 99.9％", "", RATIO, 0.9995, 0.998, ">= 99.9％"),
        ("<", "200ms", "", SECONDS, 0.199, 0.2, "< 200ms"),
        ("<", "200", "毫秒", SECONDS, 0.199, 0.2, "< 200毫秒"),
        ("<", "200ms", "", "rt_milliseconds", 199, 201, "< 200ms"),
        ("<", "200ms", "", f"1000 * {SECONDS}", 199, 201, "< 200ms"),
        ("<", "2分钟", "", SECONDS, 119, 121, "< 2分钟"),
        (">", "1,000", "次/秒", "qps", 1001, 999, "> 1000次/秒"),
        ("<", "500MB", "", "process_bytes", 4e8, 6e8, "< 500MB"),
        ("=", "0", "", "crashes", 0, 1, "= 0"),
        ("!=", "0", "", "replicas", 3, 0, "!= 0"),
    ],
)
def test_a_threshold_is_read_in_the_unit_of_the_query(
    sign, threshold, unit, query, good, bad, said
):
    limit = limit_of(sign, threshold, unit, query)
    assert (limit.is_met(good), limit.is_met(bad), str(limit)) == (True, False, said)


@pytest.mark.parametrize(
    ("sign", "threshold"),
    [("<", ""), ("", "1%"), ("<", "正常"), ("<", "环比不升"), (">", "<1%"), ("~", "1")],
)
def test_what_says_no_number_is_no_limit(sign, threshold):
    assert limit_of(sign, threshold, "", RATIO) is None


def test_a_reading_is_shown_in_the_unit_of_its_threshold():
    assert limit_of("<", "1%", "", RATIO).say(0.0042) == "0.42%"
    assert limit_of("<", "200ms", "", SECONDS).say(0.15) == "150ms"
    assert limit_of(">", "100", "", "qps").say(123456.7) == "123,457"


def test_percent_that_was_read_as_a_share_never_looks_good():
    low, high = limit_of("<", "1%", "", RATIO), limit_of(">", "99.9%", "", RATIO)
    assert not low.is_met(0.5), "0.5 percent, read as a share, is fifty"
    assert high.is_met(98.0)
    assert not high.is_plausible(98.0)
    assert high.is_plausible(1.0)


def test_a_condition_in_words_is_a_limit_too():
    name, bound = condition("接口错误率高于 5%，持续 3 分钟")
    limit = limit_for(bound, RATIO)
    assert (name, str(limit), limit.is_met(0.06)) == ("接口错误率", "> 5%", True)
