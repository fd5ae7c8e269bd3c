"""What an embedded installation does before it serves: catalogs, tables, first data.

Every step looks first whether there is anything to do, so a second start is quick.
"""

import ipaddress

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gray import leading
from ground.models import Lease
from people.demo import demo_people
from people.models import User
from plans.actions.cataloguing import catalogue_missing
from plans.actions.importing import forget_uploads
from plans.actions.indexing import index_missing
from releaseplan.catalogs import compile_catalogs

DEMO_BEGUN, DEMO_DONE = "begun", "done"


class CannotServe(Exception):
    """One sentence on why this installation does not start."""


def prepare(host: str, *, demo: bool) -> None:
    """Catalogs, tables and, in an empty database, the demo. Raises CannotServe."""
    compile_catalogs(settings.BASE_DIR / "locale")
    _migrate()
    index_missing()
    catalogue_missing()
    _free_clock()
    forget_uploads()
    wants_demo = demo and _may_fill()
    refuse_open_demo(host, wants_demo=wants_demo)
    if wants_demo:
        _fill_demo()


def refuse_open_demo(host: str, *, wants_demo: bool) -> None:
    """Demo accounts have public passwords. Raises CannotServe unless `host` is loopback."""
    if not is_loopback(host) and (wants_demo or demo_people()):
        raise CannotServe(
            f"HOST={host} would open demo accounts to the network. Start with an empty "
            "database and --no-demo, or deactivate the demo accounts first."
        )


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def _free_clock() -> None:
    """The lock says that whoever led the clock is dead, so nobody waits for its lease."""
    Lease.objects.filter(name=leading.NAME).update(until=None)


def _may_fill() -> bool:
    """Only an empty database; one that was interrupted is begun again (the demo is idempotent)."""
    stamp = settings.VAR_DIR / "demo"
    return not User.objects.exists() or (stamp.exists() and stamp.read_text() == DEMO_BEGUN)


def _fill_demo() -> None:
    stamp = settings.VAR_DIR / "demo"
    stamp.write_text(DEMO_BEGUN)
    call_command("demo", verbosity=0)
    stamp.write_text(DEMO_DONE)
