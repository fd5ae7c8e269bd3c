"""Where e-mail is handed in, by EMAIL_URL.

smtp://user:password@host:25?starttls=yes, smtps://user:password@host:465, or
folder:///path, which keeps every mail as an .eml file.
"""

import smtplib
import ssl
from abc import ABC, abstractmethod
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.utils.translation import gettext as _

from notices.channels.base import Later, Never, Unreachable

PATIENCE = 15.0
YES = {"1", "yes", "true", "on"}


class Office(ABC):
    """Where mails are handed in; to be closed afterwards."""

    @abstractmethod
    def send(self, mail: EmailMessage) -> None:
        """Hand in one mail; raises Later, Never or Unreachable."""

    @abstractmethod
    def close(self) -> None:
        """Leave nothing open."""


class Folder(Office):
    """Keeps each mail as a file named by its Message-ID: a repeat replaces itself."""

    def __init__(self, url: SplitResult) -> None:
        self.path = Path(unquote(url.netloc + url.path))
        if not url.path.strip("/"):
            raise ValueError(_("EMAIL_URL 缺少目录，例如 folder:///var/mail/releaseplan"))

    def send(self, mail: EmailMessage) -> None:
        name = str(mail["Message-ID"]).strip("<>").split("@")[0]
        draft = self.path / f".{name}.part"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(mail.as_bytes())
            draft.replace(self.path / f"{name}.eml")
        except OSError as error:
            raise Unreachable(str(error)) from error

    def close(self) -> None:
        return None


class Smtp(Office):
    """A mail server; the connection is kept for the whole context."""

    port = 25

    def __init__(self, url: SplitResult) -> None:
        if not url.hostname:
            raise ValueError(_("EMAIL_URL 缺少主机名，例如 smtp://mail.example.com:25"))
        self.host, self.port = url.hostname, url.port or self.port
        self.user, self.password = unquote(url.username or ""), unquote(url.password or "")
        self.starttls = parse_qs(url.query).get("starttls", [""])[0].lower() in YES
        self.connection: smtplib.SMTP | None = None

    def send(self, mail: EmailMessage) -> None:
        connection = self._connected()
        try:
            connection.send_message(mail)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            raise _refusal(error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Never(_("邮件服务器不接受这样的地址：%(error)s") % {"error": error}) from error
        except OSError as error:
            self.close()
            raise Unreachable(str(error)) from error

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _connected(self) -> smtplib.SMTP:
        if self.connection is None:
            try:
                self.connection = self._connect()
                self._introduce(self.connection)
            except OSError as error:
                self.close()
                raise Unreachable(str(error)) from error
        return self.connection

    def _connect(self) -> smtplib.SMTP:
        return smtplib.SMTP(self.host, self.port, timeout=PATIENCE)

    def _introduce(self, connection: smtplib.SMTP) -> None:
        if self.starttls:
            connection.starttls(context=ssl.create_default_context())
        if self.user:
            connection.login(self.user, self.password)


class Smtps(Smtp):
    """A mail server that speaks TLS from the first byte."""

    port = 465

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=context)


OFFICES: dict[str, type[Folder] | type[Smtp]] = {"folder": Folder, "smtp": Smtp, "smtps": Smtps}


def office_of(url: str) -> Office:
    """The office that EMAIL_URL names; ValueError with one sentence when it names none."""
    parts = urlsplit(url)
    kind = OFFICES.get(parts.scheme)
    if kind is None:
        raise ValueError(_("EMAIL_URL 须以 smtp://、smtps:// 或 folder:// 开头"))
    return kind(parts)


def _refusal(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> Later | Never:
    """5xx is for good, 4xx for now (RFC 5321 §4.2.1)."""
    code, text = _answer(error)
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return (Never if code >= 500 else Later)(f"{code} {words}")


def _answer(
    error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError,
) -> tuple[int, bytes | str]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))
    return error.smtp_code, error.smtp_error
