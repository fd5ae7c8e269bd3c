"""The rehearsal of a slow ramp through a shut night, with the moments reckoned by hand."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from calendars.models import Freeze
from desk.rehearsal import BATCH, END, STAGE, Rehearsal, rehearsal
from gray.runs import Run
from gray.sections.ramp import Ramp
from plans.actions import add_rows, ask_override, confirm_override, create_plan
from plans.models import Plan
from plans.tables.registry import section
from tests.gray.measured import connect

SHANGHAI = ZoneInfo("Asia/Shanghai")
STAGES = [(0, "P3D"), (1, "P7D"), (5, "P4D"), (10, "P2D"), (30, "P1D"), (100, "")]


def at(text: str) -> datetime:
    """MM-DD HH:MM of 2026 in Shanghai."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@pytest.fixture
def slow(plan: Plan, cast: SimpleNamespace) -> Plan:
    """`plan` with six stages of days, and a window from 23:00 to 09:00 of the next day."""
    add_rows(plan, "windows", by=cast.ann, rows=[{"start": "23:00", "end": "09:00"}])
    add_rows(plan, "ramps", by=cast.ann, rows=[{"name": "切流", "flag": "route"}])
    add_rows(plan, "stages", by=cast.ann, rows=[
        {"ramp": "切流", "position": n, "percent": percent, "hold": hold}
        for n, (percent, hold) in enumerate(STAGES, start=1)
    ])  # fmt: skip
    return plan


def moments(found: Rehearsal, kind: str) -> list[datetime | None]:
    return [point.at for point in found.points if point.kind == kind]


def held(found: Rehearsal, title: str) -> str:
    return next(point.held for point in found.points if point.title == title)


def test_six_stages_of_days_begin_in_the_night(slow: Plan) -> None:
    found = rehearsal(slow, at("06-16 20:00"))
    assert moments(found, BATCH) == [at("06-16 23:00"), at("06-16 23:00")]
    assert moments(found, STAGE) == [
        at("06-16 23:00"), at("06-19 23:00"), at("06-26 23:00"), at("06-30 23:00"),
        at("07-02 23:00"), at("07-03 23:00"),
    ]  # fmt: skip
    assert moments(found, END) == [at("07-03 23:00")]
    assert held(found, "切流 → 1%") == "上一阶段观察 3 天，到 06-19 23:00"
    assert found.fits


def test_a_freeze_on_the_way_moves_everything_behind_it(slow: Plan) -> None:
    Freeze.objects.create(start=at("06-26 00:00"), end=at("06-27 12:00"), reason="压测")
    found = rehearsal(slow, at("06-16 08:30"))
    assert moments(found, STAGE) == [
        at("06-16 08:30"), at("06-19 08:30"), at("06-27 23:00"), at("07-01 23:00"),
        at("07-03 23:00"), at("07-04 23:00"),
    ]  # fmt: skip
    assert held(found, "切流 → 5%") == (
        "上一阶段观察 7 天，到 06-26 08:30；封网（压测），06-27 23:00 之后才行"
    )


def test_batches_take_the_time_that_their_steps_say(slow: Plan, cast: SimpleNamespace) -> None:
    add_rows(slow, "steps", by=cast.ann, rows=[
        {"phase": "发布", "group": "第一批", "action": "发布 coin-center", "minutes": 40},
        {"phase": "发布", "group": "第一批", "action": "发布 promotion-platform", "minutes": 20},
        {"phase": "发布", "group": "收尾", "group_minutes": 90, "action": "发布 trade-web-buy", "minutes": 5},
        {"phase": "验证", "group": "第一批", "action": "验证", "minutes": 600},
    ])  # fmt: skip
    found = rehearsal(slow, at("06-16 20:00"))
    first, second = [point for point in found.points if point.kind == BATCH]
    assert (first.at, first.until) == (at("06-16 23:00"), at("06-17 00:00"))
    assert (second.at, second.until) == (at("06-17 00:00"), at("06-17 01:30"))
    assert moments(found, STAGE)[0] == at("06-17 01:30")


def test_a_batch_without_a_length_says_that_it_is_taken_for_none(slow: Plan) -> None:
    found = rehearsal(slow, at("06-16 20:00"))
    first = next(point for point in found.points if point.kind == BATCH)
    assert first.until is None and any("按 0 分钟算" in words for words in first.assumed)


def test_a_planned_start_holds_a_batch(slow: Plan, cast: SimpleNamespace) -> None:
    add_rows(slow, "steps", by=cast.ann, rows=[
        {"phase": "发布", "group": "第 2 批", "action": "发布", "planned_start": "2026-06-17 02:00",
         "planned_end": "2026-06-17 02:30"},
    ])  # fmt: skip
    found = rehearsal(slow, at("06-16 20:00"))
    second = [point for point in found.points if point.kind == BATCH][1]
    assert (second.at, second.until) == (at("06-17 02:00"), at("06-17 02:30"))
    assert second.held == "等计划的开始时间 06-17 02:00"


