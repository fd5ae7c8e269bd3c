"""A plan runs the whole norm, and every mail of it is taken by a real mail server."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from plans import states
from tests.journey.norm import CASTS, WINDOW, Cast, Norm
from tests.notices.conftest import MailServer, mail_server, smtp

__all__ = ["mail_server", "smtp"]
pytestmark = [pytest.mark.servers, pytest.mark.long]

STEPS = ["提测", "测试通过", "预发验收", "上线评审", "数据库", "线上验证", "结束与总结"]


@pytest.fixture(params=CASTS, ids=lambda cast: cast.document.stem[:8])
def norm(request: pytest.FixtureRequest, db: None, smtp: MailServer) -> Norm:
    cast: Cast = request.param
    whole = Norm(cast)
    whole.prepare()
    return whole


def run(norm: Norm) -> None:
    """提测 → 测试通过 → 预发 → 评审 → 数据库 → 上线 → 验证 → 总结."""
    norm.submit()
    norm.sign("submission", "lead")
    norm.sign("tested", "tester", written={"report": "回归 132 条通过", "bugs_c": 2})
    norm.results("result_staging", "预发")
    norm.sign("staging", "tester")
    for part in ("lead", "tester", "ops", "product"):
        norm.sign("go_no_go", part)
    norm.sign("database", "dba")
    assert norm.status == states.APPROVED
    norm.until(WINDOW)
    norm.execute_sql()
    norm.release()
    assert norm.status == states.OBSERVING
    norm.results("result_production", "生产")
    norm.sign("verified", "tester")
    norm.sign("verified", "product")
    norm.later(days=1, hours=1)
    norm.sign("closed", "pm", written={"summary": "按计划完成，没有回滚"})
    norm.complete()
    assert norm.status == states.DONE


def test_the_norm_is_told_by_mail(norm: Norm, smtp: MailServer) -> None:
    run(norm)
    mails: list[Any] = smtp.mails
    _keep_for_looking(mails)
    assert_told_once(mails)
    assert_threaded(mails)
    assert_readable(mails)
    for step in STEPS:
        asked = [mail for mail in mails if f"“{step}”等你签字" in text_of(mail)]
        assert asked, f"nobody was asked to sign {step}"
    for told in ("提测", "上线评审"):
        heard = {mail["To"].addresses[0].addr_spec for mail in mails
                 if f"签了“{told}”" in text_of(mail)}  # fmt: skip
        assert len(heard) == len(norm.people), told


def test_the_window_is_told_before_it_opens(norm: Norm, smtp: MailServer) -> None:
    run(norm)
    told = {"7 天": timedelta(days=7), "3 天": timedelta(days=3), "1 天": timedelta(days=1),
            "2 小时": timedelta(hours=2)}  # fmt: skip
    for words, before in told.items():
        found = [mail for mail in smtp.mails if f"距发布还有 {words}" in text_of(mail)]
        assert len(found) == len(norm.people), words
        assert {mail["Date"].datetime for mail in found} == {WINDOW - before}
    invitations = list(calendars(smtp.mails))
    assert invitations
    for found in invitations:
        event = found.events[0]
        assert found["METHOD"] == "REQUEST"
        assert event.start == WINDOW
        assert str(event["UID"])
    assert len({str(found.events[0]["UID"]) for found in invitations}) == 1


def assert_told_once(mails: list[Any]) -> None:
    """No message twice, and nobody is told the same thing by two messages."""
    assert not [name for name, n in Counter(mail["Message-ID"] for mail in mails).items() if n > 1]
    said = Counter((str(mail["To"]), text_of(mail)) for mail in mails)
    assert not [text for (_to, text), n in said.items() if n > 1]


def assert_threaded(mails: list[Any]) -> None:
    for name in ("References", "In-Reply-To", "List-Id", "Subject"):
        assert len({str(mail[name]) for mail in mails}) == 1, name
    assert {str(mail["Auto-Submitted"]) for mail in mails} == {"auto-generated"}


def assert_readable(mails: list[Any]) -> None:
    """Both bodies say the same thing first, and lead to the plan."""
    for mail in mails:
        text, html = text_of(mail), mail.get_body(("html",)).get_content()
        first = text.strip().splitlines()[0]
        assert first, mail["Message-ID"]
        assert first.replace("“", "&ldquo;").replace("”", "&rdquo;") in html or first in html
        assert "http://" in text, first
        assert "{%" not in text + html, first
        assert "None" not in text, text


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def calendars(mails: list[Any]) -> Iterator[Any]:
    for mail in mails:
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                yield Calendar.from_ical(part.get_content())


def _keep_for_looking(mails: list[Any]) -> None:
    """With MAILS_TO=folder the mails are kept there, to be looked at."""
    folder = os.environ.get("MAILS_TO")
    for place, mail in enumerate(mails if folder else [], start=1):
        (Path(folder or "") / f"{place:03d}.eml").write_bytes(bytes(mail))
