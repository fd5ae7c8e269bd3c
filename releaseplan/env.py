"""Readers of the environment: each gives a value or refuses in one sentence.

Pure functions of a text; `releaseplan/settings.py` is the only place that asks
the environment itself.
"""

from pathlib import Path
from typing import Any
from urllib.parse import ParseResult, parse_qsl, unquote, urlparse
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}
POSTGRES = {"postgres", "postgresql"}
REDIS = {"redis", "rediss"}
MAIL = {"smtp", "smtps", "folder"}


def flag(name: str, text: str) -> bool:
    """1/true/yes/on or 0/false/no/off."""
    word = text.strip().lower()
    if word not in YES | NO:
        raise ImproperlyConfigured(f"{name}={text!r} is neither yes nor no: use 1 or 0.")
    return word in YES


def amount(name: str, text: str) -> int:
    """A whole number above nought."""
    if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text)):
        raise ImproperlyConfigured(f"{name}={text!r} is no amount: use a whole number such as 20.")
    return int(text)


def limit(name: str, text: str) -> int:
    """A whole number, nought for none."""
    return 0 if text == "0" else amount(name, text)


def words(text: str) -> list[str]:
    """A comma-separated list without its blanks."""
    return [word.strip() for word in text.split(",") if word.strip()]


def zone(name: str, text: str) -> str:
    """The name of a time zone that exists."""
    try:
        ZoneInfo(text)
    except (ValueError, KeyError, OSError) as error:
        raise ImproperlyConfigured(
            f"{name}={text!r} is not a time zone: use a name such as Asia/Shanghai."
        ) from error
    return text


def one_of(name: str, text: str, allowed: list[str]) -> str:
    """`text`, which must be one of `allowed`."""
    if text not in allowed:
        raise ImproperlyConfigured(f"{name}={text!r} is unknown: use one of {', '.join(allowed)}.")
    return text


def address(name: str, text: str) -> str:
    """A mail address, alone or as `Name <address>`; no line breaks."""
    if "@" not in text or any(character in text for character in "\r\n"):
        raise ImproperlyConfigured(f"{name}={text!r} is not a mail address.")
    return text


def site(name: str, text: str) -> str:
    """An http(s) address without its last slash."""
    if _parts(name, text, {"http", "https"}).hostname is None:
        raise ImproperlyConfigured(f"{name}={text!r} names no host: use https://plans.example.com.")
    return text.rstrip("/")


def origins(name: str, text: str) -> list[str]:
    """Addresses of sites, separated by commas, as browsers name them; * is any."""
    return [word if word == "*" else site(name, word).lower() for word in words(text)]


def broker(name: str, text: str) -> str:
    """The address of a Redis, or "" for the embedded broker."""
    return _parts(name, text, REDIS).geturl() if text else ""


def mail(name: str, text: str) -> str:
    """smtp://user:password@host:port, smtps://… or folder:///absolute/path."""
    parts = _parts(name, text, MAIL)
    if parts.scheme == "folder" and not parts.path.startswith("/"):
        raise ImproperlyConfigured(f"{name}={text!r} needs an absolute path: folder:///var/mail.")
    if parts.scheme != "folder" and not parts.hostname:
        raise ImproperlyConfigured(f"{name} names no mail host: use smtp://host:25.")
    return text


def folder(name: str, text: str) -> Path:
    """A folder that exists afterwards and can be written."""
    path = Path(text)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}={text!r} cannot be used: {error.strerror}.") from error
    return path


def database(name: str, text: str) -> dict[str, Any]:
    """Django's settings of sqlite:///path or postgresql://user:password@host:port/name."""
    parts = _parts(name, text, POSTGRES | {"sqlite"})
    return _sqlite(name, parts) if parts.scheme == "sqlite" else _postgres(name, parts)


def _parts(name: str, text: str, schemes: set[str]) -> ParseResult:
    try:
        parts = urlparse(text)
        _ = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address: {error}.") from error
    if parts.scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name} begins with {parts.scheme or text!r}: use {', '.join(sorted(schemes))}."
        )
    return parts


def _sqlite(name: str, parts: ParseResult) -> dict[str, Any]:
    path = unquote(parts.path)[1:]
    if not path or parts.netloc:
        raise ImproperlyConfigured(f"{name} names no file: use sqlite:////absolute/path.sqlite3.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Read-then-write transactions must queue for the lock, not fail for it.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def _postgres(name: str, parts: ParseResult) -> dict[str, Any]:
    base = unquote(parts.path).lstrip("/")
    if not base:
        raise ImproperlyConfigured(f"{name} names no database: end it with /releaseplan.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": base,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
