"""How a mail looks on the wire (RFC 5322, 2046, 2919, 3834)."""

import re
from email.header import decode_header, make_header

import pytest

from ground.clock import now
from notices.actions import deliver_due
from notices.post_offices import office_of


@pytest.fixture
def arrive(write, smtp):
    """Posts a message, delivers it, and gives the mail that arrived."""

    def one(**changes):
        write(**changes)
        deliver_due(now())
        return smtp.mails[-1]

    return one


def test_text_comes_first_and_html_last(arrive):
    mail = arrive()
    assert mail.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    text, html = mail.iter_parts()
    assert text.get_content() == "请签字。\r\n" or text.get_content() == "请签字。\n"
    assert "<p>请签字。</p>" in html.get_content()


def test_a_message_without_html_is_plain(arrive):
    assert arrive(html="").get_content_type() == "text/plain"


def test_a_chinese_subject_and_name_are_encoded_for_the_wire(arrive, smtp):
    mail = arrive()
    assert mail["Subject"] == "[RP-2026-0001] 下单返豆联合发布"
    assert mail["To"].addresses[0].display_name == "安然"
    assert mail["From"].addresses[0].display_name == "发布计划"
    smtp.raw[0].decode("ascii")
    line = re.search(rb"^Subject: (.*(?:\r\n .*)*)", smtp.raw[0], re.MULTILINE)[1].decode()
    assert "=?utf-8?" in line.lower()
    assert str(make_header(decode_header(line))) == "[RP-2026-0001] 下单返豆联合发布"


def test_a_long_subject_stays_within_the_line_length(arrive, smtp):
    subject = "下单返豆联合发布与促销中台改造，" * 8
    assert arrive(subject=subject)["Subject"] == subject
    assert max(len(line) for line in smtp.raw[0].split(b"\r\n")) <= 998
    words = re.findall(rb"=\?utf-8\?\S+\?=", smtp.raw[0])
    assert max(len(word) for word in words) <= 75


def test_mails_of_one_plan_are_one_thread(write, smtp):
    write(key="a")
    write(key="b")
    write(key="c", thread="plan:RP-2026-0002")
    deliver_due(now())
    first, second, other = smtp.mails
    assert first["References"] == first["In-Reply-To"] == second["References"]
    assert first["References"] != other["References"]
    assert len({mail["Message-ID"] for mail in smtp.mails}) == 3
    assert first["References"] not in {mail["Message-ID"] for mail in smtp.mails}
    assert re.fullmatch(r"<[\w.-]+@[\w.-]+>", first["References"])


def test_filters_and_answering_machines_know_what_it_is(arrive):
    mail = arrive()
    assert mail["List-Id"] == "<rp-2026-0001.plan.releaseplan.localdomain>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["Date"] is not None


def test_a_message_about_nothing_in_particular_has_no_thread(arrive):
    mail = arrive(thread="")
    assert mail["References"] is mail["List-Id"] is None


def test_the_name_of_the_site_names_its_messages(arrive, settings):
    settings.BASE_URL = "https://plans.example.com"
    assert arrive()["Message-ID"].endswith("@plans.example.com>")


def test_a_long_host_name_breaks_no_identifier(arrive, settings, smtp):
    settings.BASE_URL = f"https://{'release-' * 6}plans.intranet.example.com"
    mail = arrive()
    assert mail["References"].endswith("plans.intranet.example.com>")
    assert b"=?" not in re.search(rb"References:.*?\r\n\S", smtp.raw[0], re.DOTALL)[0]
    assert b"=?" not in re.search(rb"Message-ID:.*?\r\n\S", smtp.raw[0], re.DOTALL)[0]


def test_two_installations_never_share_an_identifier(arrive, settings):
    first = arrive(key="a")["References"]
    settings.SECRET_KEY = "another-installation-" * 3
    assert arrive(key="b")["References"] != first


def test_own_headers_go_along(arrive):
    assert arrive(headers={"List-Unsubscribe": "<https://x.test/>"})["List-Unsubscribe"] == (
        "<https://x.test/>"
    )


@pytest.mark.parametrize("name", ['安"然', "安,然", "a <b@c>", "安\u202e然"])
def test_odd_names_stay_names(arrive, cast, smtp, name):
    cast.ann.display_name = name
    cast.ann.save()
    arrive()
    assert smtp.addressees == ["ann@example.test"]


@pytest.mark.parametrize("address", ["nonsense", "a b@example.test", "a@b@c", "@", "<>"])
def test_an_address_that_is_none_is_dead_with_the_reason(write, smtp, address):
    message = write(to=None, address=address)
    deliver_due(now())
    message.refresh_from_db()
    assert message.state == "dead"
    assert message.error


@pytest.mark.parametrize("url", ["", "http://x", "smtp://", "folder://", "folder:///", "smtp"])
def test_a_wrong_email_url_says_what_it_wants(url):
    with pytest.raises(ValueError, match="EMAIL_URL"):
        office_of(url)


def test_the_parts_of_an_email_url():
    office = office_of("smtps://user%40x:p%3Aw@mail.example.com")
    assert (office.host, office.port) == ("mail.example.com", 465)
    assert (office.user, office.password) == ("user@x", "p:w")
    assert office_of("smtp://mail.example.com:587?starttls=yes").starttls


def test_a_server_without_tls_is_not_talked_to_when_tls_was_asked_for(write, smtp, settings):
    settings.EMAIL_URL = f"{smtp.url}?starttls=yes"
    message = write()
    deliver_due(now())
    message.refresh_from_db()
    assert (message.state, smtp.mails) == ("waiting", [])


def test_an_address_the_server_cannot_take_holds_up_nobody_else(write, smtp):
    odd = write(key="odd", to=None, address="安然@example.test")
    write(key="good")
    assert deliver_due(now()) >= 1
    odd.refresh_from_db()
    assert odd.state in {"sent", "dead"}
    assert "ann@example.test" in smtp.addressees
