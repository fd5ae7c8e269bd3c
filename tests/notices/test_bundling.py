"""What is gathered leaves as one letter, and stays one."""

from datetime import timedelta

import pytest

from ground.clock import now
from notices.actions import claiming, deliver_due, delivering
from notices.channels.digest import Digest
from notices.models import BACK_OFF, Message

LOST = claiming.CLAIM + timedelta(seconds=1)


class Crash(BaseException):
    """The process ends here."""


@pytest.fixture
def gather(write):
    """Posts messages to ann's digest, and gives them oldest first."""

    def some(*keys, **changes):
        values = {"channel": "digest", "url": "https://plans.example.com/plans/1/", **changes}
        return [write(key=key, text=f"第 {key} 件事\n细节 {key}\n", **values) for key in keys]

    return some


def states():
    return set(Message.objects.values_list("state", flat=True))


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def test_what_is_due_for_one_address_is_one_letter(gather, smtp):
    first, *_others = gather("a", "b", "c")
    assert deliver_due(now()) == 3
    (mail,) = smtp.mails
    assert mail["Message-ID"] == first.message_id
    assert states() == {"sent"}
    for key in "abc":
        assert f"第 {key} 件事" in text_of(mail)


def test_each_address_gets_its_own(gather, smtp, cast):
    gather("a", "b")
    gather("c", to=cast.rob)
    assert deliver_due(now()) == 3
    assert sorted(smtp.addressees) == ["ann@example.test", "rob@example.test"]


def test_plain_mails_go_one_by_one(write, smtp):
    write(key="a")
    write(key="b")
    assert deliver_due(now()) == 2
    assert len(smtp.mails) == 2
    assert set(Message.objects.values_list("bundle", flat=True)) == {None}


def test_after_a_crash_exactly_the_same_letter_goes_again(gather, smtp, monkeypatch):
    first, *_others = gather("a", "b")
    start = now()

    def crash(*args, **values):
        raise Crash

    with monkeypatch.context() as broken, pytest.raises(Crash):
        broken.setattr(delivering, "_mark", crash)
        deliver_due(start)
    (late,) = gather("c")
    assert deliver_due(start + LOST) == 3
    sent, again, other = smtp.mails
    assert sent["Message-ID"] == again["Message-ID"] == first.message_id
    assert text_of(sent) == text_of(again)
    assert other["Message-ID"] == late.message_id
    assert "第 c 件事" not in text_of(again)


def test_one_that_went_alone_stays_alone(gather, smtp, monkeypatch):
    gather("a")
    start = now()
    claiming.claim(start)
    gather("b")
    assert deliver_due(start + LOST) == 2
    assert len(smtp.mails) == 2


def test_refused_for_now_they_wait_together(gather, smtp):
    gather("a", "b")
    smtp.answers = ["451 later"]
    start = now()
    assert deliver_due(start) == 0
    assert set(Message.objects.values_list("state", "due_at")) == {("waiting", start + BACK_OFF[0])}
    gather("c")
    assert deliver_due(start + BACK_OFF[0]) == 3
    assert len(smtp.mails) == 2


def test_refused_for_good_they_are_dead_together_and_go_again_together(
    gather, smtp, cast, signed_in
):
    gather("a", "b")
    smtp.answers = ["550 no"]
    deliver_due(now())
    assert states() == {"dead"}
    one = Message.objects.last()
    signed_in(cast.adm).post(f"/outbox/{one.pk}/resend/")
    assert deliver_due(now()) == 2
    assert len(smtp.mails) == 1


def test_what_does_not_fit_goes_in_the_next_letter(gather, smtp, monkeypatch):
    monkeypatch.setattr(Digest, "fits", lambda self, letters: len(letters) <= 2)
    gather("a", "b", "c")
    assert deliver_due(now()) == 3
    assert ["第 c 件事" in text_of(mail) for mail in smtp.mails] == [False, True]


def test_a_digest_is_ordered_by_plan_with_links(gather, smtp):
    gather("a", subject="[RP-2026-0001] 甲")
    gather("b", subject="[RP-2026-0002] 乙")
    gather("c", subject="[RP-2026-0001] 甲")
    deliver_due(now())
    (mail,) = smtp.mails
    text = text_of(mail)
    assert text.index("甲") < text.index("第 a") < text.index("第 c") < text.index("乙")
    assert text.count("[RP-2026-0001] 甲") == 1
    html = mail.get_body(("html",)).get_content()
    assert html.count('href="https://plans.example.com/plans/1/"') == 3
    assert mail["Subject"] == "每日摘要：3 条通知"


def test_what_people_wrote_is_text_in_a_digest(gather, smtp):
    gather("<b>a</b>", subject="<script>x</script>")
    deliver_due(now())
    html = smtp.mails[0].get_body(("html",)).get_content()
    assert "<script>" not in html
    assert "&lt;b&gt;a&lt;/b&gt;" in html
