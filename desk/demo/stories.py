"""Four plans in four states; each is made whole or not at all."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from desk.demo import acts
from desk.demo.people import People
from gray.actions import command, look
from gray.sections.ramp import Ramp
from ground.clock import told
from plans.actions import add_rows, start
from plans.models import Plan
from plans.tables.registry import section

ACCEPTED = "窗口和时长已在例会上确认，可以接受"


class Calendar:
    """Moments around `now` in the installation's time zone."""

    def __init__(self, now: datetime) -> None:
        self.zone = ZoneInfo(settings.TIME_ZONE)
        self.now = now.astimezone(self.zone).replace(second=0, microsecond=0)

    def day(self, offset: int, clock: str) -> datetime:
        """That many days from today, at HH:MM."""
        date = self.now.date() + timedelta(days=offset)
        return datetime.combine(date, time.fromisoformat(clock), self.zone)

    def coming(self, weekday: int, clock: str) -> datetime:
        """The first such day (1 Monday) that is at least three days away."""
        ahead = 3 + (weekday - 3 - self.now.isoweekday()) % 7
        return self.day(ahead, clock)

    def ago(self, minutes: float) -> datetime:
        return self.now - timedelta(minutes=minutes)


def hours(first: datetime, step: timedelta = timedelta(minutes=37)) -> Iterator[datetime]:
    """One moment after another."""
    while True:
        yield first
        first += step


@transaction.atomic
def draft(people: People, when: Calendar) -> Plan:
    """会员等级改版: being filled in, with what the plan check finds in such documents."""
    return acts.import_plan(
        "levels", by=people["linqiao"], at=when.day(-1, "17:20"), zone=when.zone,
        start=when.coming(2, "20:30"), end=when.coming(2, "23:30"),
    )  # fmt: skip


@transaction.atomic
def in_review(people: People, when: Calendar) -> Plan:
    """优惠券中心拆分: two signatures are there, the staging gate waits."""
    plan = acts.import_plan(
        "coupons", by=people["linqiao"], at=when.day(-3, "10:05"), zone=when.zone,
        start=when.coming(2, "20:00"), end=when.coming(2, "23:30"),
    )  # fmt: skip
    submitted = when.day(-2, "11:30")
    acts.submit_plan(plan, by=people["linqiao"], at=submitted, reason=ACCEPTED)
    acts.sign_gate(plan, "submission", by=people["zhouye"], at=when.day(-2, "14:10"))
    acts.record_results(plan, by=people["suqing"], at=when.day(-1, "15:40"))
    acts.sign_gate(
        plan,
        "tested",
        by=people["suqing"],
        at=when.day(-1, "16:25"),
        comment="回归通过，遗留 1 个 C 级",
    )
    return plan


@transaction.atomic
def releasing(people: People, when: Calendar) -> Plan:
    """积分抵现: in the middle of its second batch, one application has failed."""
    start_at, end_at = when.ago(70), when.now + timedelta(hours=5)
    plan = acts.import_plan(
        "points", by=people["linqiao"], at=when.day(-6, "09:40"), zone=when.zone,
        start=start_at, end=end_at,
    )  # fmt: skip
    _fill_in_times(plan, people, when, end_at)
    submitted = when.day(-5, "10:00")
    acts.submit_plan(plan, by=people["linqiao"], at=submitted, reason=ACCEPTED)
    plan = acts.approve(plan, people, hours(when.day(-4, "10:30")))
    with told(when.ago(64)):
        plan = start(plan, by=people["muchuan"])
    _prepare(plan, people, when)
    _deploy_batches(plan, people, when)
    return plan


def _fill_in_times(plan: Plan, people: People, when: Calendar, end: datetime) -> None:
    """The window of the night, and the run book with its times."""
    window = {
        "start": when.ago(120).strftime("%H:00"), "end": end.strftime("%H:%M"), "note": "发布专窗",
    }  # fmt: skip
    with told(when.day(-6, "10:20")):
        add_rows(plan, "windows", by=people["linqiao"], rows=[window])
        add_rows(plan, "steps", by=people["linqiao"], rows=_steps(when))


