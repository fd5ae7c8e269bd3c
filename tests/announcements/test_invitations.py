"""The window in people's calendars: invited, moved, taken back. Mails come by a real server."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import pytest
from icalendar import Calendar, Event

from announcements.due import run
from announcements.models import Invitation
from approvals.actions import withdraw
from ground.clock import now
from notices.actions import deliver_due
from people.actions import change_person, deactivate
from people.models import User
from plans.actions import add_rows, begin_rollback, cancel, change_plan, delete_rows, start
from plans.models import Plan
from plans.tables.registry import section
from tests.announcements.conftest import END, SHANGHAI, START, set_window
from tests.approvals.hands import approved, submitted, up_to_review
from tests.notices.conftest import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

EVERYONE = {"ann", "dev", "rob", "dan", "oli", "pia"}
Read = Callable[[], dict[str, list[EmailMessage]]]


@pytest.fixture
def post(smtp: MailServer) -> Read:
    """post(): what has come since, {mailbox name: mails}."""

    def fetch() -> dict[str, list[EmailMessage]]:
        seen = len(smtp.mails)
        deliver_due(now())
        found: dict[str, list[EmailMessage]] = {}
        for mail in smtp.mails[seen:]:
            name = str(mail["To"].addresses[0].username)
            found.setdefault(name, []).append(mail)
        return found

    return fetch


def entries(mails: list[EmailMessage]) -> list[tuple[str, Event]]:
    """(method, event) of every invitation, as a calendar client reads it."""
    found = []
    for mail in mails:
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_content())
                assert part.get_param("method") == str(calendar["METHOD"])
                assert str(part.get_content_charset()) == "utf-8"
                [event] = calendar.walk("VEVENT")
                found.append((str(calendar["METHOD"]), event))
    return found


def invited(box: dict[str, list[EmailMessage]]) -> dict[str, tuple[str, Event]]:
    """The one invitation of each person who got one."""
    found = {name: entries(mails) for name, mails in box.items()}
    assert all(len(one) <= 1 for one in found.values())
    return {name: one[0] for name, one in found.items() if one}


def test_the_approval_invites_everyone_within_its_letter(
    timed: Plan, cast: SimpleNamespace, post: Read
) -> None:
    approved(timed, cast)
    box = post()
    calls = invited(box)
    assert set(calls) == EVERYONE
    method, event = calls["pia"]
    assert method == "REQUEST"
    assert event.start == START and event.end == END
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert str(event["SUMMARY"]) == f"{timed.number} {timed.title}"
    assert (event["SEQUENCE"], str(event["STATUS"])) == (0, "CONFIRMED")
    assert str(event["ATTENDEE"]) == "mailto:pia@example.test"
    assert event["ATTENDEE"].params["CN"] == "皮雅"
    assert str(event["ORGANIZER"]).startswith("mailto:")
    assert {"UID", "DTSTAMP", "SEQUENCE"} <= set(event)
    carrying = [mail for mail in box["pia"] if entries([mail])]
    assert [part.get_content_type() for part in carrying[0].iter_parts()] == [
        "text/plain", "text/html", "text/calendar",
    ]  # fmt: skip
    assert carrying[0].get_content_type() == "multipart/alternative"
    assert "计划已通过评审" in carrying[0].get_body(("plain",)).get_content()


def test_nobody_is_invited_before_the_approval(
    timed: Plan, cast: SimpleNamespace, post: Read
) -> None:
    up_to_review(timed, cast)
    assert invited(post()) == {}


def test_the_zone_and_chinese_lines_are_as_the_standard_wants(
    timed: Plan, cast: SimpleNamespace, smtp: MailServer
) -> None:
    Plan.objects.filter(pk=timed.pk).update(title="下单返豆联合发布" * 12, timezone="Europe/Berlin")
    approved(timed, cast)
    deliver_due(now())
    *_others, part = (
        part
        for mail in smtp.mails
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    )
    raw = part.get_payload(decode=True)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\r\n" in raw and b"\n" not in raw.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(raw)
    [zone] = calendar.walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Europe/Berlin"
    [event] = calendar.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event.start == START
    assert str(event["SUMMARY"]).endswith("下单返豆联合发布")


def test_a_moved_window_raises_the_sequence_of_the_same_entry(
    ready: Plan, cast: SimpleNamespace, post: Read
) -> None:
    first = invited(post())
    later = START + timedelta(days=1)
    set_window(ready, cast.ann, later, END + timedelta(days=1))
    box = post()
    second = invited(box)
    assert set(second) == EVERYONE
    for name, (method, event) in second.items():
        assert method == "REQUEST" and event.start == later
        assert event["UID"] == first[name][1]["UID"]
        assert event["SEQUENCE"] > first[name][1]["SEQUENCE"]
    assert any("发布窗口改了" in mail.get_body(("plain",)).get_content() for mail in box["rob"] if entries([mail]))  # fmt: skip


def test_a_new_title_and_a_new_zone_are_updates_too(
    ready: Plan, cast: SimpleNamespace, post: Read
) -> None:
    post()
    ready.refresh_from_db()
    change_plan(ready, by=cast.ann, version=ready.version_lock, values={"title": "返豆二期"}, reason="改名")  # fmt: skip
    _method, event = invited(post())["rob"]
    assert str(event["SUMMARY"]).endswith("返豆二期") and event["SEQUENCE"] == 1
    ready.refresh_from_db()
    change_plan(ready, by=cast.ann, version=ready.version_lock, values={"timezone": "Europe/Berlin"}, reason="改区")  # fmt: skip
    _method, event = invited(post())["rob"]
    assert event.start == START and event["SEQUENCE"] == 2


def test_an_edit_that_changes_no_entry_updates_none(
    ready: Plan, cast: SimpleNamespace, post: Read
) -> None:
    post()
    ready.refresh_from_db()
    change_plan(ready, by=cast.ann, version=ready.version_lock, values={"project": "返豆"}, reason="补")  # fmt: skip
    assert invited(post()) == {}


def test_a_cancellation_takes_the_entry_back(
    ready: Plan, cast: SimpleNamespace, post: Read
) -> None:
    first = invited(post())
    cancel(ready, by=cast.ann, reason="不发了")
    calls = invited(post())
    assert set(calls) == EVERYONE
    for name, (method, event) in calls.items():
        assert (method, str(event["STATUS"])) == ("CANCEL", "CANCELLED")
        assert event["UID"] == first[name][1]["UID"]
        assert event["SEQUENCE"] > first[name][1]["SEQUENCE"]
        assert event.start == START


def test_a_withdrawal_takes_it_back_and_a_new_approval_invites_again(
    ready: Plan, cast: SimpleNamespace, post: Read
) -> None:
    post()
    withdraw(ready, by=cast.ann, reason="还要改")
    cancelled = invited(post())
    assert {method for method, _event in cancelled.values()} == {"CANCEL"}
    assert set(cancelled) == EVERYONE
    submitted(Plan.objects.get(pk=ready.pk), cast.ann)  # nothing changed: every signature counts
    again = invited(post())
    assert {method for method, _event in again.values()} == {"REQUEST"}
    assert again["rob"][1]["UID"] == cancelled["rob"][1]["UID"]
    assert again["rob"][1]["SEQUENCE"] > cancelled["rob"][1]["SEQUENCE"]


def test_who_leaves_is_uninvited_and_who_comes_is_invited(
    ready: Plan, cast: SimpleNamespace, post: Read
) -> None:
    post()
    pia = section("members").rows(ready).get(user="pia")
    delete_rows(ready, "members", by=cast.ann, ids=[pia.pk], reason="调岗")
    add_rows(ready, "members", by=cast.ann, rows=[{"role": "产品", "name": "伊芙"}], reason="接手")
    calls = invited(post())
    assert {name: method for name, (method, _event) in calls.items()} == {
        "pia": "CANCEL", "eve": "REQUEST",
    }  # fmt: skip
    assert calls["eve"][1]["UID"] == calls["pia"][1]["UID"]
    assert str(calls["pia"][1]["ATTENDEE"]) == "mailto:pia@example.test"


def test_who_is_named_before_having_an_account_is_invited_when_it_comes(
    ready: Plan, cast: SimpleNamespace, post: Read, clock: Any
) -> None:
    add_rows(ready, "members", by=cast.ann, rows=[{"role": "产品", "name": "钱多"}], reason="加人")
    post()
    new = User.objects.create_user("qian", email="qian@example.test")
    change_person(new, by=cast.adm, display_name="钱多")
    run(now())
    assert {name: method for name, (method, _event) in invited(post()).items()} == {
        "qian": "REQUEST"
    }


def test_a_used_window_stays_in_calendars(
    ready: Plan, cast: SimpleNamespace, post: Read, clock: Any
) -> None:
    clock.move_to(START)
    start(ready, by=cast.ann)
    post()
    begin_rollback(ready, by=cast.ann, reason="错误率超标")
    deactivate(cast.pia, by=cast.adm)
    run(now())
    assert invited(post()) == {}


def test_who_has_no_mailbox_is_no_guest(timed: Plan, cast: SimpleNamespace, post: Read) -> None:
    User.objects.filter(pk=cast.pia.pk).update(email="")
    approved(timed, cast)
    assert set(invited(post())) == EVERYONE - {"pia"}


def test_a_plan_without_a_window_invites_when_it_gets_one(
    plan: Plan, cast: SimpleNamespace, post: Read, clock: Any
) -> None:
    approved(plan, cast)
    assert invited(post()) == {}
    set_window(plan, cast.ann, START)
    calls = invited(post())
    assert set(calls) == EVERYONE
    assert calls["ann"][1].end == START + timedelta(hours=1)
    assert Invitation.objects.get(plan=plan).sequence == 0


def test_a_title_cannot_add_a_line_to_the_calendar(
    timed: Plan, cast: SimpleNamespace, post: Read
) -> None:
    evil = "发布\r\nATTENDEE:mailto:all@example.test"
    Plan.objects.filter(pk=timed.pk).update(title=evil)
    User.objects.filter(pk=cast.rob.pk).update(display_name='罗"博\x07;X=1')
    approved(Plan.objects.get(pk=timed.pk), cast)
    _method, event = invited(post())["rob"]
    assert str(event["ATTENDEE"]) == "mailto:rob@example.test"
    assert event["ATTENDEE"].params["CN"] == "罗'博 ;X=1"


def test_everything_about_a_plan_is_one_thread(
    ready: Plan, cast: SimpleNamespace, post: Read, clock: Any
) -> None:
    mails = post()["rob"]
    set_window(ready, cast.ann, START + timedelta(days=1), END + timedelta(days=1))
    clock.move_to(START - timedelta(days=6))
    run(now())
    mails += post()["rob"]
    assert len(mails) > 8
    assert len({mail["References"] for mail in mails}) == 1
    assert len({mail["Subject"] for mail in mails}) == 1
    assert len({mail["Message-ID"] for mail in mails}) == len(mails)
    assert all("日志链头" in mail.get_body(("plain",)).get_content() for mail in mails)
    assert START.tzinfo is SHANGHAI
