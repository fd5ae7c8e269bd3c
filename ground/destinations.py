"""Where a request to an address that people typed may go.

A name is resolved once and every address it has is looked at: what lies inside (private,
loopback, link-local, metadata) is refused unless an administrator allowed the host.
"""

import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from ground.models import AllowedHost

PORTS = {"https": 443, "http": 80}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
RESERVED = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "::/96", "64:ff9b:1::/48", "fec0::/10", "5f00::/16", "3fff::/20"),
    )
)
"""Protocols (RFC 6890), embedded IPv4 (RFC 4291, 8215), sites (RFC 3879), segments (RFC 9602) and
documentation (RFC 9637); some Pythons take them for public."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Outside(Exception):
    """A request did not succeed; the text may be shown to people."""


class Forbidden(Outside):
    """This server does not send anything to such an address."""


class NoAnswer(Outside):
    """Nobody answered, in time or at all; it may have arrived all the same."""


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
    return all(map(_is_of_the_internet, whole))


def _is_of_the_internet(address: Address) -> bool:
    is_reserved = any(address in network for network in RESERVED)
    return address.is_global and not address.is_multicast and not is_reserved


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
