"""What is told before the window: once, in time, to whom the 沟通计划 names."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from announcements.due import next_due
from announcements.models import Announcement
from notices.models import Message
from people.models import User
from plans.actions import add_rows, cancel, delete_rows, save_row, start
from plans.models import Plan
from tests.announcements.conftest import END, NOON, START, mails, names, say, set_window
from tests.approvals.hands import approved, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.long]

EVERYONE = {"ann", "dev", "rob", "dan", "oli", "pia"}
At = Callable[[datetime], int]


def states(plan: Plan) -> dict[str, str]:
    return dict(plan.announcements.values_list("key", "state"))


def test_four_letters_come_before_the_window(ready: Plan, at: At) -> None:
    assert next_due() == START - timedelta(days=7)
    assert at(START - timedelta(days=7)) == 1
    letters = mails("window.near")
    assert names(letters) == EVERYONE
    assert letters[0].opening == "距发布还有 7 天"
    assert letters[0].thread == ready.chain
    for left in (timedelta(days=3), timedelta(days=1), timedelta(hours=2)):
        assert at(START - left) == 1
    openings = list(dict.fromkeys(one.opening for one in mails("window.near")))
    assert openings[1:] == ["距发布还有 3 天", "距发布还有 1 天", "距发布还有 2 小时"]
    assert next_due() is None


def test_the_letter_says_when_what_and_what_misses(
    timed: Plan, cast: SimpleNamespace, at: At
) -> None:
    add_rows(timed, "checks", by=cast.ann, rows=[{"item": "压测"}, {"item": "值班"}])
    approved(timed, cast)
    at(START - timedelta(days=7))
    letter = mails("window.near")[0]
    assert "06-18（四）22:00 – 次日 02:00（Asia/Shanghai）" in letter.text
    assert "coin-center" in letter.text
    assert "2 项检查没有勾完" in letter.text
    assert f"/plans/{timed.number}/" in letter.text
    assert "06-18" in letter.html and "2 项检查没有勾完" in letter.html


def test_nothing_is_told_twice(ready: Plan, at: At) -> None:
    at(START - timedelta(days=7))
    assert at(START - timedelta(days=7, seconds=-1)) == 0
    assert len(mails("window.near")) == len(EVERYONE)


def test_in_review_the_times_stand_but_nothing_is_told(
    timed: Plan, cast: SimpleNamespace, at: At
) -> None:
    assert not timed.announcements.exists()
    submitted(timed, cast.ann)
    assert set(states(timed)) == {"T-7d", "T-3d", "T-1d", "T-2h"}
    at(START - timedelta(days=7))
    assert mails("window.near") == []
    late = timed.announcements.get(key="T-7d")
    assert (late.state, late.why) == ("skipped", "late")


def test_what_passed_before_the_approval_is_not_told_late(
    timed: Plan, cast: SimpleNamespace, clock: object, at: At
) -> None:
    clock.move_to(START - timedelta(days=2))  # type: ignore[attr-defined]
    approved(timed, cast)
    assert states(timed) == {
        "T-7d": "skipped", "T-3d": "skipped", "T-1d": "planned", "T-2h": "planned",
    }  # fmt: skip
    at(START - timedelta(days=1))
    assert names(mails("window.near")) == EVERYONE


def test_the_times_move_with_the_window(ready: Plan, cast: SimpleNamespace) -> None:
    set_window(ready, cast.ann, START + timedelta(days=1), END + timedelta(days=1))
    due = dict(ready.announcements.values_list("key", "due_at"))
    assert due["T-7d"] == START - timedelta(days=6)
    assert due["T-2h"] == START + timedelta(days=1, hours=-2)


def test_what_moves_into_the_past_is_not_told(ready: Plan, cast: SimpleNamespace, at: At) -> None:
    set_window(ready, cast.ann, NOON + timedelta(days=2), NOON + timedelta(days=2, hours=4))
    assert ready.announcements.get(key="T-7d").why == "past"
    assert ready.announcements.get(key="T-1d").state == "planned"
    at(NOON + timedelta(hours=1))
    assert mails("window.near") == []


def test_a_small_move_repeats_nothing_and_a_large_one_does(
    ready: Plan, cast: SimpleNamespace, at: At
) -> None:
    at(START - timedelta(days=7))
    set_window(ready, cast.ann, START + timedelta(minutes=30), END + timedelta(minutes=30))
    assert [key for key in states(ready) if key.startswith("T-7d")] == ["T-7d"]
    set_window(ready, cast.ann, START + timedelta(days=14), END + timedelta(days=14))
    again = ready.announcements.get(key="T-7d#2")
    assert (again.state, again.due_at) == ("planned", START + timedelta(days=7))
    at(START + timedelta(days=7))
    assert len(mails("window.near")) == 2 * len(EVERYONE)


def test_a_row_replaces_the_default_and_is_told_to_its_audience(
    timed: Plan, cast: SimpleNamespace, at: At
) -> None:
    say(timed, cast.ann, "T-3天", "准备情况逐条确认", audience="测试、运维", channel="邮件")
    approved(timed, cast)
    at(START - timedelta(days=7))
    before = len(mails("window.near"))
    at(START - timedelta(days=3))
    letters = mails("window.near")[before:]
    assert names(letters) == {"rob", "oli"}
    assert "准备情况逐条确认" in letters[0].text
    assert "测试、运维" in letters[0].text


@pytest.mark.parametrize(
    ("audience", "people"),
    [
        ("全体发布人员", EVERYONE),
        ("项目组", EVERYONE),
        ("DBA", {"dan"}),
        ("负责人", {"ann"}),
        ("@罗博 和 pia", {"rob", "pia"}),
        ("伊芙", {"eve"}),
        ("产品、开发", {"pia", "dev"}),
        ("李和平、测试", {"eve", "rob"}),
        ("callcenter", EVERYONE),
        ("all", EVERYONE),
        ("火星人", EVERYONE),
        ("", EVERYONE),
    ],
)
def test_an_audience_is_parts_names_or_everyone(
    timed: Plan, cast: SimpleNamespace, at: At, audience: str, people: set[str]
) -> None:
    User.objects.filter(pk=cast.eve.pk).update(
        display_name="李和平" if "李" in audience else "伊芙"
    )
    say(timed, cast.ann, "T-7天", audience=audience)
    approved(timed, cast)
    at(START - timedelta(days=7))
    assert names(mails("window.near")) == people
    assert not audience or audience in mails("window.near")[0].text


def test_a_hidden_plan_is_told_to_nobody_outside(
    timed: Plan, cast: SimpleNamespace, at: At
) -> None:
    say(timed, cast.ann, "T-7天", audience="伊芙")
    Plan.objects.filter(pk=timed.pk).update(visibility="members")
    approved(timed, cast)
    at(START - timedelta(days=7))
    assert "eve" not in names(mails("window.near", "plan."))


def test_an_edited_row_is_told_as_it_stands(timed: Plan, cast: SimpleNamespace, at: At) -> None:
    row = say(timed, cast.ann, "T-7天", "旧话")
    approved(timed, cast)
    row.refresh_from_db()
    row.plan = timed
    save_row(row, by=cast.ann, version=row.row_version, values={"content": "新话", "moment": "T-6天"}, reason="改")  # fmt: skip
    assert timed.announcements.get(rule="T-7d").state == "planned"
    at(START - timedelta(days=7))
    at(START - timedelta(days=6))
    assert any("新话" in one.text for one in mails("window.near"))
    assert not any("旧话" in one.text for one in mails("window.near"))


def test_what_was_told_stays_when_its_row_changes(
    timed: Plan, cast: SimpleNamespace, at: At
) -> None:
    row = say(timed, cast.ann, "T-7天", "先说一次")
    approved(timed, cast)
    at(START - timedelta(days=7))
    row.refresh_from_db()
    row.plan = timed
    save_row(row, by=cast.ann, version=row.row_version, values={"moment": "回滚"}, reason="改")
    told = timed.announcements.get(key=f"row:{row.pk}")
    assert (told.state, told.content, told.occasions) == ("sent", "先说一次", [])
    waiting = timed.announcements.get(key=f"row:{row.pk}#2")
    assert (waiting.state, waiting.occasions) == ("planned", ["rolling_back"])


def test_a_deleted_row_is_dropped_and_its_default_comes_back(
    timed: Plan, cast: SimpleNamespace
) -> None:
    row = say(timed, cast.ann, "T-3天")
    approved(timed, cast)
    assert "T-3d" not in states(timed)
    delete_rows(timed, "comms", by=cast.ann, ids=[row.pk], reason="不用了")
    gone = timed.announcements.get(rule=f"row:{row.pk}")
    assert (gone.state, gone.why) == ("dropped", "removed")
    assert states(timed)["T-3d"] == "planned"


def test_a_cancelled_plan_announces_nothing_more(
    ready: Plan, cast: SimpleNamespace, at: At
) -> None:
    cancel(ready, by=cast.ann, reason="不发了")
    assert set(ready.announcements.values_list("state", "why")) == {("dropped", "over")}
    before = Message.objects.count()
    at(START - timedelta(days=1))
    assert Message.objects.count() == before


def test_after_a_long_standstill_nothing_is_said_about_a_begun_window(
    ready: Plan, cast: SimpleNamespace, at: At
) -> None:
    at(START + timedelta(minutes=1))
    assert mails("window.near") == []
    assert set(ready.announcements.values_list("why", flat=True)) == {"begun"}


def test_an_announcement_that_fails_stays_due_and_stops_no_other(
    ready: Plan, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Announcement.objects.get(key="T-7d").pk
    Announcement.objects.filter(pk=real).update(channel="x")

    def broken(plan: Plan, row: Announcement, *rest: object, **more: object) -> set[int]:
        if row.pk == real:
            raise RuntimeError("disk full")
        return set()

    monkeypatch.setattr("announcements.actions.telling.tell", broken)
    assert at(START - timedelta(days=3)) == 1
    assert Announcement.objects.get(pk=real).state == "planned"


def test_letters_speak_the_reader_s_language(ready: Plan, cast: SimpleNamespace, at: At) -> None:
    User.objects.filter(pk=cast.rob.pk).update(language="en")
    at(START - timedelta(days=7))
    letter = next(one for one in mails("window.near") if one.to == cast.rob)
    assert "7 days" in letter.opening
    assert 'lang="en"' in letter.html


def test_a_row_after_the_start_is_told_while_the_plan_is_under_way(
    timed: Plan, cast: SimpleNamespace, clock: object, at: At
) -> None:
    say(timed, cast.ann, "T+30分钟", "半小时报平安")
    approved(timed, cast)
    clock.move_to(START)  # type: ignore[attr-defined]
    start(timed, by=cast.ann)
    at(START + timedelta(minutes=30))
    assert any("半小时报平安" in one.text for one in mails("window.near"))


def test_the_log_keeps_what_was_told(ready: Plan, ann: object, at: At) -> None:
    at(START - timedelta(days=7))
    page = ann.get(f"/plans/{ready.number}/history/").content.decode()  # type: ignore[attr-defined]
    assert "通知了“T-7d”：6 人，0 个机器人" in page
