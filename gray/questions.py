"""What a flag question says: which flag, whose key, which person. Pure but for reading the body."""

import json
from typing import Any

from gray.answers import failure

Environ = dict[str, Any]
Headers = list[tuple[str, str]]

PATH = "/ofrep/v1/evaluate/flags"
LONGEST = 256 * 1024
"""Bytes of a request body."""


class Answer(Exception):
    """What is answered; anything but a result is raised, wherever it turned out."""

    def __init__(self, status: int, body: bytes = b"", headers: Headers | None = None) -> None:
        self.status, self.body, self.headers = status, body, headers or []


def refuse(status: int, key: str, code: str, details: str, *headers: tuple[str, str]) -> Answer:
    return Answer(status, failure(key, code, details), list(headers))


def flag_key(environ: Environ) -> str:
    """The key in the path, empty for the bulk question; other paths name no flag at all."""
    path: str = environ.get("PATH_INFO", "")
    if not path.isascii():
        path = path.encode("latin-1", "replace").decode("utf-8", "replace")
    return path.removeprefix(PATH).strip("/") if f"{path}/".startswith(f"{PATH}/") else path


def api_key(environ: Environ) -> str:
    """The secret of X-API-Key or of a bearer; empty when none was sent."""
    given = environ.get("HTTP_X_API_KEY", "")
    if given:
        return str(given).strip()
    scheme, _space, text = str(environ.get("HTTP_AUTHORIZATION", "")).partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def targeting_key(environ: Environ, key: str) -> str | None:
    """The user id in the body's context; None when it has none. Raises Answer."""
    try:
        document = json.loads(_body(environ, key))
    except (ValueError, RecursionError):
        raise refuse(400, key, "PARSE_ERROR", "the body is not JSON") from None
    context = document.get("context") if isinstance(document, dict) else None
    if not isinstance(context, dict):
        raise refuse(400, key, "INVALID_CONTEXT", "context has to be an object")
    given = context.get("targetingKey")
    if given is None or given == "":
        return None
    if not isinstance(given, str) or not _is_text(given):
        raise refuse(400, key, "INVALID_CONTEXT", "targetingKey has to be a string")
    return given


def _body(environ: Environ, key: str) -> bytes:
    """The request's bytes; without a length only as far as the server ends the input."""
    length = str(environ.get("CONTENT_LENGTH") or "")
    ended = LONGEST + 1 if environ.get("wsgi.input_terminated") else 0
    wanted = int(length) if length.isascii() and length.isdigit() else ended
    body = environ["wsgi.input"].read(min(wanted, LONGEST + 1)) if wanted else b""
    if len(body) > LONGEST:
        raise refuse(413, key, "GENERAL", f"the body is longer than {LONGEST} bytes")
    return bytes(body)


def _is_text(given: str) -> bool:
    """JSON may smuggle in half a surrogate pair, which has no UTF-8."""
    if given.isascii():
        return True
    try:
        given.encode()
    except UnicodeEncodeError:
        return False
    return True
