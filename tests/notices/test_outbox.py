"""The outbox page."""

import pytest

from ground.clock import now
from ground.models import Event
from notices.actions import deliver_due
from notices.models import Message


@pytest.fixture
def dead(write, smtp):
    message = write(to=None, address="gone@example.test")
    deliver_due(now())
    return message


def test_embedded_everybody_signed_in_sees_it(write, cast, signed_in):
    write()
    assert "下单返豆联合发布" in signed_in(cast.eve).get("/outbox/").content.decode()


def test_in_production_only_administrators_do(write, cast, signed_in, settings):
    settings.EMBEDDED = False
    message = write()
    for place in ("", f"{message.pk}/", f"{message.pk}/html/"):
        assert signed_in(cast.eve).get(f"/outbox/{place}").status_code == 403
        assert signed_in(cast.adm).get(f"/outbox/{place}").status_code == 200


def test_nobody_else_comes_near(write, client):
    message = write()
    for place in ("", f"{message.pk}/", f"{message.pk}/html/"):
        assert client.get(f"/outbox/{place}").url.startswith("/login/")


def test_a_dead_letter_shows_its_reason_and_goes_again(dead, cast, signed_in, smtp):
    browser = signed_in(cast.adm)
    assert "550 no such mailbox" in browser.get("/outbox/?state=dead").content.decode()
    Message.objects.update(address="new@example.test")
    assert browser.post(f"/outbox/{dead.pk}/resend/").status_code == 302
    deliver_due(now())
    dead.refresh_from_db()
    assert dead.state == "sent"
    assert smtp.mails[0]["Message-ID"] == dead.message_id
    assert Event.objects.get(kind="message.resent").actor == cast.adm


def test_resending_uses_the_present_mailbox(write, cast, signed_in, smtp):
    cast.ann.email = ""
    cast.ann.save()
    message = write()
    browser = signed_in(cast.adm)
    assert browser.post(f"/outbox/{message.pk}/resend/").status_code == 400
    cast.ann.email = "ann@new.test"
    cast.ann.save()
    browser.post(f"/outbox/{message.pk}/resend/")
    deliver_due(now())
    assert smtp.addressees == ["ann@new.test"]


def test_what_was_sent_is_not_sent_again(write, cast, signed_in, smtp):
    message = write()
    deliver_due(now())
    answer = signed_in(cast.adm).post(f"/outbox/{message.pk}/resend/")
    assert answer.status_code == 409
    assert "已发送" in answer.content.decode()
    assert len(smtp.mails) == 1


def test_only_administrators_resend(dead, cast, signed_in):
    assert signed_in(cast.ann).post(f"/outbox/{dead.pk}/resend/").status_code == 403
    dead.refresh_from_db()
    assert dead.state == "dead"


def test_looking_does_not_resend(dead, cast, signed_in):
    assert signed_in(cast.adm).get(f"/outbox/{dead.pk}/resend/").status_code == 405


def test_the_envelope_is_shown_as_it_goes_out(write, cast, signed_in):
    message = write()
    page = signed_in(cast.adm).get(f"/outbox/{message.pk}/").content.decode()
    assert message.message_id.strip("<>") in page
    assert "auto-generated" in page


def test_the_html_is_caged(write, cast, signed_in):
    message = write(html="<script>alert(1)</script><p>x</p>")
    answer = signed_in(cast.adm).get(f"/outbox/{message.pk}/html/")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    page = signed_in(cast.adm).get(f"/outbox/{message.pk}/").content.decode()
    assert 'sandbox=""' in page
    assert "<script>alert" not in page


def test_a_long_outbox_is_paged_with_few_queries(
    write, cast, signed_in, django_assert_max_num_queries
):
    for number in range(60):
        write(key=f"k{number}")
    browser = signed_in(cast.adm)
    with django_assert_max_num_queries(6):
        page = browser.get("/outbox/?state=waiting").content.decode()
    assert "state=waiting&amp;page=2" in page


def test_an_empty_outbox_says_when_it_fills(cast, signed_in):
    assert "这里还没有通知" in signed_in(cast.adm).get("/outbox/").content.decode()


def test_what_left_together_is_shown_together(write, cast, signed_in, smtp):
    for key in "ab":
        write(key=key, channel="digest", text=f"第 {key} 件事\n")
    write(key="c", channel="digest", text="第 c 件事\n", to=cast.rob)
    deliver_due(now())
    browser = signed_in(cast.adm)
    assert "2 条合为一封" in browser.get("/outbox/?channel=digest").content.decode()
    assert "第 a 件事" not in browser.get("/outbox/?channel=email").content.decode()
    last = Message.objects.get(key="b")
    page = browser.get(f"/outbox/{last.pk}/").content.decode()
    assert "同一封里的通知" in page
    assert "第 a 件事" in page
    assert "第 c 件事" not in page
    assert Message.objects.get(key="a").message_id.strip("<>") in page
