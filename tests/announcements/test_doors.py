"""The page, the card and the interface: what is planned, what went out, who may send it again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from announcements.actions import resend, set_hearing
from ground.errors import Denied
from notices.actions import add_robot
from notices.models import Message, RobotThread
from plans.models import Plan
from tests.announcements.conftest import END, START, mails, say, set_window
from tests.approvals.hands import approved, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SignIn = Callable[[Any], Client]


@pytest.fixture
def robot(cast: SimpleNamespace, settings: Any) -> Any:
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    secret = "s" * 20
    return add_robot(kind="feishu", name="发布群", address="http://127.0.0.1:9/hook", secret=secret, by=cast.adm)  # fmt: skip


def words(client: Client, plan: Plan, more: str = "") -> str:
    answer = client.get(f"/plans/{plan.number}/messages/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_draft_shows_what_would_be_told(timed: Plan, cast: SimpleNamespace, ann: Client) -> None:
    say(timed, cast.ann, "发布开始", "盯住监控", audience="测试")
    page = words(ann, timed)
    assert "窗口前 7 天" in page and "06-11 22:00" in page
    assert "盯住监控" in page and "发布开始时" in page
    assert not timed.announcements.exists()


def test_the_times_on_the_page_follow_the_window(
    ready: Plan, cast: SimpleNamespace, ann: Client
) -> None:
    assert "06-11 22:00" in words(ann, ready)
    set_window(ready, cast.ann, START + timedelta(days=1), END + timedelta(days=1))
    assert "06-12 22:00" in words(ann, ready) and "06-11 22:00" not in words(ann, ready)


def test_a_row_nobody_can_read_says_so(timed: Plan, cast: SimpleNamespace, ann: Client) -> None:
    say(timed, cast.ann, "随时", "随时同步")
    submitted(timed, cast.ann)
    assert "看不懂这个时点" in words(ann, timed)


def test_the_page_tells_what_went_to_whom(
    ready: Plan, ann: Client, at: Callable[[datetime], int]
) -> None:
    at(START - timedelta(days=7))
    page = words(ann, ready)
    assert "距发布还有 7 天" in page and "皮雅" in page and "待发送" in page
    assert "附日历邀请" in page
    assert "距发布还有 7 天" not in words(ann, ready, "?state=dead")


def test_the_owner_s_side_sends_again_what_did_not_arrive(
    ready: Plan, cast: SimpleNamespace, signed_in: SignIn
) -> None:
    message = mails("plan.approved")[0]
    Message.objects.filter(pk=message.pk).update(state="dead", error="550 no such mailbox")
    door = f"/plans/{ready.number}/messages/{message.pk}/resend/"
    for person in (cast.rob, cast.eve):
        page = words(signed_in(person), ready)
        assert "重新发送" not in page and "550" not in page and "未送达" in page
        assert signed_in(person).post(door).status_code == 403
    assert "550 no such mailbox" in words(signed_in(cast.ann), ready)
    for person in (cast.ann, cast.adm):
        Message.objects.filter(pk=message.pk).update(state="dead")
        assert signed_in(person).post(door).status_code == 302
        message.refresh_from_db()
        assert message.state == "waiting"
    assert "重新发送了给" in signed_in(cast.ann).get(f"/plans/{ready.number}/history/").content.decode()  # fmt: skip


def test_a_message_of_another_plan_is_none_of_this_one_s(
    ready: Plan, cast: SimpleNamespace, ann: Client
) -> None:
    message = mails("plan.approved")[0]
    Message.objects.filter(pk=message.pk).update(thread="plan:RP-1999-0001", state="dead")
    assert ann.post(f"/plans/{ready.number}/messages/{message.pk}/resend/").status_code == 404
    assert ann.post(f"/plans/{ready.number}/messages/{2**70}/resend/").status_code == 404


def test_nothing_is_there_for_who_may_not_see_the_plan(
    ready: Plan, cast: SimpleNamespace, signed_in: SignIn
) -> None:
    Plan.objects.filter(pk=ready.pk).update(visibility="members")
    eve = signed_in(cast.eve)
    for door in (f"/plans/{ready.number}/messages/", f"/plans/{ready.number}/messages/panel/", f"/api/v1/plans/{ready.number}/messages/"):  # fmt: skip
        assert eve.get(door).status_code == 404
        assert signed_in(cast.rob).get(door).status_code == 200


def test_the_interface_gives_both_lists(
    timed: Plan, cast: SimpleNamespace, signed_in: SignIn
) -> None:
    row = say(timed, cast.ann, "T-3天", "确认", audience="测试", channel="钉钉群、邮件")
    approved(timed, cast)
    Message.objects.filter(kind="plan.approved").update(error="550 <pia@example.test>")
    found = signed_in(cast.rob).get(f"/api/v1/plans/{timed.number}/messages/").json()
    by_key = {one["key"]: one for one in found["announcements"]}
    assert set(by_key) == {"T-7d", f"row:{row.pk}", "T-1d", "T-2h"}
    own = by_key[f"row:{row.pk}"]
    assert (own["source"], own["ways"], own["state"]) == ("comms", ["mail", "robots"], "planned")
    assert own["due_at"] == "2026-06-15T22:00:00+08:00"
    told = [one for one in found["results"] if one["kind"] == "plan.approved"]
    assert {one["to"] for one in told} >= {"安然", "罗博"}
    assert all(one["is_invitation"] and not one["error"] for one in told)
    of_ann = signed_in(cast.ann).get(f"/api/v1/plans/{timed.number}/messages/?page_size=1").json()
    assert len(of_ann["results"]) == 1 and of_ann["count"] == found["count"]


def test_the_card_tells_what_is_next_and_what_is_dead(ready: Plan, ann: Client) -> None:
    Message.objects.filter(pk=mails("plan.approved")[0].pk).update(state="dead")
    card = ann.get(f"/plans/{ready.number}/messages/panel/").content.decode()
    assert "06-11 22:00" in card and "1 条通知没有送达" in card


def test_the_tab_is_on_every_page_of_a_plan(ready: Plan, ann: Client) -> None:
    page = ann.get(f"/plans/{ready.number}/").content.decode()
    assert f'href="/plans/{ready.number}/messages/"' in page


def test_the_owner_s_side_chooses_the_robots(
    ready: Plan, cast: SimpleNamespace, signed_in: SignIn, robot: Any
) -> None:
    door, chosen = f"/plans/{ready.number}/messages/robots/", {"robot": robot.pk, "hears": "1"}
    assert signed_in(cast.rob).post(door, chosen).status_code == 403
    assert "让它听这个计划" not in words(signed_in(cast.rob), ready)
    ann = signed_in(cast.ann)
    assert "让它听这个计划" in words(ann, ready)
    assert ann.post(door, chosen).status_code == 302
    assert RobotThread.objects.get().thread == ready.chain
    assert "不再听这个计划" in words(ann, ready)
    ann.post(door, {**chosen, "hears": "0"})
    assert not RobotThread.objects.exists()
    for wrong in ("999", "x", ""):
        assert ann.post(door, {**chosen, "robot": wrong}).status_code == 404


def test_a_row_for_the_group_is_said_there_and_not_mailed(
    timed: Plan, cast: SimpleNamespace, robot: Any, at: Callable[[datetime], int]
) -> None:
    RobotThread.objects.create(robot=robot, thread=timed.chain)
    say(timed, cast.ann, "T-7天", "群里看", channel="飞书群")
    approved(timed, cast)
    at(START - timedelta(days=7))
    [told] = mails("window.near")
    assert told.robot == robot and "群里看" in told.text


def test_a_row_for_a_group_that_nobody_set_up_is_mailed(
    timed: Plan, cast: SimpleNamespace, at: Callable[[datetime], int]
) -> None:
    say(timed, cast.ann, "T-7天", "群里看", channel="飞书群")
    approved(timed, cast)
    at(START - timedelta(days=7))
    assert len(mails("window.near")) == 6


def test_a_hidden_plan_is_not_said_by_robots_that_hear_everything(
    timed: Plan, cast: SimpleNamespace, robot: Any, at: Callable[[datetime], int]
) -> None:
    type(robot).objects.filter(pk=robot.pk).update(is_default=True)
    Plan.objects.filter(pk=timed.pk).update(visibility="members")
    say(timed, cast.ann, "T-7天", "保密", channel="群、邮件")
    approved(Plan.objects.get(pk=timed.pk), cast)
    at(START - timedelta(days=7))
    assert not Message.objects.filter(robot=robot).exists()
    assert len(mails("window.near")) == 6


def test_a_state_is_said_once_to_the_groups(timed: Plan, cast: SimpleNamespace, robot: Any) -> None:
    RobotThread.objects.create(robot=robot, thread=timed.chain)
    say(timed, cast.ann, "评审通过", "可以准备了", channel="群")
    approved(timed, cast)
    [told] = [one for one in mails("plan.approved") if one.robot]
    assert "可以准备了" in told.text
    assert len([one for one in mails("plan.approved") if one.to]) == 6


def test_only_the_owner_s_side_may(ready: Plan, cast: SimpleNamespace) -> None:
    with pytest.raises(Denied):
        resend(ready, 1, by=cast.rob)
    with pytest.raises(Denied):
        set_hearing(ready, 1, by=cast.adm, hears=True)
