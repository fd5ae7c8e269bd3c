"""The loop that wakes whatever is due: one leads, others wait, the tables say what.

Every app may have a `due.py` with three functions: `next_due()`, the next moment at which
it has something to do; `wake(now)`, which hands what is due to workers; and `run(now)`,
which does it here. A missed wake-up costs a few seconds, never the work itself.
"""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from importlib import import_module
from types import ModuleType
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils.module_loading import module_has_submodule

from gray.leading import Leader
from gray.links import Link, open_link
from gray.rounds import LONGEST, Rounds
from ground.clock import now

log = logging.getLogger("releaseplan.clock")

CHANNEL = "releaseplan_due"
BREATH = 0.01
"""Seconds that the loop rests at least; what comes due meanwhile goes together."""
PAUSE = 1.0
"""Seconds between two attempts to reach the database."""


def run(stop: threading.Event) -> None:
    """Run until `stop` is set; begins again whenever the database comes back."""
    leader = Leader(f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:6]}")
    is_alone = settings.EMBEDDED  # a lock file sees to it; the lease of a killed clock is void
    while not stop.is_set():
        try:
            if is_alone:
                leader.seize(now())
                is_alone = False
            with closing(open_link(CHANNEL)) as link:
                _run(leader, link, stop)
            leader.step_down(now())
        except Exception as error:  # a clock that dies stops every ramp
            log.warning("the clock waits for the database: %s", str(error).strip())
            connection.close()
            stop.wait(PAUSE)
    connection.close()


def _run(leader: Leader, link: Link, stop: threading.Event) -> None:
    rounds, everyone, rung = Rounds(), list(sources()), True
    while not stop.is_set():
        leads = leader.leads(now())
        seconds = rounds.go(everyone, now(), rung=rung) if leads else LONGEST.total_seconds()
        rung = link.wait(max(seconds, BREATH), stop) or not leads
        if rung:
            stop.wait(BREATH)


def tick(moment: datetime) -> int:
    """One pass in this process, doing what is due at `moment`; how much was done."""
    return sum(int(source.run(moment)) for source in sources())


def sources() -> Iterator[ModuleType]:
    """The `due` module of every app that has one."""
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, "due"):
            yield import_module(f"{config.name}.due")
