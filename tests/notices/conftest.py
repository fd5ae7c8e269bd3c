"""A real mail server on this machine, and letters to put into the outbox."""

import email
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction

from notices.actions import post
from notices.models import Message

OK = "250 OK"


@dataclass
class MailServer:
    """Keeps every mail it is handed; `answers` are given first, then OK.

    What was refused is in `refused`, what was taken in `mails`.
    """

    port: int
    answers: list[str] = field(default_factory=list)
    addressees: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    refused: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    peers: list[Any] = field(default_factory=list)
    on_mail: Callable[[], None] | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else OK
        mail = email.message_from_bytes(envelope.content, policy=policy.SMTP)
        (self.mails if answer == OK else self.refused).append(mail)
        self.raw.append(envelope.content)
        self.peers.append(session.peer)
        self.addressees += envelope.rcpt_tos
        if self.on_mail:
            self.on_mail()
        return answer

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address.startswith("gone"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return OK


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer(free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    yield server
    controller.stop()


@pytest.fixture
def smtp(mail_server: MailServer, settings: Any) -> MailServer:
    """The mail server, and the product configured to use it."""
    settings.EMAIL_URL = mail_server.url
    return mail_server


@pytest.fixture
def write(cast: Any) -> Callable[..., Message]:
    """Posts a message to ann; any argument may be given otherwise."""

    def post_one(key: str = "plan:1:submitted:ann:email", **changes: Any) -> Message:
        values: dict[str, Any] = {
            "to": cast.ann,
            "subject": "[RP-2026-0001] 下单返豆联合发布",
            "text": "请签字。\n",
            "html": "<p>请签字。</p>",
            "kind": "gate.opened",
            "thread": "plan:RP-2026-0001",
        }
        with transaction.atomic():
            return post(key=key, **{**values, **changes})

    return post_one
