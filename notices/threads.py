"""Names that mail clients thread and filter by (RFC 5322 §3.6.4, RFC 2919).

Derived from keys with the installation's secret, so that a repeated message keeps
its name and two installations never share one.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.text import slugify

FALLBACK_DOMAIN = "releaseplan.localdomain"


def message_id(key: str) -> str:
    """The Message-ID of the message posted under `key`."""
    return f"<{_name('message', key)}@{domain()}>"


def root_id(thread: str) -> str:
    """The Message-ID that every message of `thread` refers to."""
    return f"<{_name('thread', thread)}@{domain()}>"


def list_id(thread: str) -> str:
    """The List-Id of a thread such as "plan:RP-2026-0001"."""
    labels = [slugify(part) for part in reversed(thread.split(":"))]
    return f"<{'.'.join(filter(None, labels))}.{domain()}>"


def domain() -> str:
    """The host this installation is known by; an address is no name, so it is not used."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    return host if any(letter.isalpha() for letter in host) and ":" not in host else FALLBACK_DOMAIN


def _name(purpose: str, key: str) -> str:
    return salted_hmac(f"notices.{purpose}", key, algorithm="sha256").hexdigest()[:24]
