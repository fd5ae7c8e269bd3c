"""Demo accounts: their passwords are public, so they open only on this machine."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from people.models import User

PASSWORD = "releaseplan"  # noqa: S105 - public by intent


def demo_people() -> list[User]:
    """Whom the sign-in page offers; nobody outside the embedded mode."""
    if not settings.EMBEDDED:
        return []
    return list(User.objects.filter(is_active=True).exclude(demo="").order_by("pk"))


def may_enter(person: User, request: HttpRequest) -> bool:
    """Real people always; demo accounts on the embedded server, from this machine."""
    return not person.demo or (settings.EMBEDDED and _is_near(request))


def _is_near(request: HttpRequest) -> bool:
    """Asked from this machine itself, not by a proxy on it for somebody else."""
    if {"X-Forwarded-For", "Forwarded", "X-Real-Ip"} & set(request.headers):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
