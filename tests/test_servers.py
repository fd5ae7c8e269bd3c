"""The private servers themselves: up, down, up again."""

import smtplib
from pathlib import Path

import pytest
import redis

from tests.processes import Processes, descendants, wait_for
from tests.servers import Mailbox, Postgres, Redis

pytestmark = pytest.mark.servers


def test_postgresql_survives_a_crash(postgres: Postgres):
    name = postgres.create()
    postgres.ask("CREATE TABLE kept (word text)", name)
    postgres.ask("INSERT INTO kept VALUES ('灰度')", name)
    postgres.restart()
    assert postgres.ask("SELECT word FROM kept", name) == [("灰度",)]


def test_redis_forgets_when_flushed(redis_server: Redis):
    link = redis.Redis(port=redis_server.port)
    link.set("word", "x")
    redis_server.flush()
    assert link.get("word") is None


def test_mail_arrives_or_is_refused(mailbox: Mailbox):
    with smtplib.SMTP("127.0.0.1", mailbox.port) as client:
        client.sendmail("a@x.invalid", ["b@x.invalid"], "Subject: one\r\n\r\nword")
        mailbox.answer = "451 later"
        with pytest.raises(smtplib.SMTPDataError):
            client.sendmail("a@x.invalid", ["b@x.invalid"], "Subject: two\r\n\r\nword")
    assert [mail["Subject"] for mail in mailbox.mails] == ["one"]


def test_what_a_process_started_ends_with_it(tmp_path: Path):
    processes = Processes(tmp_path, {})
    server = processes.start("sh", "-c", "sleep 600 & sleep 600 & wait")
    family = wait_for(lambda: len(found := descendants(server.pid)) == 2 and found)
    processes.stop()
    wait_for(lambda: not any(map(runs, family)), what="the end of the family")  # type: ignore[call-overload]


def runs(pid: int) -> bool:
    """Is it there, and more than an entry that nobody has read yet?"""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
