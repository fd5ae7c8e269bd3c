"""What an embedded installation does before it serves: files, tables, first data.

Every step looks first whether there is anything to do, so a second start is quick.
"""

import hashlib
import ipaddress
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from people.demo import demo_people
from people.models import User
from releaseplan.catalogs import compile_catalogs

DEMO_BEGUN, DEMO_DONE = "begun", "done"


class CannotServe(Exception):
    """One sentence on why this installation does not start."""


def prepare(*, demo: bool) -> None:
    """Catalogs, static files, tables and, in an empty database, the demo."""
    compile_catalogs(settings.BASE_DIR / "locale")
    _collect_static()
    _migrate()
    if demo:
        _fill_demo()


def refuse_open_demo(host: str) -> None:
    """Demo accounts have public passwords. Raises CannotServe unless `host` is loopback."""
    if not is_loopback(host) and demo_people():
        raise CannotServe(
            f"HOST={host} would open demo accounts to the network. Start with an empty "
            "database and --no-demo, or deactivate the demo accounts first."
        )


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _collect_static() -> None:
    mark, stamp = _static_mark(), Path(settings.STATIC_ROOT) / ".mark"
    if not stamp.exists() or stamp.read_text() != mark:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(mark)


def _static_mark() -> str:
    """Changes when any static file does, or the code that collects it."""
    seen = hashlib.sha256()
    for path in sorted(_static_files()):
        found = path.stat()
        seen.update(f"{path}:{found.st_mtime_ns}:{found.st_size}\n".encode())
    return seen.hexdigest()


def _static_files() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def _fill_demo() -> None:
    """Only into an empty database; one that was interrupted is begun again (it is idempotent)."""
    stamp = settings.VAR_DIR / "demo"
    is_interrupted = stamp.exists() and stamp.read_text() == DEMO_BEGUN
    if is_interrupted or not User.objects.exists():
        stamp.write_text(DEMO_BEGUN)
        call_command("demo", verbosity=0)
        stamp.write_text(DEMO_DONE)
