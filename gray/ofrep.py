"""OpenFeature Remote Evaluation Protocol 0.3, as a plain WSGI function in front of Django.

Answers come from a table in memory, rendered ahead; no request touches the database.
The fields that clients insist on (key, value, variant, a known reason, errorDetails) are
always there, 4xx and 500 bodies name the key, and Retry-After is a number of seconds.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import mmh3
from django.conf import settings

from gray.answers import KeyMissing, Switch, Table, dumps
from gray.feed import Feed
from gray.origins import Origins
from gray.questions import Answer, Environ, Headers, api_key, flag_key, refuse, targeting_key
from ground.throttle import Counter

log = logging.getLogger("releaseplan.ofrep")

Start = Callable[..., Any]

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
JSON = ("Content-Type", "application/json")
PASSING = ("Cache-Control", "no-store")


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
        person = targeting_key(environ, key)
        if key:
            return evaluate(switches.get(key), key, person)
        return evaluate_all(switches.values(), person, environ)

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


def evaluate(switch: Switch | None, key: str, person: str | None) -> Answer:
    """One flag: 200, 404, or 400 when only a name could tell."""
    if switch is None:
        raise refuse(404, key, "FLAG_NOT_FOUND", "this environment has no such flag")
    try:
        return Answer(200, switch.answer(person))
    except KeyMissing:
        raise Answer(400, switch.missing) from None


def evaluate_all(switches: Iterable[Switch], person: str | None, environ: Environ) -> Answer:
    """Every flag of the environment; 304 when this person's answers are what they were."""
    parts = []
    for switch in switches:
        try:
            parts.append(switch.answer(person))
        except KeyMissing:
            parts.append(switch.missing)
    body = b'{"flags":[' + b",".join(parts) + b"]}"
    etag = entity_tag(body, person)
    headers = [("ETag", etag), ("Cache-Control", "private, no-cache")]
    if etag in _tags(environ.get("HTTP_IF_NONE_MATCH", "")):
        return Answer(304, b"", headers)
    return Answer(200, body, headers)


def entity_tag(body: bytes, person: str | None) -> str:
    """Strong, and of the person as much as of the answers."""
    named = dumps(person) + b"\n" + body
    return f'"{mmh3.hash_bytes(named).hex()}"'


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}


def _headers(answer: Answer) -> Headers:
    """Of a 304 neither kind nor length are said: it has no body, and 0 would be untrue."""
    if answer.status == 304:
        return answer.headers
    length = ("Content-Length", str(len(answer.body)))
    if not answer.headers:
        return [JSON, length, PASSING]
    is_kept = any(name == "Cache-Control" for name, _value in answer.headers)
    return [JSON, length, *([] if is_kept else [PASSING]), *answer.headers]


def _too_many(key: str, counter: Counter) -> Answer:
    wait = ("Retry-After", str(counter.seconds_left()))
    return refuse(429, key, "GENERAL", f"too many requests, wait {wait[1]} s", wait)


application = Origins(
    Door(Feed(Path(settings.VAR_DIR) / "flags.json"), settings.OFREP_RATE), settings.OFREP_ORIGINS
)
