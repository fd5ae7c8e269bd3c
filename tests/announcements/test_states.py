"""What becomes of a plan is told once, to everyone of it, unless its 沟通计划 says it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from announcements.models import Bulletin
from approvals.actions import withdraw
from plans.actions import begin_rollback, cancel, change_plan, move_app, pause, resume, start
from plans.models import Plan
from plans.tables.registry import section
from tests.announcements.conftest import END, START, mails, names, say, set_window
from tests.approvals.hands import approved, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.long]

EVERYONE = {"ann", "dev", "rob", "dan", "oli", "pia"}


@pytest.fixture
def under_way(ready: Plan, cast: SimpleNamespace, clock: Any) -> Plan:
    clock.move_to(START)
    start(ready, by=cast.ann)
    ready.refresh_from_db()
    return ready


def told(kind: str) -> set[str]:
    """Who was told; each at most once."""
    found = mails(kind)
    assert len(found) == len(names(found))
    return names(found)


def test_the_approval_is_told_to_everyone_once(ready: Plan) -> None:
    assert told("plan.approved") == EVERYONE
    [letter] = [one for one in mails("plan.approved") if one.to and one.to.username == "pia"]
    assert letter.opening == "计划已通过评审"
    assert letter.thread == ready.chain
    assert letter.subject == f"[{ready.number}] {ready.title}"


def test_nothing_is_told_of_submission_and_rejection_that_gates_tell(
    timed: Plan, cast: SimpleNamespace
) -> None:
    submitted(timed, cast.ann)
    assert mails("plan.") == []


def test_start_pause_and_resumption_are_told_with_who_and_why(
    under_way: Plan, cast: SimpleNamespace
) -> None:
    assert told("plan.started") == EVERYONE
    pause(under_way, by=cast.oli, reason="告警升高")
    assert told("plan.paused") == EVERYONE
    letter = mails("plan.paused")[0]
    assert "欧力" in letter.text and "告警升高" in letter.text and "已暂停" in letter.text
    under_way.refresh_from_db()
    resume(under_way, by=cast.oli)
    assert told("plan.resumed") == EVERYONE


def test_a_second_pause_is_a_letter_of_its_own(under_way: Plan, cast: SimpleNamespace) -> None:
    for _round in range(2):
        pause(under_way, by=cast.ann)
        resume(under_way, by=cast.ann)
    assert len(mails("plan.paused")) == 2 * len(EVERYONE)


def test_a_rollback_without_anything_started_tells_both_ends(
    under_way: Plan, cast: SimpleNamespace
) -> None:
    """The second change of state follows within the first: both are told, in order."""
    begin_rollback(under_way, by=cast.ann, reason="错误率超标")
    assert told("plan.rollback_begun") == EVERYONE
    assert told("plan.rolled_back") == EVERYONE
    kinds = [one.kind for one in mails("plan.roll")]
    assert kinds.index("plan.rollback_begun") < kinds.index("plan.rolled_back")
    assert "错误率超标" in mails("plan.rollback_begun")[0].text


def test_a_cancellation_is_told(ready: Plan, cast: SimpleNamespace) -> None:
    cancel(ready, by=cast.ann, reason="需求取消")
    assert told("plan.cancelled") == EVERYONE
    assert "需求取消" in mails("plan.cancelled")[0].text


def test_a_moved_window_is_told_with_both_windows_once(ready: Plan, cast: SimpleNamespace) -> None:
    set_window(ready, cast.ann, START + timedelta(days=1), END + timedelta(days=1), "机房维护")
    assert told("plan.window_moved") == EVERYONE
    text = mails("plan.window_moved")[0].text
    assert "06-18（四）22:00" in text and "06-19（五）22:00" in text and "机房维护" in text


def test_another_edit_tells_of_no_window(ready: Plan, cast: SimpleNamespace) -> None:
    ready.refresh_from_db()
    change_plan(ready, by=cast.ann, version=ready.version_lock, values={"project": "返豆"}, reason="补")  # fmt: skip
    say(ready, cast.ann, "T-5天")
    assert mails("plan.window_moved") == []


def test_a_draft_moves_its_window_in_silence(timed: Plan, cast: SimpleNamespace) -> None:
    set_window(timed, cast.ann, START + timedelta(days=1), END + timedelta(days=1))
    assert mails("plan.", "window.") == []


def test_a_row_for_the_event_replaces_the_letter_of_those_it_reaches(
    timed: Plan, cast: SimpleNamespace, clock: Any
) -> None:
    say(timed, cast.ann, "发布开始", "开始了，请盯监控", audience="测试、运维")
    approved(timed, cast)
    clock.move_to(START)
    start(timed, by=cast.ann)
    letters = mails("plan.started")
    assert len(letters) == len(names(letters)) and names(letters) == EVERYONE
    by_name = {one.to.username: one.text for one in letters if one.to}
    assert "请盯监控" in by_name["rob"] and "请盯监控" in by_name["oli"]
    assert "请盯监控" not in by_name["pia"]
    assert "发布开始了" in by_name["rob"]


def test_a_row_that_waits_is_told_each_time_and_stays(
    timed: Plan, cast: SimpleNamespace, clock: Any
) -> None:
    row = say(timed, cast.ann, "出现异常", "请到作战室", audience="开发")
    approved(timed, cast)
    clock.move_to(START)
    start(timed, by=cast.ann)
    for _round in range(2):
        pause(timed, by=cast.ann, reason="抖动")
        resume(timed, by=cast.ann)
    told_to_dev = [one for one in mails("plan.paused") if "请到作战室" in one.text]
    assert [one.to.username for one in told_to_dev if one.to] == ["dev", "dev"]
    own = timed.announcements.filter(rule=f"row:{row.pk}")
    assert sorted(own.values_list("state", flat=True)) == ["planned", "sent", "sent"]


def test_rows_for_the_last_event_are_told_before_the_plan_is_over(
    timed: Plan, cast: SimpleNamespace
) -> None:
    say(timed, cast.ann, "取消", "改约下周", audience="业务方")
    approved(timed, cast)
    cancel(timed, by=cast.ann, reason="客户不来")
    assert any("改约下周" in one.text for one in mails("plan.cancelled"))


def test_steps_of_the_release_are_told_to_rows_that_wait_for_them(
    timed: Plan, cast: SimpleNamespace, clock: Any
) -> None:
    say(timed, cast.ann, "发布完成", "发布结果：正常", audience="业务方、测试")
    say(timed, cast.ann, "灰度开始", "开始放量")
    approved(timed, cast)
    clock.move_to(START)
    start(timed, by=cast.ann)
    for row in section("apps").rows(timed):
        row.plan = timed
        move_app(row, by=cast.oli, to="deploying", reason="先发")
        row.refresh_from_db()
        row.plan = timed
        move_app(row, by=cast.oli, to="deployed")
        row.refresh_from_db()
        row.plan = timed
        move_app(row, by=cast.rob, to="verified")
    timed.refresh_from_db()
    assert timed.status == "observing"
    assert names([one for one in mails("plan.observing") if "发布结果：正常" in one.text]) == {"pia", "rob"}  # fmt: skip
    assert not any("开始放量" in one.text for one in mails("plan."))


def test_a_withdrawn_plan_plans_nothing_until_it_is_approved_again(
    ready: Plan, cast: SimpleNamespace
) -> None:
    withdraw(ready, by=cast.ann, reason="还要改")
    assert not ready.announcements.exists()
    assert Bulletin.objects.get(plan=ready).live_since is None


def test_the_past_of_plans_that_were_there_before_is_not_told(
    ready: Plan, cast: SimpleNamespace, clock: Any, at: Callable[[datetime], int]
) -> None:
    """What the migration writes for a plan that was approved under an earlier version."""
    Bulletin.objects.all().delete()
    ready.announcements.all().delete()
    migration = __import__("importlib").import_module("announcements.migrations.0002_known_plans")
    migration.know(__import__("django.apps", fromlist=["apps"]).apps, None)
    before = len(mails("plan."))
    at(START - timedelta(days=8))
    assert len(mails("plan.")) == before
    assert ready.announcements.filter(state="planned").count() == 4
    clock.move_to(START)
    start(ready, by=cast.ann)
    assert told("plan.started") == EVERYONE
