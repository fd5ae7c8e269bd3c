"""E-mail: text first, HTML after it (RFC 2046 §5.1.4), one thread per subject matter.

An invitation is one more alternative (RFC 6047 §2.4), so that clients offer it as such.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.channels.base import Channel, Letter, Never, Send
from notices.letters import wishes_url
from notices.post_offices import Office, office_of
from notices.threads import list_id, root_id

IDENTIFIERS = {"message-id", "in-reply-to", "references", "list-id", "list-unsubscribe"}
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class Wire(EmailPolicy):
    """Leaves identifiers whole; the standard one encodes long ones, and no client threads by that."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in IDENTIFIERS:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


# 76 keeps encoded words within the 75 characters of RFC 2047 §2.
WIRE = Wire(linesep="\r\n", cte_type="7bit", max_line_length=76)


class Email(Channel):
    name = "email"
    label = gettext_lazy("邮件")

    @contextmanager
    def session(self) -> Iterator[Send]:
        with closing(office_of(settings.EMAIL_URL)) as office:
            yield partial(_send, office)

    def envelope(self, letter: Letter) -> Mapping[str, str]:
        return dict(compose(letter).items())


def compose(letter: Letter) -> EmailMessage:
    """The letter as an RFC 5322 message; raises Never when it cannot be one."""
    mail = EmailMessage(policy=WIRE)
    try:
        _address(mail, letter)
    except (ValueError, IndexError, MessageError) as error:
        raise Never(_("收件地址或邮件头无效：%(address)s") % {"address": letter.address}) from error
    mail.set_content(letter.text)
    if letter.html:
        mail.add_alternative(letter.html, subtype="html")
    if letter.calendar:
        method = {"method": letter.calendar_method}
        mail.add_alternative(letter.calendar, subtype="calendar", params=method)
    return mail


def _send(office: Office, letter: Letter) -> None:
    office.send(compose(letter))


def _address(mail: EmailMessage, letter: Letter) -> None:
    mail["From"] = settings.DEFAULT_FROM_EMAIL
    mail["To"] = Address(letter.recipient, addr_spec=letter.address)
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.written_at)
    mail["Message-ID"] = letter.message_id
    ways = {"List-Unsubscribe": f"<{wishes_url()}>"} if letter.recipient else {}
    said = {**_thread(letter.thread), **AUTOMATIC, **ways, **letter.headers}
    for name, value in said.items():
        mail[name] = value


def _thread(thread: str) -> dict[str, str]:
    if not thread:
        return {}
    root = root_id(thread)
    return {"In-Reply-To": root, "References": root, "List-Id": list_id(thread)}
