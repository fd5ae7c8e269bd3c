"""The least that a WSGI server can be asked for: bytes that were there before the question.

BARE_ANSWER names a file with the body, BARE_HEADERS is a JSON list of pairs.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

BODY = Path(os.environ["BARE_ANSWER"]).read_bytes()
HEADERS = [(name, value) for name, value in json.loads(os.environ["BARE_HEADERS"])]


def application(_environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    start("200 OK", HEADERS)
    return [BODY]