def _steps(when: Calendar) -> list[dict[str, Any]]:
    timed = [
        ("准备", "全员到岗，确认监控大盘无告警", "林乔", 66),
        ("准备", "执行数据库变更", "顾沉", 62),
        ("发布", "第 1 批：points-center、promo-engine", "穆川", 52),
        ("发布", "第 2 批：cart-service、order-center、refund-service", "穆川", 26),
        ("发布", "第 3 批：checkout-web、member-h5", "穆川", -10),
        ("验证", "收银台下单、支付、退款各走一遍", "苏青", -35),
    ]
    back = [
        ("关流量", 5, "灰度关闭流量，确认 points.pay.enabled 为 false", "穆川"),
        ("回滚应用", 10, "按回滚顺序退回旧版本", "穆川"),
        ("回滚数据", 5, "确认无冻结中的积分，再清理字典", "顾沉"),
    ]
    forward = [
        {"phase": phase, "position": n, "action": action, "owner": owner,
         "planned_start": when.ago(ago).isoformat(), "minutes": 10}
        for n, (phase, action, owner, ago) in enumerate(timed, start=1)
    ]  # fmt: skip
    return forward + [
        {"phase": "回滚", "group": group, "group_minutes": minutes, "position": n,
         "action": action, "owner": owner}
        for n, (group, minutes, action, owner) in enumerate(back, start=1)
    ]  # fmt: skip


def _prepare(plan: Plan, people: People, when: Calendar) -> None:
    acts.tick(
        plan,
        "sql_changes",
        by=people["guchen"],
        at=when.ago(56),
        evidence="DBA 工单 20881，无锁等待",
    )
    acts.tick(plan, "topics", by=people["muchuan"], at=when.ago(55), evidence="控制台已建")
    for row, ago in zip(section("steps").rows(plan), (62, 55, 29), strict=False):
        with told(when.ago(ago)):
            values = {"state": "done", "actual_end": when.ago(ago).isoformat()}
            acts.record_progress(row, by=people["muchuan"], values=values)
    with told(when.ago(68)):
        for row in section("checks").rows(plan)[:3]:
            acts.record_progress(row, by=people["suqing"], values={"done": True})


def _deploy_batches(plan: Plan, people: People, when: Calendar) -> None:
    for app, tester, moments in (
        ("points-center", "suqing", (51, 45, 38)),
        ("promo-engine", "tangli", (44, 37, 30)),
        ("cart-service", "suqing", (25, 19, 12)),
    ):
        acts.deploy(plan, app, people, [when.ago(minutes) for minutes in moments], tester)
    tap, ops = acts.tap, people["muchuan"]
    tap(plan, "refund-service", "deploying", by=ops, at=when.ago(17), build="#1877")
    tap(plan, "refund-service", "deployed", by=ops, at=when.ago(11))
    tap(
        plan, "refund-service", "verify_failed", by=people["tangli"], at=when.ago(3),
        reason="部分退款多退 1 个积分，四舍五入口径不一致",
    )  # fmt: skip
    tap(plan, "order-center", "deploying", by=ops, at=when.ago(4), build="#1882")


@transaction.atomic
def ramping(people: People, when: Calendar) -> Plan:
    """搜索排序模型升级: three days into its ramp, at 10 %."""
    plan = acts.import_plan(
        "search", by=people["linqiao"], at=when.day(-9, "11:00"), zone=when.zone,
        start=when.day(-3, "09:00"), end=when.day(6, "21:00"),
    )  # fmt: skip
    acts.submit_plan(plan, by=people["linqiao"], at=when.day(-8, "10:00"), reason=ACCEPTED)
    plan = acts.approve(plan, people, hours(when.day(-7, "10:00")))
    with told(when.day(-3, "09:02")):
        plan = start(plan, by=people["muchuan"])
    for app, clocks in (
        ("rank-model", ("09:05", "09:14", "09:26")),
        ("search-api", ("09:30", "09:38", "09:52")),
    ):
        acts.deploy(plan, app, people, [when.day(-3, clock) for clock in clocks], "suqing")
    _ramp_up(plan, people, when)
    return plan


def _ramp_up(plan: Plan, people: People, when: Calendar) -> None:
    """Started by hand at ten; then the clock looks whenever a hold is over."""
    ramp: Any = Ramp.section.rows(plan).get()
    ramp.plan = plan
    with told(when.day(-3, "10:00")):
        run = command(ramp, by=people["muchuan"], command="start", reason="应用已验证，开始放量")
    for moment in (
        when.day(-3, "10:00"), when.day(-3, "12:00"), when.day(-2, "12:00"), when.now,
    ):  # fmt: skip
        with told(moment):
            look(run.pk, now=moment)


STORIES = {
    "search.md": ramping,
    "points.md": releasing,
    "coupons.md": in_review,
    "levels.md": draft,
}
