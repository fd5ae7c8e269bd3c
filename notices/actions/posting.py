"""Putting a message into the outbox, and putting a dead one back."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Invalid
from ground.journal import INSTALLATION, record
from ground.lifecycle import move
from ground.policies import authorize
from notices.actions.wishing import manner_of
from notices.events import MESSAGE_RESENT
from notices.models import RESENDABLE, Message, Robot
from notices.threads import message_id
from notices.waking import wake
from people.models import User

HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
OWN_HEADERS = {"from", "to", "subject", "date", "message-id", "in-reply-to", "references"}


def post(
    *,
    key: str,
    to: User | None,
    address: str = "",
    subject: str,
    text: str,
    html: str = "",
    url: str = "",
    kind: str = "",
    thread: str = "",
    headers: Mapping[str, str] | None = None,
    due: datetime | None = None,
    channel: str = "email",
    calendar: str = "",
    calendar_method: str = "",
    robot: Robot | None = None,
) -> Message:
    """The message of `key` (event, recipient, channel), written once however often asked.

    Must run inside the transaction of what it tells about. `address` defaults to
    the mailbox of `to`; without either the message is dead at once, and visible.
    `thread` (such as "plan:RP-2026-0001") puts it into one conversation, `calendar` (RFC 5545)
    with `calendar_method` such as "REQUEST" makes it an invitation, `url` is where to read more.
    A mail to a person goes as that person wishes for its kind: at once, in the next digest
    (invitations never), or not at all; then the message is kept, and says so. Raises
    Invalid for headers or addresses with line breaks or reserved names.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a message is posted in the transaction of its event")
    address = address or (to.email if to else "")
    _refuse_injection(address, headers or {})
    moment = now()
    manner = {}
    if channel == "email" and to and address:
        manner = manner_of(to, kind, due or moment, may_wait=not calendar)
    message, created = Message.objects.get_or_create(
        key=key,
        defaults={
            "channel": channel,
            "kind": kind,
            "thread": thread,
            "to": to,
            "robot": robot,
            "address": address,
            "subject": one_line(subject),
            "text": text,
            "html": html,
            "url": url,
            "headers": dict(headers or {}),
            "calendar": calendar,
            "calendar_method": calendar_method,
            "message_id": message_id(key),
            "due_at": due or moment,
            "created_at": moment,
            **({} if address else {"state": "dead", "error": _no_address()}),
            **manner,
        },
    )
    if created and message.state == "waiting" and message.due_at <= moment:
        transaction.on_commit(wake)
    return message


def resend(message: Message, *, by: User) -> Message:
    """Put a dead or waiting message back at the front, with the same Message-ID.

    What is bundled with it goes again too. Uses the recipient's present address. Raises Denied,
    WrongState, or Invalid when there is still no address.
    """
    authorize(by, "outbox.resend", message)
    return put_back(message, by=by)


def put_back(message: Message, *, by: User) -> Message:
    """The same for actions that have authorised already."""
    address = (message.to.email if message.to else "") or message.address
    if not address:
        raise Invalid(_no_address())
    with transaction.atomic():
        move(
            message,
            frm=RESENDABLE,
            to="waiting",
            field="state",
            address=address,
            attempts=0,
            due_at=now(),
            error="",
        )
        if message.bundle_id:
            _bring_companions(message)
        record(MESSAGE_RESENT, chain=INSTALLATION, by=by, data=_what(message))
        transaction.on_commit(wake)
    return message


def _bring_companions(message: Message) -> None:
    """One letter is one letter: it never goes in parts."""
    companions = Message.objects.filter(bundle=message.bundle_id, state__in=RESENDABLE)
    companions.update(
        state="waiting", address=message.address, attempts=0, due_at=message.due_at, error=""
    )


def one_line(subject: str) -> str:
    """The subject without line breaks, control and direction-changing characters."""
    kept = (c if unicodedata.category(c) not in {"Cc", "Cf"} else " " for c in subject)
    return " ".join("".join(kept).split())[:300]


def _refuse_injection(address: str, headers: Mapping[str, str]) -> None:
    if address != one_line(address):
        raise Invalid(_("收件地址含有换行或控制字符。"))
    for name, value in headers.items():
        if not HEADER_NAME.fullmatch(name) or name.lower() in OWN_HEADERS:
            raise Invalid(_("不能设置邮件头 %(name)s。") % {"name": one_line(name)})
        if value != one_line(value):
            raise Invalid(_("邮件头 %(name)s 含有换行或控制字符。") % {"name": name})


def _no_address() -> str:
    return _("收件人没有填写邮箱。请在“设置 · 人员”中补上，再重新发送。")


def _what(message: Message) -> dict[str, str]:
    return {"subject": message.subject, "address": message.address, "key": message.key}
