"""E-mail: text first, HTML last (RFC 2046 §5.1.4), one thread per subject matter."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from notices.channels.base import Channel, Letter, Never, Send
from notices.post_offices import Office, office_of
from notices.threads import list_id, root_id

WIRE = policy.SMTP.clone(cte_type="7bit")
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class Email(Channel):
    name = "email"
    label = _("邮件")

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
    except (ValueError, IndexError) as error:
        raise Never(_("地址或邮件头无效：%(error)s") % {"error": error}) from error
    mail.set_content(letter.text)
    if letter.html:
        mail.add_alternative(letter.html, subtype="html")
    return mail


def _send(office: Office, letter: Letter) -> None:
    office.send(compose(letter))


def _address(mail: EmailMessage, letter: Letter) -> None:
    mail["From"] = settings.DEFAULT_FROM_EMAIL
    mail["To"] = Address(letter.recipient, addr_spec=letter.address)
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.written_at)
    mail["Message-ID"] = letter.message_id
    for name, value in {**_thread(letter.thread), **AUTOMATIC, **letter.headers}.items():
        mail[name] = value


def _thread(thread: str) -> dict[str, str]:
    if not thread:
        return {}
    root = root_id(thread)
    return {"In-Reply-To": root, "References": root, "List-Id": list_id(thread)}
