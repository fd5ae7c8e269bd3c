"""The product's web application, which also says which worker process answered (X-Worker)."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from releaseplan.wsgi import application as product


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    def named(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start(status, [*headers, ("X-Worker", str(os.getpid()))], *more)

    return product(environ, named)
