"""Commands a ramp and waits for every worker to know: the child process of bench/propagation.py.

bench/changing.py PORT FLAGS CHANGES WORKERS, with DATABASE_URL of the running product
"""
# ruff: noqa: E402 - models need the path, the settings and the set-up above them

import http.client
import io
import json
import os
import random
import subprocess
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releaseplan.settings")

import django

django.setup()

from django.db import connection, transaction

from bench.serving import FLAGS, HERE, expose, name_of
from gray.actions import command
from gray.bucket import position
from gray.feed import CHANNEL
from gray.models import Run
from people.models import User
from tests.gray.seeding import seed

FLAG = "flag.0"
LOW, HIGH = 1_000, 5_000
"""The two shares, in hundredths of a percent, that the ramp of seed() goes between."""
PATIENCE = 10.0
PAUSE = 0.001
"""Seconds between two looks, so that asking does not take the time of those who are asked."""
HOURS = 36_000


class Worker:
    """A kept connection to one worker process."""

    def __init__(self, port: int, key: str, person: str) -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        self.headers = {"X-API-Key": key, "Content-Type": "application/json"}
        self.body = json.dumps({"context": {"targetingKey": person}})
        self.name = ""

    def is_in(self) -> bool:
        self.link.request("POST", f"{FLAGS}/{FLAG}", self.body, self.headers)
        answer = self.link.getresponse()
        self.name = answer.headers.get("X-Worker", "the only one")
        return bool(json.loads(answer.read())["value"])


class Bare:
    """Another process that only hears and reads; on SQLite there is nothing to hear."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.process: subprocess.Popen[str] | None = None
        if connection.vendor == "postgresql":
            self.process = subprocess.Popen(  # noqa: S603 - our own words
                [sys.executable, str(HERE / "bench" / "listening.py"), CHANNEL, FLAG],
                stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            self._heard()

    def note(self, about: float) -> None:
        if self.process:
            self.times.append(self._heard() - about)

    def close(self) -> None:
        if self.process:
            self.process.kill()
            self.process.communicate()

    def _heard(self) -> float:
        assert self.process and self.process.stdout  # noqa: S101 - it was started with a pipe
        return float(self.process.stdout.readline())


class Ramp:
    """Up and down between LOW and HIGH, by the commands of people."""

    def __init__(self) -> None:
        with redirect_stdout(io.StringIO()) as told:
            seed(HOURS)
        self.key: str = json.loads(told.getvalue())["key"]
        self.run, self.by = (
            Run.objects.select_related("ramp").get(),
            User.objects.get(username="oli"),
        )
        self.do("advance")
        self.do("advance")

    def do(self, verb: str) -> tuple[float, float]:
        """(when it was called, when it was about to commit), in seconds of the steady clock."""
        called = time.monotonic()
        with transaction.atomic():
            command(self.run.ramp, by=self.by, command=verb, reason="量一量")
            return called, time.monotonic()


def main() -> None:
    port, flags, changes, workers = map(int, sys.argv[1:])
    ramp = Ramp()
    for number in range(1, flags):
        expose(name_of(number), HIGH)
    known = _workers(port, ramp.key, workers)
    committed, pressed, bare = [], [], Bare()
    for _turn in range(changes // 2):
        for verb, is_in in (("advance", True), ("roll_back", False)):
            time.sleep(random.uniform(0.01, 0.08))  # noqa: S311 - not in step with any clock
            called, about = ramp.do(verb)
            done = _until(known, is_in)
            committed.append(done - about)
            pressed.append(done - called)
            bare.note(about)
        ramp.do("resume")
    bare.close()
    kinds = {"": committed, "pressed_": pressed, "bare_": bare.times}
    told = [_told(prefix, times) for prefix, times in kinds.items() if times]
    print(json.dumps({name: value for part in told for name, value in part.items()}))


def _workers(port: int, key: str, many: int) -> list[Worker]:
    """One connection for each of `many` worker processes."""
    person = next(
        name for name in map("u-{}".format, range(10_000)) if LOW <= position(FLAG, name) < HIGH
    )
    found: dict[str, Worker] = {}
    end = time.monotonic() + PATIENCE
    while len(found) < many and time.monotonic() < end:
        worker = Worker(port, key, person)
        worker.is_in()
        found.setdefault(worker.name, worker)
    if len(found) < many:
        raise SystemExit(f"{len(found)} of {many} workers answered")
    return list(found.values())


def _until(workers: list[Worker], is_in: bool) -> float:
    """When the last of them answered so."""
    waiting, end = workers, time.monotonic() + PATIENCE
    while waiting:
        waiting = [worker for worker in waiting if worker.is_in() is not is_in]
        time.sleep(PAUSE if waiting else 0)
        if time.monotonic() > end:
            raise SystemExit(f"{len(waiting)} workers never heard of the change")
    return time.monotonic()


def _told(prefix: str, times: list[float]) -> dict[str, Any]:
    ranked = sorted(times)
    at = {"p50_ms": len(ranked) // 2, "p99_ms": int(len(ranked) * 0.99), "max_ms": len(ranked) - 1}
    return {f"{prefix}{name}": round(1_000 * ranked[place], 1) for name, place in at.items()}


if __name__ == "__main__":
    main()
