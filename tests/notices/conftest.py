"""A real mail server on this machine, and letters to put into the outbox."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction

from notices.actions import add_robot, announce, post
from notices.models import Message
from tests.notices.robot_servers import VENDORS, vendor
from tests.processes import free_port
from tests.servers import Mailbox


@dataclass
class MailServer(Mailbox):
    """Keeps what it takes in `mails` and what it does not in `refused`.

    `answers` are given first, one to each mail, then `answer`.
    """

    answers: list[str] = field(default_factory=list)
    refused: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    peers: list[Any] = field(default_factory=list)
    on_mail: Callable[[], None] | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else self.answer
        mail = message_from_bytes(envelope.content, policy=policy.SMTP)
        (self.mails if answer.startswith("250") else self.refused).append(mail)
        self.raw.append(envelope.content)
        self.peers.append(session.peer)
        self.recipients.append(list(envelope.rcpt_tos))
        if self.on_mail:
            self.on_mail()
        return answer

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address.startswith("gone"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    @property
    def addressees(self) -> list[str]:
        return [address for addresses in self.recipients for address in addresses]


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer(port=free_port())
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


@pytest.fixture(params=VENDORS)
def service(request, settings):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    with vendor(request.param) as running:
        running.kind = request.param
        yield running


@pytest.fixture
def robot_of(cast):
    """A robot that hears everything public, at a service."""

    def one(service, **changes):
        secret = "" if service.kind == "wecom" else service.secret
        values = {"name": "发布群", "is_default": True, "secret": secret, **changes}
        return add_robot(kind=service.kind, address=service.url, by=cast.adm, **values)

    return one


def tell(number=1, **changes):
    values = {
        "kind": "gate.signed", "thread": "plan:RP-2026-0001", "subject": "[RP-2026-0001] 联合发布",
        "text": f"第{number}件事：罗博签了“测试通过”", "is_public": True,
        "url": f"https://plans.example.com/plans/RP-2026-0001/?at={number}",
    }  # fmt: skip
    with transaction.atomic():
        return announce(key=f"plan:1#{number}", **{**values, **changes})


def only():
    return Message.objects.get()
