"""OpenFeature Remote Evaluation Protocol 0.3, as a plain WSGI function in front of Django.

Answers come from a table in memory, rendered ahead; no request touches the database.
The fields that clients insist on (key, value, variant, a known reason, errorDetails) are
always there, 4xx and 500 bodies name the key, and Retry-After is a number of seconds.
"""

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import mmh3
from django.conf import settings

from gray.answers import KeyMissing, Switch, Table, dumps, failure
from gray.feed import Feed
from ground.throttle import Counter

log = logging.getLogger("releaseplan.ofrep")

Environ = dict[str, Any]
Start = Callable[..., Any]
Headers = list[tuple[str, str]]

PATH = "/ofrep/v1/evaluate/flags"
LONGEST = 256 * 1024
"""Bytes of a request body."""
WRONG_KEYS = 60
"""Wrong API keys that one address may try in a minute."""
PHRASES = {
    200: "200 OK",
    304: "304 Not Modified",
    400: "400 Bad Request",
    401: "401 Unauthorized",
    404: "404 Not Found",
    405: "405 Method Not Allowed",
    413: "413 Content Too Large",
    429: "429 Too Many Requests",
    500: "500 Internal Server Error",
    503: "503 Service Unavailable",
}


class Answer(Exception):
    """An answer other than 200, wherever it turned out."""

    def __init__(self, status: int, body: bytes = b"", headers: Headers | None = None) -> None:
        super().__init__(status)
        self.status, self.body, self.headers = status, body, headers or []


def refuse(status: int, key: str, code: str, details: str, *headers: tuple[str, str]) -> Answer:
    return Answer(status, failure(key, code, details), list(headers))


class Door:
    """The WSGI function over `feed`; each API key may ask `per_second` times (0: any number)."""

    def __init__(
        self, feed: Feed, per_second: int = 0, clock: Callable[[], float] = time.time
    ) -> None:
        self.feed, self.per_second = feed, per_second
        self.wrong, self.asked = Counter(60, clock), Counter(1, clock)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        key = flag_key(environ)
        try:
            answer = self.respond(environ, key)
        except Answer as refusal:
            answer = refusal
        except Exception:  # whatever went wrong, clients get a body that they understand
            log.exception("OFREP request failed")
            answer = refuse(500, key, "GENERAL", "internal error")
        start(PHRASES[answer.status], _headers(answer))
        return [answer.body]

    def respond(self, environ: Environ, key: str) -> Answer:
        """The answer; others than 200 and 304 are raised."""
        if environ["REQUEST_METHOD"] != "POST":
            raise refuse(405, key, "GENERAL", "use POST", ("Allow", "POST"))
        table = self.feed.current()
        if table is None:
            raise refuse(503, key, "GENERAL", "no flag table yet", ("Retry-After", "1"))
        switches = table.of(self.admit(environ, key, table))
        targeting_key = read_targeting_key(environ, key)
        if key:
            return evaluate(switches.get(key), key, targeting_key)
        return evaluate_all(switches.values(), targeting_key, environ)

    def admit(self, environ: Environ, key: str, table: Table) -> str:
        """The environment of the caller's API key. Raises 401, 429."""
        secret = api_key(environ)
        digest = hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
        environment = table.environments.get(digest)
        if environment is None:
            if self.wrong.add(environ.get("REMOTE_ADDR", "")) > WRONG_KEYS:
                raise _too_many(key, self.wrong)
            bearer = ("WWW-Authenticate", "Bearer")
            raise refuse(401, key, "GENERAL", "X-API-Key is missing or unknown", bearer)
        if self.per_second and self.asked.add(digest) > self.per_second:
            raise _too_many(key, self.asked)
        return environment


def flag_key(environ: Environ) -> str:
    """The key in the path, empty for the bulk question; other paths name no flag at all."""
    path = environ.get("PATH_INFO", "").encode("latin-1", "replace").decode("utf-8", "replace")
    return path.removeprefix(PATH).strip("/") if f"{path}/".startswith(f"{PATH}/") else path


def api_key(environ: Environ) -> str:
    given = environ.get("HTTP_X_API_KEY", "")
    if given:
        return str(given).strip()
    scheme, _space, text = str(environ.get("HTTP_AUTHORIZATION", "")).partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def read_targeting_key(environ: Environ, key: str) -> str | None:
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
    try:
        given.encode()
    except UnicodeEncodeError:
        return False
    return True


def evaluate(switch: Switch | None, key: str, targeting_key: str | None) -> Answer:
    """One flag: 200, 404, or 400 when only a name could tell."""
    if switch is None:
        raise refuse(404, key, "FLAG_NOT_FOUND", "this environment has no such flag")
    try:
        return Answer(200, switch.answer(targeting_key))
    except KeyMissing:
        raise Answer(400, switch.missing) from None


def evaluate_all(switches: Iterable[Switch], targeting_key: str | None, environ: Environ) -> Answer:
    """Every flag of the environment; 304 when this person's answers are what they were."""
    parts = []
    for switch in switches:
        try:
            parts.append(switch.answer(targeting_key))
        except KeyMissing:
            parts.append(switch.missing)
    body = b'{"flags":[' + b",".join(parts) + b"]}"
    etag = entity_tag(body, targeting_key)
    headers = [("ETag", etag), ("Cache-Control", "private, no-cache")]
    if etag in _tags(environ.get("HTTP_IF_NONE_MATCH", "")):
        return Answer(304, b"", headers)
    return Answer(200, body, headers)


def entity_tag(body: bytes, targeting_key: str | None) -> str:
    """Strong, and of the person as much as of the answers."""
    named = dumps(targeting_key) + b"\n" + body
    return f'"{mmh3.hash_bytes(named).hex()}"'


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}


def _headers(answer: Answer) -> Headers:
    kind = [] if answer.status == 304 else [("Content-Type", "application/json")]
    names = {name for name, _value in answer.headers}
    cache = [] if "Cache-Control" in names else [("Cache-Control", "no-store")]
    return [*kind, ("Content-Length", str(len(answer.body))), *cache, *answer.headers]


def _too_many(key: str, counter: Counter) -> Answer:
    wait = ("Retry-After", str(counter.seconds_left()))
    return refuse(429, key, "GENERAL", f"too many requests, wait {wait[1]} s", wait)


application = Door(Feed(Path(settings.VAR_DIR) / "flags.json"), getattr(settings, "OFREP_RATE", 0))
