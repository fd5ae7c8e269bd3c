"""The doors of the web process: /ofrep/ to the flag table, the rest to Django."""

import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releaseplan.settings")

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

Start = Callable[..., Any]
Door = Callable[[dict[str, Any], Start], Iterable[bytes]]

django: Door = get_wsgi_application()

from gray import ofrep  # noqa: E402 - its models need the apps loaded above


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Flag questions never pass Django's middleware."""
    if environ.get("PATH_INFO", "").startswith("/ofrep/"):
        return ofrep.application(environ, start)
    return (django if speaks_utf8(environ.get("CONTENT_TYPE", "")) else refuse)(environ, start)


def speaks_utf8(content_type: str) -> bool:
    """Django stumbles over other charsets before any middleware could say so."""
    _kind, told = parse_header_parameters(content_type)
    return told.get("charset", "utf-8").lower() in ("utf-8", "utf8", "us-ascii")


def refuse(_environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    start("415 Unsupported Media Type", [("Content-Type", "text/plain; charset=utf-8")])
    return ["请用 UTF-8 编码发送。\n".encode()]
