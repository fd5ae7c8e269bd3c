"""Golden cases: what XXL-JOB's own evaluator answers from 2026-11-20 12:00 Shanghai time."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from plans.cron.mending import mended
from plans.cron.schedule import next_runs, read_cron

START = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("0 0/5 9-18 ? * MON-FRI", ["2026-11-20 12:05", "2026-11-20 12:10"]),
        ("0 0 2 L * ?", ["2026-11-30 02:00", "2026-12-31 02:00", "2027-01-31 02:00"]),
        ("0 15 10 ? * 6#3", ["2026-12-18 10:15", "2027-01-15 10:15", "2027-02-19 10:15"]),
        ("0 0 0 15W * ? 2027", ["2027-01-15 00:00", "2027-02-15 00:00", "2027-03-15 00:00"]),
        ("0 0 22-2 * * ?", ["2026-11-20 22:00", "2026-11-20 23:00", "2026-11-21 00:00"]),
        ("0 0 9 ? * L", ["2026-11-21 09:00", "2026-11-28 09:00"]),
        ("0 0 9 ? * 6L", ["2026-11-27 09:00", "2026-12-25 09:00"]),
        ("0 0 9 LW * ?", ["2026-11-30 09:00", "2026-12-31 09:00", "2027-01-29 09:00"]),
        ("0 0 9 L-3 * ?", ["2026-11-27 09:00", "2026-12-28 09:00"]),
        ("0 0 9 1W,15W * ?", ["2026-12-01 09:00", "2026-12-15 09:00"]),
        ("0 0 9 ? NOV-FEB 2", ["2026-11-23 09:00"]),
        ("0 0 9 ? * fri-mon", ["2026-11-21 09:00"]),
    ],
)
def test_next_times_are_those_of_the_scheduler(text: str, wanted: list[str]) -> None:
    runs = next_runs(read_cron(text), START, len(wanted))
    assert [run.strftime("%Y-%m-%d %H:%M") for run in runs] == wanted


@pytest.mark.parametrize(
    "text",
    ["* * * * *", "0 0 2 * * *", "0 0 2 ? * ?", "0 15 10 ? * 6#6", "0 15 10 ? * 3#1,6#3",
     "0 0 24 * * ?", "0/70 * * * * ?", "...", "0 0 2 32 * ?", "0 0 2 ? * 8", "a b c d e f"],
)  # fmt: skip
def test_what_the_scheduler_rejects_is_rejected(text: str) -> None:
    with pytest.raises(ValueError, match="cron"):
        read_cron(text)


@pytest.mark.parametrize("text", ["0 0 0 31 2 ?", "0 0 0 1 1 ? 2020"])
def test_an_expression_may_be_valid_and_never_fire(text: str) -> None:
    assert next_runs(read_cron(text), START, 1) == []


@pytest.mark.parametrize("text", [" 0 0 2 * * ? ", "0 0 0 1-31/40 * ?", "0 0 0 L-3W * ?"])
def test_oddities_that_the_scheduler_accepts(text: str) -> None:
    assert read_cron(text)


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("0 3 1 * *", "0 0 3 1 * ?"),
        ("*/5 * * * *", "0 */5 * * * ?"),
        ("0 9 * * 1-5", "0 0 9 ? * 2-6"),
        ("0 9 * * 0", "0 0 9 ? * 1"),
        ("0 9 * * 7", "0 0 9 ? * 1"),
        ("0 9 * * MON", "0 0 9 ? * MON"),
        ("0 0 2 * * *", "0 0 2 * * ?"),
        ("0 0 2 ? * ?", "0 0 2 * * ?"),
        ("0 0 2 1 * 3", ""),
        ("0 0 2 * * ?", ""),
        ("每天两点", ""),
        ("0 0 24 * * *", ""),
    ],
)
def test_crontab_is_offered_in_the_dialect_of_the_scheduler(text: str, better: str) -> None:
    assert mended(text) == better
