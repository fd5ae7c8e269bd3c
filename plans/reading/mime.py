"""Files in MIME: web pages saved as one file (Confluence's “Word” export), mails saved whole."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

_HEAD = re.compile(rb"\A\s*(?:[A-Za-z-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){1,60}\s*\n")
_MOST_PARTS = 200
_SHOWN = ("From", "To", "Cc", "Date", "Subject")


def is_mime(data: bytes) -> bool:
    """Header lines, one of which says that what follows is MIME."""
    head = data[:8_000]
    few = data.count(b"\n--") <= _MOST_PARTS
    return few and b"mime-version:" in head.lower() and bool(_HEAD.match(head))


def text_of(data: bytes) -> bytes:
    """The document inside as UTF-8: its HTML, else its text below the header lines."""
    message = message_from_bytes(data, policy=policy.default)
    parts = [part for part, _n in zip(message.walk(), range(_MOST_PARTS), strict=False)]
    shown = next((part for part in parts if part.get_content_type() == "text/html"), None)
    if shown is not None and not message.get("Subject"):
        return _content(shown)
    plain = next((part for part in parts if part.get_content_type() == "text/plain"), shown)
    if plain is None:
        return data
    lines = [f"{name}: {message[name]}" for name in _SHOWN if message.get(name)]
    if plain is shown:
        return _content(plain)
    return "\n".join([*lines, "", _content(plain).decode()]).encode()


def _content(part: object) -> bytes:
    """The text of a part; a charset that is wrong is read by the bytes themselves."""
    if not isinstance(part, EmailMessage):
        return b""
    raw = part.get_payload(decode=True)
    body = raw if isinstance(raw, bytes) else str(raw).encode()
    try:
        return body.decode(part.get_content_charset() or "utf-8").encode()
    except (LookupError, UnicodeDecodeError):
        return body
