"""The pace of the API."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from ground.pace import slow_down


class PerPerson(BaseThrottle):
    """So many requests a minute, whatever they are and by however many tokens."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Raises TooOften, which says when to come back."""
        slow_down("api", request)
        return True
