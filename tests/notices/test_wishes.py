"""How people want to hear of what, and that it is so."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ground.clock import now
from ground.errors import Denied
from notices.actions import deliver_due, wish
from notices.groups import GROUPS, group_of
from notices.letters import render
from notices.models import Message, Wish
from notices.models.wishes import next_digest

PAGE = "/profile/notices/"
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def choose(ann):
    """Posts ann's choices through the page; what is not named stays at once."""

    def save(**ways):
        values = {"gates": "at_once", "comments": "at_once", "plans": "at_once", **ways}
        return ann.post(PAGE, values)

    return save


def test_without_a_wish_a_mail_goes_at_once(write, smtp):
    write(kind="gate.signed")
    assert deliver_due(now()) == 1


def test_what_somebody_does_not_want_is_kept_and_not_sent(write, choose, smtp):
    assert choose(gates="never").status_code == 302
    message = write(kind="gate.signed")
    assert (message.state, write(kind="gate.signed").pk) == ("spared", message.pk)
    assert deliver_due(now() + timedelta(days=2)) == 0
    assert smtp.mails == []


def test_other_kinds_and_other_people_are_not_touched(write, choose, smtp, cast):
    choose(gates="never")
    write(key="a", kind="comment.added")
    write(key="b", kind="gate.signed", to=cast.rob)
    assert deliver_due(now()) == 2


def test_who_is_asked_to_sign_hears_at_once_whatever_they_wish(write, choose, smtp, cast):
    choose(gates="never", asked="never")
    assert not Wish.objects.filter(group="asked").exclude(way="at_once").exists()
    Wish.objects.update_or_create(person=cast.ann, group="asked", defaults={"way": "never"})
    assert write(kind="gate.opened").state == "waiting"
    assert deliver_due(now()) == 1


def test_a_day_of_messages_is_one_mail_at_nine(write, choose, smtp):
    choose(gates="daily", comments="daily")
    messages = [
        write(key="a", kind="gate.signed"), write(key="b", kind="gate.voided"),
        write(key="c", kind="comment.added", subject="[RP-2026-0002] 另一个计划"),
    ]  # fmt: skip
    due = messages[0].due_at
    assert due == next_digest(now())
    assert due.astimezone(SHANGHAI).hour == 9
    assert deliver_due(due - timedelta(seconds=1)) == 0
    assert deliver_due(due) == 3
    (mail,) = smtp.mails
    text = mail.get_body(("plain",)).get_content()
    assert "[RP-2026-0001]" in text
    assert "[RP-2026-0002]" in text
    assert mail["List-Id"] is None


def test_an_invitation_is_in_no_digest(write, choose, smtp):
    choose(plans="daily")
    message = write(kind="window.near", calendar="BEGIN:VCALENDAR", calendar_method="REQUEST")
    assert message.channel == "email"


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-11-28T08:59", "2026-11-28T09:00"),
        ("2026-11-28T09:00", "2026-11-29T09:00"),
        ("2026-12-31T23:59", "2027-01-01T09:00"),
    ],
)
def test_the_digest_is_due_at_the_next_nine(at, due):
    moment = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    assert next_digest(moment) == datetime.fromisoformat(due).replace(tzinfo=SHANGHAI)


def test_nine_is_nine_also_when_the_clock_is_put_forward(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    berlin = ZoneInfo("Europe/Berlin")
    due = next_digest(datetime(2026, 3, 28, 20, tzinfo=berlin))
    assert due == datetime(2026, 3, 29, 9, tzinfo=berlin)
    assert due.astimezone(ZoneInfo("UTC")).hour == 7


def test_the_page_shows_what_was_chosen(choose, ann):
    choose(comments="daily")
    page = ann.get(PAGE).content.decode()
    (chosen,) = [line for line in page.splitlines() if 'name="comments"' in line]
    assert 'value="daily"' in chosen.partition("checked")[0].rpartition("<input")[2]
    assert "总是立即发送" in page


def test_the_page_is_ones_own_and_looking_changes_nothing(ann, client):
    assert client.get(PAGE).url.startswith("/login/")
    ann.get(f"{PAGE}?gates=never")
    assert not Wish.objects.exists()


def test_nonsense_is_refused(choose, cast):
    assert choose(gates="sometimes").status_code == 400
    assert not Wish.objects.exists()


def test_nobody_wishes_for_somebody_else(cast):
    with pytest.raises(Denied):
        wish(cast.ann, {"gates": "never"}, by=cast.eve)


def test_every_mail_says_where_to_choose(write, smtp, settings):
    settings.BASE_URL = "https://plans.example.com"
    written = render("notice", {"heading": "x"})
    write(text=written.text, html=written.html)
    deliver_due(now())
    (mail,) = smtp.mails
    assert mail["List-Unsubscribe"] == f"<https://plans.example.com{PAGE}>"
    assert mail["List-Unsubscribe-Post"] is None
    for part in mail.iter_parts():
        assert f"https://plans.example.com{PAGE}" in part.get_content()


def test_the_profile_leads_there(ann):
    assert PAGE in ann.get("/profile/").content.decode()


def test_each_kind_belongs_to_the_group_that_names_it_best():
    assert group_of("gate.opened").key == group_of("gate.reminded").key == "asked"
    assert group_of("gate.rejected").key == group_of("stage.refused").key == "gates"
    assert group_of("comment.mentioned").key == "comments"
    assert group_of("plan.started").key == group_of("something.new").key == "plans"
    assert len({group.key for group in GROUPS}) == len(GROUPS)


def test_a_spared_message_shows_as_such(write, choose, signed_in, cast):
    choose(gates="never")
    message = write(kind="gate.signed")
    browser = signed_in(cast.adm)
    assert "本人不收" in browser.get("/outbox/?state=spared").content.decode()
    assert browser.get(f"/outbox/{message.pk}/").status_code == 200
    assert browser.post(f"/outbox/{message.pk}/resend/").status_code == 409
    assert Message.objects.get().state == "spared"


def test_who_was_shut_out_meanwhile_reads_nothing_of_it_in_the_digest(
    plan, cast, write, signed_in, smtp
):
    signed_in(cast.eve).post(PAGE, {"gates": "daily", "comments": "at_once", "plans": "at_once"})
    write(key="a", to=cast.eve, kind="gate.signed", thread=plan.chain, text="不该再看到的事")
    write(key="b", to=cast.eve, kind="gate.signed", thread="plan:other", text="别的事")
    plan.visibility = "members"
    plan.save(update_fields=["visibility"])
    deliver_due(next_digest(now()))
    (mail,) = smtp.mails
    text = mail.get_body(("plain",)).get_content()
    assert "不该再看到的事" not in text
    assert "别的事" in text
    gone = Message.objects.get(key="a")
    assert (gone.state, gone.error) == ("dead", "收件人已经不能看这个计划了。")


def test_a_digest_of_which_nothing_is_left_is_not_sent(plan, cast, write, signed_in, smtp):
    signed_in(cast.eve).post(PAGE, {"gates": "daily", "comments": "at_once", "plans": "at_once"})
    write(key="a", to=cast.eve, kind="gate.signed", thread=plan.chain)
    plan.visibility = "members"
    plan.save(update_fields=["visibility"])
    assert deliver_due(next_digest(now())) == 0
    assert smtp.mails == []
