"""Claim, send, mark; against a real mail server."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from ground.clock import now
from notices import due, waking
from notices.actions import claiming, deliver_due, delivering
from notices.channels.base import Channel, channel_of
from notices.models import BACK_OFF, Message

LOST = claiming.CLAIM + timedelta(seconds=1)


class Crash(BaseException):
    """The process ends here."""


def ids(mails):
    return [mail["Message-ID"] for mail in mails]


def test_what_is_due_arrives_once(write, smtp):
    message = write()
    assert deliver_due(now()) == 1
    assert deliver_due(now()) == 0
    message.refresh_from_db()
    assert message.state == "sent"
    assert message.sent_at is not None
    assert ids(smtp.mails) == [message.message_id]
    assert smtp.addressees == ["ann@example.test"]


def test_refused_for_now_then_taken_repeats_the_same_message_id(write, smtp):
    smtp.answers = ["451 try again later", "421 busy"]
    message, start = write(), now()
    assert deliver_due(start) == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", 1)
    assert message.due_at == start + BACK_OFF[0]
    assert "try again later" in message.error
    assert deliver_due(start + timedelta(seconds=30)) == 0
    assert deliver_due(start + BACK_OFF[0]) == 0
    assert deliver_due(start + BACK_OFF[0] + BACK_OFF[1]) == 1
    assert set(ids(smtp.refused + smtp.mails)) == {message.message_id}
    message.refresh_from_db()
    assert message.error == ""


def test_refused_for_good_is_dead_at_once_with_the_servers_words(write, smtp):
    message = write(to=None, address="gone@example.test")
    deliver_due(now())
    message.refresh_from_db()
    assert message.state == "dead"
    assert message.error == "550 no such mailbox"
    assert Message.objects.next_due() is None


def test_after_the_last_try_it_is_dead(write, smtp):
    message, moment = write(), now()
    smtp.answers = ["451 no"] * (len(BACK_OFF) + 1)
    for wait in [*BACK_OFF, timedelta(0)]:
        deliver_due(moment)
        moment += wait
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("dead", len(BACK_OFF) + 1)


def test_a_server_that_is_away_for_an_hour_loses_nothing(write, settings, mail_server):
    for number in range(5):
        write(key=f"k{number}")
    moment = now()
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    for minute in range(60):
        deliver_due(moment + timedelta(minutes=minute))
    assert set(Message.objects.values_list("state", flat=True)) == {"waiting"}
    settings.EMAIL_URL = mail_server.url
    for minute in range(60, 180):
        deliver_due(moment + timedelta(minutes=minute))
    assert len(mail_server.mails) == 5
    assert len(set(ids(mail_server.mails))) == 5


def test_a_way_that_is_blocked_is_tried_once_a_pass(write, settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    for number in range(5):
        write(key=f"k{number}")
    deliver_due(now())
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]


def test_a_crash_after_sending_repeats_the_same_message_id(write, smtp, monkeypatch):
    message, start = write(), now()

    def crash(*args, **values):
        raise Crash

    with monkeypatch.context() as broken, pytest.raises(Crash):
        broken.setattr(delivering, "_mark", crash)
        deliver_due(start)
    assert Message.objects.get().state == "sending"
    assert deliver_due(start + timedelta(seconds=1)) == 0
    assert deliver_due(start + LOST) == 1
    assert ids(smtp.mails) == [message.message_id] * 2


def test_a_crash_before_sending_loses_nothing(write, smtp, monkeypatch):
    write()
    start = now()

    def crash(*args):
        raise Crash

    with monkeypatch.context() as broken, pytest.raises(Crash):
        broken.setattr(delivering.Ways, "send", crash)
        deliver_due(start)
    assert deliver_due(start + LOST) == 1
    assert len(smtp.mails) == 1


def test_who_lost_the_claim_does_not_overwrite_who_has_it(write, smtp):
    write()
    slow = claiming.claim(now())
    assert deliver_due(now() + LOST) == 1
    delivering._mark(slow, state="dead", error="late")
    assert Message.objects.get().state == "sent"


def test_one_poisonous_letter_does_not_stop_the_others(write, smtp):
    bad = write(key="bad", headers={"X-Odd": "x" * 10})
    Message.objects.filter(pk=bad.pk).update(headers={"X-Odd": "a\r\nBcc: eve@example.test"})
    write(key="good")
    assert deliver_due(now()) == 1
    bad.refresh_from_db()
    assert bad.state == "dead"
    assert smtp.addressees == ["ann@example.test"]


def test_who_has_left_gets_no_more_mail(write, smtp, cast):
    message = write()
    cast.ann.is_active = False
    cast.ann.save()
    assert deliver_due(now()) == 0
    message.refresh_from_db()
    assert (message.state, smtp.mails) == ("dead", [])


def test_the_clock_knows_when_something_is_due(write, smtp):
    assert due.next_due() is None
    later = now() + timedelta(hours=2)
    message = write(due=later)
    assert due.next_due() == later
    assert due.run(later - timedelta(seconds=1)) == 0
    assert due.run(later) == 1
    message.refresh_from_db()
    assert due.next_due() is None


def test_a_pass_of_the_clock_delivers(write, smtp):
    write()
    call_command("tick")
    assert len(smtp.mails) == 1


def test_a_commit_wakes_a_worker_and_a_rollback_does_not(write, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as calls:
        write(key="now")
        write(key="now")
        write(key="later", due=now() + timedelta(days=1))
    assert calls == [waking.wake]


def test_a_lost_claim_is_due_when_it_runs_out(write, smtp):
    write()
    start = now()
    claiming.claim(start)
    assert due.next_due() == start + claiming.CLAIM


def test_mails_of_one_pass_share_a_connection(write, smtp):
    for number in range(3):
        write(key=f"k{number}")
    assert deliver_due(now()) == 3
    assert len(set(ids(smtp.mails))) == 3
    assert len(set(smtp.peers)) == 1


def test_a_folder_keeps_mails_and_a_repeat_replaces_itself(write, settings, tmp_path):
    settings.EMAIL_URL = f"folder://{tmp_path}/mail"
    message = write()
    deliver_due(now())
    Message.objects.filter(pk=message.pk).update(state="waiting")
    deliver_due(now())
    (kept,) = (tmp_path / "mail").iterdir()
    assert kept.suffix == ".eml"
    assert message.message_id.encode() in kept.read_bytes()


def test_a_folder_that_cannot_be_written_is_tried_again(write, settings, tmp_path):
    (tmp_path / "mail").write_text("a file is in the way")
    settings.EMAIL_URL = f"folder://{tmp_path}/mail"
    message = write()
    deliver_due(now())
    message.refresh_from_db()
    assert message.state == "waiting"
    assert message.error


def test_a_new_channel_is_one_class(write):
    class Pigeon(Channel):
        name = "pigeon"
        label = "鸽子"

        def session(self):
            raise AssertionError

        def envelope(self, letter):
            return {}

    assert isinstance(channel_of("pigeon"), Pigeon)
    assert write(channel="pigeon").way.label == "鸽子"
