"""Broker flushed, database restarted, workers killed: the served sequence is the planned one."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from subprocess import Popen

import pytest

from gray.bucket import position
from tests.gray.test_processes import ALL, USERS, Watcher, seed, told
from tests.processes import Processes, free_port, is_open, stop, wait_for
from tests.servers import Postgres, Redis

pytestmark = [pytest.mark.servers, pytest.mark.long]
PLANNED = [sum(position("flag.0", user) < share for user in USERS) for share in ALL]
WORKER = ("celery", "-A", "releaseplan", "worker", "--concurrency", "1")


class Fleet:
    """Web, workers and clocks of one installation, and who watches its answers."""

    def __init__(self, house: Processes) -> None:
        self.house, self.port = house, free_port()
        self.watcher = Watcher(self.port, seed(house, hold=2, ramps=4)["key"])
        house.start(
            "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "1", "releaseplan.wsgi:application", name="web",
        )  # fmt: skip
        self.workers = [self.worker(n) for n in (1, 2)]
        self.clocks = [self.clock(n) for n in (1, 2)]
        wait_for(lambda: is_open(self.port), within=60, what="the web server")

    def worker(self, number: int) -> Popen[bytes]:
        return self.house.start(*WORKER, "-n", f"w{number}@test", name=f"w{number}")

    def clock(self, number: int) -> Popen[bytes]:
        return self.house.start(sys.executable, "manage.py", "clock", name=f"c{number}")

    def sees(self, level: int) -> None:
        """Watch until `level` of the stages is served."""
        count = PLANNED[level]
        wait_for(lambda: self.watcher.look() >= count, within=90, what=f"stage {level}")

    def arrives(self) -> None:
        """Everything was served, in order, nothing twice and nobody lost on the way."""
        self.sees(4)
        assert not self.watcher.lost
        assert [one for one in PLANNED if one in self.watcher.levels] == self.watcher.levels
        runs = wait_for(self._all_done, within=60, what="every ramp")
        assert [run["shares"] for run in runs] == [ALL] * 4  # type: ignore[attr-defined]

    def _all_done(self) -> object:
        runs = told(self.house)
        return runs if all(run["state"] == "done" for run in runs) else []


@pytest.fixture
def fleet(production: Processes) -> Iterator[Fleet]:
    yield Fleet(production)


def flush(fleet: Fleet, postgres: Postgres, redis_server: Redis) -> None:
    for _turn in range(20):
        redis_server.flush()
        time.sleep(0.05)


def restart_redis(fleet: Fleet, postgres: Postgres, redis_server: Redis) -> None:
    redis_server.kill()
    time.sleep(1)
    redis_server.start()


def restart_postgres(fleet: Fleet, postgres: Postgres, redis_server: Redis) -> None:
    postgres.restart()


def kill_workers(fleet: Fleet, postgres: Postgres, redis_server: Redis) -> None:
    for process in fleet.workers:
        for child in _children(process.pid):
            os.kill(child, signal.SIGKILL)
        stop(process, signal.SIGKILL)
    fleet.workers = [fleet.worker(n) for n in (3, 4)]


def kill_clocks(fleet: Fleet, postgres: Postgres, redis_server: Redis) -> None:
    for process in fleet.clocks:
        stop(process, signal.SIGKILL)
    fleet.clocks = [fleet.clock(n) for n in (3, 4)]


Fault = Callable[[Fleet, Postgres, Redis], None]


@pytest.mark.parametrize(
    "faults", [(flush, kill_clocks, restart_redis), (kill_workers, restart_postgres, flush)]
)
def test_what_is_served_is_what_was_planned(
    faults: Sequence[Fault], fleet: Fleet, postgres: Postgres, redis_server: Redis
):
    for level, fault in enumerate(faults, start=1):
        fleet.sees(level)
        fault(fleet, postgres, redis_server)
    fleet.arrives()


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
