"""The whole product in one process: web, worker and clock, on SQLite, without a broker.

`python -m releaseplan.embedded [--no-demo]`; PORT and HOST say where. A part that dies
ends the process; what it was doing is due in a table and goes on at the next start.
"""

import argparse
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from releaseplan.lock import AlreadyRunning, Lock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releaseplan.settings")
# Celery would run Django's system checks at every start; the tests have run them.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")


def main() -> int:
    options = arguments().parse_args()
    os.environ.setdefault("PORT", "8000")
    host = os.environ.get("HOST", "127.0.0.1")
    _allow(host)
    try:
        port = _port(os.environ["PORT"])
        with Lock(Path(settings.VAR_DIR) / "serve.lock"):
            return serve(host, port, demo=not options.no_demo)
    except (ImproperlyConfigured, AlreadyRunning) as error:
        return _fail(str(error))


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/run", description="Serve the whole product.")
    parser.add_argument(
        "--no-demo",
        action="store_true",
        help="start empty and print a one-time link to create the administrator",
    )
    return parser


def serve(host: str, port: int, *, demo: bool) -> int:
    """Prepare, then serve until a signal comes or a part dies; the exit status."""
    django.setup()
    from releaseplan import housekeeping, parts, welcome  # noqa: PLC0415 - models need setup()

    try:
        housekeeping.prepare(host, demo=demo)
        house = parts.House(host, port)
    except housekeeping.CannotServe as error:
        return _fail(str(error))
    sys.stdout.write(welcome.words(host, port))
    sys.stdout.flush()
    return house.run()


def _allow(host: str) -> None:
    """Whoever serves a network address wants to be reached by it, also from mails."""
    if host in ("127.0.0.1", "localhost", "::1"):
        return
    is_every = host in ("0.0.0.0", "::")  # noqa: S104 - asked for by HOST
    os.environ.setdefault("ALLOWED_HOSTS", "*" if is_every else host)
    if not is_every:
        os.environ.setdefault("BASE_URL", f"http://{host}:{os.environ['PORT']}")


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ImproperlyConfigured(f"PORT={text!r} is not a port: use a number such as 8000.")
    return int(text)


def _fail(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
