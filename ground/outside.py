"""Requests to addresses that people typed: only to where this server may talk.

A name is resolved once, every address it has is looked at, and the connection goes to
one of those that were looked at. What lies inside (private, loopback, link-local,
metadata) is refused unless an administrator allowed the host. No redirect is followed,
no proxy of the environment is used, and no error repeats more of the address than its host.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from ground.models import AllowedHost
from ground.timed import TimedSocket, left

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 15.0
MOST_BYTES = 1_000_000
PORTS = {"https": 443, "http": 80}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")
"""For protocols only (RFC 6890); some Pythons take part of it for public."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Outside(Exception):
    """A request did not succeed; the text may be shown to people."""


class Forbidden(Outside):
    """This server does not send anything to such an address."""


class NoAnswer(Outside):
    """Nobody answered, in time or at all; it may have arrived all the same."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `body` has at most MOST_BYTES."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request goes: taken apart, and allowed as far as its text tells."""

    scheme: str
    host: str
    port: int
    target: str
    is_allowed: bool

    @property
    def name(self) -> str:
        """Host and port as they stand in a Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def send(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    seconds: float = TOTAL_SECONDS,
) -> Answer:
    """One request and its answer, whatever its status; 3xx too, which is not followed.

    Raises Forbidden or NoAnswer. `seconds` bounds everything after the name was resolved.
    """
    place = place_of(url)
    addresses = resolve(place)
    finish = monotonic() + seconds
    try:
        with closing(_connect(place, addresses, finish)) as plain:
            return _ask(place, plain, finish, method, dict(headers or {}), body)
    except ssl.SSLCertVerificationError as error:
        raise NoAnswer(
            _("%(host)s 的证书无效：%(why)s") % {"host": place.name, "why": error.verify_message}
        ) from None
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(
            _("连不上 %(host)s：%(why)s") % {"host": place.name, "why": _why(error)}
        ) from None


def place_of(url: str) -> Place:
    """Where `url` leads, without asking the network. Raises Forbidden."""
    try:
        parts = urlsplit(url)
        host, port = _host(parts), parts.port
    except ValueError:
        raise Forbidden(_("这不是有效的网址。")) from None
    if parts.scheme not in PORTS or not host:
        raise Forbidden(_("网址要以 https:// 开头，并写明主机名。"))
    if "@" in parts.netloc:
        raise Forbidden(_("网址里不能写用户名和密码。"))
    port = port or PORTS[parts.scheme]
    allowed = is_allowed(host, port)
    if parts.scheme == "http" and not allowed:
        raise Forbidden(_("网址要以 https:// 开头；只有系统管理员允许过的主机可以用 http://。"))
    return Place(parts.scheme, host, port, _target(parts), allowed)


def is_allowed(host: str, port: int) -> bool:
    """Whether an administrator allowed this host, at this port or at any."""
    names = {host, f"{host}:{port}"}
    if names & {name.lower() for name in settings.OUTBOUND_ALLOWED_HOSTS}:
        return True
    return AllowedHost.objects.filter(name__in=names).exists()


def resolve(place: Place) -> list[Address]:
    """Every address of the host. Raises Forbidden when one lies inside, NoAnswer when none is."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoAnswer(_("找不到主机 %(host)s。") % {"host": place.host}) from None
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not place.is_allowed and not all(map(is_public, addresses)):
        raise Forbidden(
            _(
                "%(host)s 在内网或保留地址里，默认不会向那里发请求。确实需要时，请系统管理员在“设置 · 外联”中允许它。"
            )
            % {"host": place.name}
        )
    return list(dict.fromkeys(addresses))


def is_public(address: Address) -> bool:
    """Reachable by everybody on the internet; so are the addresses it may stand for."""
    whole = (address, *_within(address))
    return all(one.is_global and not one.is_multicast and one not in PROTOCOLS for one in whole)


def _within(address: Address) -> Iterator[Address]:
    """The IPv4 addresses that an IPv6 address carries to (RFC 4291, 3056, 4380, 6052)."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    yield from filter(None, (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())))
    if address in NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def _host(parts: SplitResult) -> str:
    """In lower case, and as the network writes it. Raises ValueError (a UnicodeError is one)."""
    host = (parts.hostname or "").rstrip(".")
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _target(parts: SplitResult) -> str:
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    if not target.isascii() or any(character <= " " for character in target):
        raise Forbidden(_("网址里有空格或未编码的文字。"))
    return target


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
    plain: socket.socket,
    finish: float,
    method: str,
    headers: dict[str, str],
    body: bytes | None,
) -> Answer:
    """Over a connection that is already made; TLS still asks for the name."""
    with closing(_secured(place, plain, finish)) as wire:
        connection = http.client.HTTPConnection(place.host, place.port)
        connection.sock = TimedSocket(wire, finish)
        said = {"Host": place.name, "User-Agent": "ReleasePlan", "Connection": "close", **headers}
        connection.request(method, place.target, body=body, headers=said)
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), _read(answer))


def _secured(place: Place, plain: socket.socket, finish: float) -> socket.socket:
    if place.scheme == "http":
        return plain
    plain.settimeout(left(finish))
    return ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)


def _read(answer: http.client.HTTPResponse) -> bytes:
    body = answer.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise http.client.HTTPException(_("回答太长"))
    return body


def _why(error: Any) -> str:
    if isinstance(error, TimeoutError):
        return _("没有及时回答")
    return getattr(error, "strerror", "") or str(error) or type(error).__name__
