"""The doors of the web process: /ofrep/ to the flag table, the rest to Django."""

import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releaseplan.settings")

from django.core.wsgi import get_wsgi_application

Start = Callable[..., Any]
Door = Callable[[dict[str, Any], Start], Iterable[bytes]]

django: Door = get_wsgi_application()

from gray import ofrep  # noqa: E402 - its models need the apps loaded above


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Flag questions never pass Django's middleware."""
    door = ofrep.application if environ.get("PATH_INFO", "").startswith("/ofrep/") else django
    return door(environ, start)