def test_a_batch_that_ends_outside_its_window_is_told(slow: Plan, cast: SimpleNamespace) -> None:
    add_rows(slow, "steps", by=cast.ann, rows=[
        {"phase": "发布", "group": "第 1 批", "action": "发布", "minutes": 90},
        {"phase": "发布", "group": "", "action": "搬数据", "minutes": 30},
    ])  # fmt: skip
    found = rehearsal(slow, at("06-17 08:00"))
    assert any(
        "要 1 小时 30 分，到 2026-06-17 09:30 才完，而变更窗口 2026-06-17 09:00 就关" in text
        for text in found.warnings
    )
    assert any(
        "看不出这些发布步骤是哪一批的" in text and "搬数据" in text for text in found.warnings
    )


def test_what_ends_after_the_release_window_is_told_with_how_much(slow: Plan) -> None:
    Plan.objects.filter(pk=slow.pk).update(
        window_start=at("06-16 22:00"), window_end=at("07-01 09:00")
    )
    slow.refresh_from_db()
    found = rehearsal(slow, at("06-15 20:00"))
    assert moments(found, BATCH)[0] == at("06-16 23:00")
    assert held(found, "第 1 批：coin-center、promotion-platform") == (
        "等发布窗口，06-16 22:00 开始；等变更窗口，06-16 23:00 开放"
    )
    assert not found.fits
    assert found.warnings[0].startswith(
        "放不进发布窗口：第一个超出的是“切流 → 10%”（2026-06-30 23:00 – 2026-07-02 23:00），"
        "全部走完要到 2026-07-03 23:00，比窗口结束（2026-07-01 09:00）晚 2 天 14 小时。"
    )


def test_a_freeze_without_end_is_never_over(slow: Plan) -> None:
    Freeze.objects.create(
        start=at("06-25 00:00"), end=at("06-25 00:00").replace(year=2090), reason="停更"
    )
    found = rehearsal(slow, at("06-16 20:00"))
    assert moments(found, STAGE) == [at("06-16 23:00"), at("06-19 23:00"), None, None, None, None]
    assert found.end is None and not found.fits
    assert any(
        "“切流”的 5% 永远到不了：封网（停更）到 2090-06-25" in text for text in found.warnings
    )


def test_a_start_in_a_freeze_and_on_a_holiday_is_told(slow: Plan) -> None:
    Freeze.objects.create(start=at("06-20 00:00"), end=at("06-21 00:00"), reason="大促")
    found = rehearsal(slow, at("06-20 10:00"))
    assert any("开始时正在封网（大促）" in text for text in found.warnings)
    assert any("2026-06-20 不是工作日" in text for text in found.warnings)
    assert moments(found, BATCH)[0] == at("06-21 00:00")


def test_other_plans_with_the_same_applications_are_told_to_whoever_sees_them(
    slow: Plan, cast: SimpleNamespace
) -> None:
    other = create_plan(
        by=cast.oli,
        title="大促保障",
        window_start="2026-06-17 00:00",
        window_end="2026-06-17 06:00",
    )
    add_rows(other, "apps", by=cast.oli, rows=[{"batch": 1, "app": "Coin-Center"}])
    begin = at("06-16 20:00")
    seen = Plan.objects.visible_to(cast.ann)
    assert any(
        "大促保障" in text and "欧力" in text for text in rehearsal(slow, begin, seen).warnings
    )
    Plan.objects.filter(pk=other.pk).update(visibility="members")
    assert not any("大促保障" in text for text in rehearsal(slow, begin, seen.all()).warnings)
    assert not any("大促保障" in text for text in rehearsal(slow, begin).warnings)


def test_a_stage_comes_only_after_the_batch_and_the_ramp_that_it_names(
    slow: Plan, cast: SimpleNamespace
) -> None:
    add_rows(slow, "ramps", by=cast.ann, rows=[
        {"name": "返豆", "flag": "coin", "application": "coin-center"},
    ])  # fmt: skip
    add_rows(slow, "stages", by=cast.ann, rows=[
        {"ramp": "返豆", "position": 1, "percent": 1, "hold": "PT1H"},
        {"ramp": "返豆", "position": 2, "percent": 50, "hold": "PT1H", "needs": ["批次 2"]},
        {"ramp": "返豆", "position": 3, "percent": 100, "needs": ["灰度 切流 ≥ 5%"]},
    ])  # fmt: skip
    add_rows(slow, "steps", by=cast.ann, rows=[
        {"phase": "发布", "group": "第 2 批", "action": "发布", "minutes": 120},
    ])  # fmt: skip
    found = rehearsal(slow, at("06-16 20:00"))
    assert [point.at for point in found.points if point.title.startswith("返豆 →")] == [
        at("06-16 23:00"), at("06-17 01:00"), at("06-27 01:00"),
    ]  # fmt: skip
    assert held(found, "返豆 → 50%") == "等第 1 批、第 2 批，最早 06-17 01:00"
    assert held(found, "返豆 → 100%") == "等灰度“切流”放到 5%，最早 06-27 01:00"
    assert [point.assumed for point in found.points if point.title == "返豆 → 100%"] == [[]]


