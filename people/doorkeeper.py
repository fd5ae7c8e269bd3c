"""Failed sign-ins: besides guesses at one name, one guess at each of many names.

django-axes counts failures of a name from an address. Whoever tries one password on
every name stays below that; so names are counted too.
"""

from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest


class Doorkeeper(AxesDatabaseHandler):
    """An address that failed with too many names waits, whatever name comes next."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        failures: int = super().get_failures(request, credentials)
        return max(failures, settings.AXES_FAILURE_LIMIT) if is_spraying(request) else failures


def is_spraying(request: HttpRequest) -> bool:
    """Has this address failed with SIGN_IN_NAMES different names within the cool-off time?"""
    tried = AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address,  # type: ignore[attr-defined]
        attempt_time__gte=get_cool_off_threshold(request),
    )
    return tried.values("username").distinct().count() >= settings.SIGN_IN_NAMES
