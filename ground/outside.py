"""Requests to addresses that people typed.

The connection goes to one of the addresses that were looked at (`ground/destinations.py`), TLS
still asks for the name. No redirect is followed, no proxy of the environment is used, and no
error repeats more of the address than its host.
"""

import http.client
import socket
import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _

from ground.destinations import Address, NoAnswer, Place, place_of, resolve
from ground.timed import TimedSocket, left

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 15.0
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `body` has at most MOST_BYTES."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class TooLong(http.client.HTTPException):
    """More than MOST_BYTES came back."""


def send(
    method: str,
    url: str | Place,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    seconds: float = TOTAL_SECONDS,
    ca: str = "",
) -> Answer:
    """One request and its answer, whatever its status; 3xx too, which is not followed.

    `seconds` bounds everything after the name was resolved. `ca` holds the only authorities
    that are trusted, as PEM; without it those of the system are. A Place that was looked up
    before asks no database, so that threads may send. Raises Forbidden or NoAnswer.
    """
    place = url if isinstance(url, Place) else place_of(url)
    addresses = resolve(place)
    finish = monotonic() + seconds
    try:
        with (
            closing(_connect(place, addresses, finish)) as plain,
            closing(_secured(place, plain, finish, ca)) as wire,
        ):
            return _ask(place, wire, finish, method, dict(headers or {}), body)
    except ssl.SSLCertVerificationError as error:
        raise NoAnswer(
            _("%(host)s 的证书无效：%(why)s") % {"host": place.name, "why": error.verify_message}
        ) from None
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(
            _("连不上 %(host)s：%(why)s") % {"host": place.name, "why": _why(error)}
        ) from None


def _connect(place: Place, addresses: list[Address], finish: float) -> socket.socket:
    """To the first address that answers."""
    error: OSError = OSError()
    for address in addresses:
        try:
            limit = min(CONNECT_SECONDS, left(finish))
            return socket.create_connection((str(address), place.port), timeout=limit)
        except OSError as failure:
            error = failure
    raise error


def _ask(
    place: Place,
    wire: socket.socket,
    finish: float,
    method: str,
    headers: dict[str, str],
    body: bytes | None,
) -> Answer:
    """Over a connection that is already made."""
    connection = http.client.HTTPConnection(place.host, place.port)
    connection.sock = TimedSocket(wire, finish)
    said = {"Host": place.name, "User-Agent": "ReleasePlan", "Connection": "close", **headers}
    connection.request(method, place.target, body=body, headers=said)
    answer = connection.getresponse()
    return Answer(answer.status, dict(answer.getheaders()), _read(answer))


def _secured(place: Place, plain: socket.socket, finish: float, ca: str) -> socket.socket:
    """TLS over it, which still asks for the name."""
    if place.scheme == "http":
        return plain
    plain.settimeout(left(finish))
    return trusting(ca).wrap_socket(plain, server_hostname=place.host)


def trusting(ca: str = "") -> ssl.SSLContext:
    """Who is believed: the authorities in `ca`, else the system's. Raises NoAnswer for no PEM."""
    try:
        return ssl.create_default_context(cadata=ca or None)
    except (ssl.SSLError, ValueError, TypeError):
        raise NoAnswer(_("CA 证书不是有效的 PEM。")) from None


def _read(answer: http.client.HTTPResponse) -> bytes:
    body = answer.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLong(_("回答太长"))
    return body


def _why(error: Any) -> str:
    """In our words: what the other side sent instead of HTTP may be our own request, secrets too."""
    if isinstance(error, TimeoutError):
        return _("没有及时回答")
    if isinstance(error, http.client.HTTPException) and not isinstance(error, TooLong):
        return _("回答不是 HTTP")
    return getattr(error, "strerror", "") or str(error) or type(error).__name__
