"""What goes into the outbox, and what does not."""

import pytest
from django.db import transaction

from ground.clock import now
from ground.errors import Invalid
from notices.actions import post
from notices.models import Message


def test_one_key_is_one_message(write):
    first, second = write(), write(subject="另一个标题")
    assert first.pk == second.pk
    assert Message.objects.get().subject == "[RP-2026-0001] 下单返豆联合发布"


def test_the_message_goes_with_its_transaction(write, db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_posting_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError):
        post(key="x", to=None, address="a@example.test", subject="s", text="t")


def test_a_person_without_mailbox_shows_as_a_dead_letter(write, cast):
    cast.ann.email = ""
    message = write()
    assert message.state == "dead"
    assert "没有填写邮箱" in message.error


def test_a_later_message_waits(write):
    due = now().replace(year=2030)
    assert write(due=due).due_at == due
    assert not Message.objects.due(now()).exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"X-A": "1\r\nBcc: eve@example.test"},
        {"X-A": "1\nx"},
        {"X-A\r\nBcc": "1"},
        {"X A": "1"},
        {"Bcc:": "1"},
        {"Message-ID": "<other@example.test>"},
        {"from": "boss@example.test"},
    ],
)
def test_headers_that_would_become_others_are_refused(write, headers):
    with pytest.raises(Invalid):
        write(headers=headers)
    assert not Message.objects.exists()


@pytest.mark.parametrize("address", ["a@example.test\r\nBcc: b@example.test", "a@example.test\n"])
def test_addresses_with_line_breaks_are_refused(write, address):
    with pytest.raises(Invalid):
        write(to=None, address=address)


def test_a_subject_is_one_line_that_reads_left_to_right(write):
    message = write(subject="上线\r\nBcc: eve@example.test \u202etxt.exe\x00")
    assert message.subject == "上线 Bcc: eve@example.test txt.exe"
