"""When is what told: moments as people write them, defaults, occasions. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from announcements.moments import read
from announcements.occasions import occasions_in, occasions_of
from announcements.schedule import Row, planned
from announcements.ways import ways_of

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
START = datetime(2026, 6, 18, 22, tzinfo=SHANGHAI)
END = datetime(2026, 6, 19, 2, tzinfo=SHANGHAI)

MOMENTS = {
    "T-7天": "06-11 22:00",
    "T－3d": "06-15 22:00",
    "T-2小时": "06-18 20:00",
    "T-30分钟": "06-18 21:30",
    "T-7": "06-11 22:00",
    "T-1周": "06-11 22:00",
    "T-2时": "06-18 20:00",
    "T": "06-18 22:00",
    "T+30分钟": "06-18 22:30",
    "D-1": "06-17 22:00",
    "D-1 18:00": "06-17 18:00",
    "T-1天(18:00)": "06-17 18:00",
    "发布前一天晚上8点": "06-17 20:00",
    "上线前2小时": "06-18 20:00",
    "提前半小时": "06-18 21:30",
    "当天 9:00": "06-18 09:00",
    "次日9:00": "06-19 09:00",
    "发布前": "06-18 20:00",
    "发布后1天": "06-20 02:00",
    "发布开始后30分钟": "06-18 22:30",
    "2026-06-17 18:00": "06-17 18:00",
    "6月17日 18:00": "06-17 18:00",
    "下午3点": "06-18 15:00",
    "1 day before": "06-17 22:00",
}
OCCASIONS = {
    "发布开始": {"started"},
    "发布完成": {"released"},
    "灰度开始": {"ramping"},
    "灰度完成": {"ramped"},
    "回滚": {"rolling_back"},
    "回滚完成": {"rolled_back"},
    "出现异常": {"trouble"},
    "每个阶段完成": {"step"},
    "完成": {"done"},
    "评审通过后": {"approved"},
    "取消": {"cancelled"},
    "改期": {"moved"},
    "发布开始、回滚": {"started", "rolling_back"},
    "异常后30分钟内": {"trouble"},
    "rollback complete": {"rolled_back"},
    "随时": set(),
}


def rules(*rows: Row, start: datetime | None = START) -> dict[str, datetime | None]:
    return {one.rule: one.at for one in planned(start, END, rows, SHANGHAI)}


@pytest.mark.parametrize("text", MOMENTS)
def test_a_moment_is_read(text: str) -> None:
    moment = read(text)
    assert moment
    at = moment.at(START, END, SHANGHAI)
    assert at and f"{at:%m-%d %H:%M}" == MOMENTS[text]


@pytest.mark.parametrize("text", OCCASIONS)
def test_what_is_no_moment_is_an_occasion_or_nothing(text: str) -> None:
    assert read(text) is None
    assert occasions_of(text) == OCCASIONS[text]


def test_during_and_after_leave_it_to_the_content() -> None:
    assert occasions_of("发布中", "异常情况实时通知") == {"trouble"}
    assert occasions_of("发布后", "观察结束报告") == {"done"}
    assert occasions_of("发布中", "值班电话") == {"started"}


def test_a_plan_without_ramps_begins_none() -> None:
    assert "ramping" not in occasions_in("plan.ramping", has_ramps=False)
    assert "ramping" in occasions_in("plan.ramping", has_ramps=True)
    assert "deployed" in occasions_in("plan.ramping", has_ramps=False)


def test_the_defaults_stand_before_the_window() -> None:
    assert rules() == {
        "T-7d": START - timedelta(days=7),
        "T-3d": START - timedelta(days=3),
        "T-1d": START - timedelta(days=1),
        "T-2h": START - timedelta(hours=2),
    }
    assert rules(start=None) == {}


def test_a_row_takes_the_place_of_the_default_at_its_moment() -> None:
    assert set(rules(Row(5, "T-3天"))) == {"T-7d", "row:5", "T-1d", "T-2h"}
    assert set(rules(Row(5, "D-1 18:00"))) == {"T-7d", "T-3d", "row:5", "T-2h"}
    assert set(rules(Row(5, "T-4天"))) == {"T-7d", "row:5", "T-3d", "T-1d", "T-2h"}


def test_rows_that_say_no_time_are_kept_with_the_reason() -> None:
    found = {one.rule: one.problem for one in planned(None, None, [Row(1, "随时"), Row(2, "T-1天"), Row(3, "回滚"), Row(4, "2月30日"), Row(5, "T-99999999999天")], SHANGHAI)}  # fmt: skip
    assert found["row:1"] == "unreadable"
    assert found["row:2"] == "no_window"
    assert found["row:3"] == ""
    digits = Row(6, f"T-{'9' * 5000}天")
    odd = planned(START, END, [Row(4, "2月30日"), Row(5, "T-99999999999天"), digits], SHANGHAI)
    assert {one.problem for one in odd if one.row.id} == {"unreadable"}


def test_a_day_before_is_the_same_clock_time_though_clocks_change() -> None:
    start = datetime(2026, 10, 25, 22, tzinfo=BERLIN)  # the day on which summer time ends
    found = {one.rule: one.at for one in planned(start, None, [], BERLIN)}
    before = found["T-1d"]
    assert before and (before.hour, before.day) == (22, 24)
    assert found["T-2h"] == start - timedelta(hours=2)


@pytest.mark.parametrize(
    ("text", "ways"),
    [("邮件", {"mail"}), ("钉钉群", {"robots"}), ("邮件、企微", {"mail", "robots"}), ("电话", {"mail"}), ("", {"mail"})],
)  # fmt: skip
def test_channels_are_mail_and_robots(text: str, ways: set[str]) -> None:
    assert ways_of(text) == ways
