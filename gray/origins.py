"""Pages of other origins may ask for flags where OFREP_ORIGINS names these.

A browser asks for leave first, by OPTIONS and without the API key; other callers never
notice. Nothing is sent with cookies, so an origin that is let in can do no more than its key.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from gray.questions import Environ, Headers

Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

ANY = "*"
LEAVE: Headers = [
    ("Access-Control-Allow-Methods", "POST"),
    ("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match, X-API-Key"),
    ("Access-Control-Max-Age", "600"),
]
READABLE = ("Access-Control-Expose-Headers", "ETag, Retry-After")


class Origins:
    """`door`, also for pages of the origins in `allowed` (such as https://shop.example.com)."""

    def __init__(self, door: Application, allowed: Collection[str]) -> None:
        self.door, self.allowed = door, frozenset(allowed)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        origin = str(environ.get("HTTP_ORIGIN", ""))
        if not origin or not {origin, ANY} & self.allowed:
            return self.door(environ, start)
        said = [("Access-Control-Allow-Origin", origin), ("Vary", "Origin"), READABLE]
        if environ["REQUEST_METHOD"] == "OPTIONS":
            start("204 No Content", [*said, *LEAVE])
            return [b""]

        def begin(status: str, headers: Headers, *more: Any) -> Any:
            return start(status, [*headers, *said], *more)

        return self.door(environ, begin)