def test_a_ramp_of_another_plan_is_assumed_and_named(slow: Plan, cast: SimpleNamespace) -> None:
    other = create_plan(by=cast.oli, title="网关")
    add_rows(other, "ramps", by=cast.oli, rows=[{"name": "网关灰度", "flag": "gateway"}])
    row = section("stages").rows(slow)[1]
    type(row).objects.filter(pk=row.pk).update(needs=[f"{other.number} ≥ 10%"])
    stages = [one for one in rehearsal(slow, at("06-16 20:00")).points if one.kind == STAGE]
    assert stages[1].at == at("06-19 23:00")
    assert any(other.number in words and "放到 10%" in words for words in stages[1].assumed)


def test_ramps_that_wait_for_each_other_never_come(slow: Plan, cast: SimpleNamespace) -> None:
    stage: Any = section("stages").rows(slow)[1]
    type(stage).objects.filter(pk=stage.pk).update(needs=["灰度 返豆 ≥ 100%"])
    add_rows(slow, "ramps", by=cast.ann, rows=[{"name": "返豆", "flag": "coin"}])
    add_rows(slow, "stages", by=cast.ann, rows=[
        {"ramp": "返豆", "position": 1, "percent": 100, "needs": ["灰度 切流 ≥ 1%"]},
    ])  # fmt: skip
    found = rehearsal(slow, at("06-16 20:00"))
    assert moments(found, STAGE) == [at("06-16 23:00"), *[None] * 6]
    assert sum("请改掉这个依赖" in text for text in found.warnings) == 2


def test_a_ramp_under_way_goes_on_from_where_it_is(slow: Plan) -> None:
    ramp = Ramp.objects.get(plan=slow)
    second = section("stages").rows(slow)[1]
    Plan.objects.filter(pk=slow.pk).update(status="ramping", started_at=at("06-16 23:00"))
    section("apps").rows(slow).update(state="verified")
    Run.objects.create(plan=slow, ramp=ramp, state="running", stage=second, index=1, share=100,
                       since=at("06-19 23:00"))  # fmt: skip
    slow.refresh_from_db()
    found = rehearsal(slow, at("06-21 10:00"))
    assert moments(found, STAGE) == [
        at("06-26 23:00"), at("06-30 23:00"), at("07-02 23:00"), at("07-03 23:00"),
    ]  # fmt: skip
    assert not moments(found, BATCH)


def test_a_plan_that_is_over_has_nothing_to_come(slow: Plan) -> None:
    Plan.objects.filter(pk=slow.pk).update(status="done")
    slow.refresh_from_db()
    found = rehearsal(slow, at("06-16 20:00"))
    assert not found.points and not found.warnings and found.fits


def test_observation_and_closing_come_last(slow: Plan) -> None:
    Plan.objects.filter(pk=slow.pk).update(observe=timedelta(days=2))
    slow.refresh_from_db()
    found = rehearsal(slow, at("06-16 20:00"))
    last = found.points[-1]
    assert (last.title, last.at, last.held) == ("结束与总结", at("07-05 23:00"), "观察 2 天")
    assert found.end == at("07-05 23:00")


def test_an_override_opens_its_own_time_and_no_more(slow: Plan, cast: SimpleNamespace) -> None:
    Plan.objects.filter(pk=slow.pk).update(status="releasing", started_at=at("06-16 11:00"))
    slow.refresh_from_db()
    with time_machine.travel(at("06-16 12:00"), tick=False):
        asked = ask_override(slow, by=cast.oli, reason="支付回调失败，等不到晚上", minutes=30)
        confirm_override(asked, by=cast.ann)
        slow.refresh_from_db()
        found = rehearsal(slow, at("06-16 12:00"))
    assert moments(found, BATCH)[0] == at("06-16 12:00")
    assert moments(found, STAGE)[:2] == [at("06-16 12:00"), at("06-19 23:00")]


def test_metrics_that_let_a_stage_in_are_assumed(slow: Plan, cast: SimpleNamespace) -> None:
    connect("http://127.0.0.1:9")
    add_rows(slow, "metrics", by=cast.ann, rows=[
        {"name": "错误率", "operator": "<", "threshold": "1%", "purpose": "门禁", "query": "rate"},
    ])  # fmt: skip
    stages = [one for one in rehearsal(slow, at("06-16 20:00")).points if one.kind == STAGE]
    assert [("关键指标届时达标" in one.assumed) for one in stages] == [False, *[True] * 5]


def test_a_ramp_that_people_have_stopped_is_taken_to_go_on(slow: Plan) -> None:
    ramp, second = Ramp.objects.get(plan=slow), section("stages").rows(slow)[1]
    Plan.objects.filter(pk=slow.pk).update(status="ramping", started_at=at("06-16 23:00"))
    section("apps").rows(slow).update(state="verified")
    Run.objects.create(plan=slow, ramp=ramp, state="held", stage=second, index=1, share=100,
                       since=at("06-19 23:00"))  # fmt: skip
    slow.refresh_from_db()
    stages = [one for one in rehearsal(slow, at("06-27 08:00")).points if one.kind == STAGE]
    assert stages[0].at == at("06-27 08:00")
    assert "有人当即按“继续”" in stages[0].assumed and not stages[1].assumed
