"""Ramps in real processes: killed in the middle of a stage, two clocks, stock clients."""

import http.client
import json
import signal
import sys
import time
from typing import Any

import pytest
from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext

from gray.bucket import position
from tests.processes import Processes, free_port, is_open, stop, wait_for

pytestmark = pytest.mark.servers
SERVE = (sys.executable, "-m", "releaseplan.embedded", "--no-demo")
USERS = [f"u-{number}" for number in range(300)]
ALL = [0, 100, 1_000, 5_000, 10_000]


class Watcher:
    """Asks OFREP for many users again and again; the levels that it saw twice in a row."""

    def __init__(self, port: int, key: str, flag: str = "flag.0") -> None:
        self.port, self.key, self.flag = port, key, flag
        self.levels: list[int] = []
        self.inside: set[str] = set()
        self.lost: set[str] = set()

    def look(self) -> int:
        """How many of the users are in now; remembers who fell out."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            found = {user for user in USERS if self._ask(link, user)}
        finally:
            link.close()
        self.lost |= self.inside - found
        if len(found) == len(self.inside) and len(found) not in self.levels:
            self.levels.append(len(found))
        self.inside = found
        return len(found)

    def _ask(self, link: http.client.HTTPConnection, user: str) -> bool:
        body = json.dumps({"context": {"targetingKey": user}})
        headers = {"X-API-Key": self.key, "Content-Type": "application/json"}
        link.request("POST", f"/ofrep/v1/evaluate/flags/{self.flag}", body, headers)
        return bool(json.loads(link.getresponse().read())["value"])


def seed(processes: Processes, hold: int, ramps: int = 1) -> dict[str, Any]:
    code = f"from tests.gray.seeding import seed; seed({hold}, ramps={ramps})"
    done = processes.manage("shell", "-v0", "-c", code)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def told(processes: Processes) -> list[dict[str, Any]]:
    done = processes.manage("shell", "-v0", "-c", "from tests.gray.seeding import tell; tell()")
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout.splitlines()[-1]))


def serve(embedded: Processes) -> Any:
    process = embedded.start(*SERVE, name="serve")
    wait_for(lambda: is_open(int(embedded.env["PORT"])), what="the server")
    return process


def test_killed_in_the_middle_of_a_stage_the_ramp_goes_on_and_skips_nothing(embedded: Processes):
    assert embedded.manage("migrate", "-v0").returncode == 0
    watcher = Watcher(int(embedded.env["PORT"]), seed(embedded, hold=3)["key"])
    process = serve(embedded)
    wait_for(lambda: 0 < watcher.look() < 10, what="1 %")
    stop(process, signal.SIGKILL)
    process = serve(embedded)
    wait_for(lambda: watcher.look() == len(USERS), what="100 %")
    assert not watcher.lost
    [run] = told(embedded)
    assert run["shares"] == ALL and not run["folded"]
    planned = [sum(position("flag.0", user) < share for user in USERS) for share in ALL]
    assert [level for level in planned if level in watcher.levels] == watcher.levels


def test_a_stock_client_sees_the_share_grow_and_loses_nobody(embedded: Processes):
    assert embedded.manage("migrate", "-v0").returncode == 0
    key = seed(embedded, hold=2)["key"]
    serve(embedded)
    address = f"http://127.0.0.1:{embedded.env['PORT']}"
    api.set_provider(OFREPProvider(address, headers_factory=lambda: {"X-API-Key": key}))
    client = api.get_client()

    def inside() -> set[str]:
        return {
            user for user in USERS
            if client.get_boolean_value("flag.0", False, EvaluationContext(user))
        }  # fmt: skip

    fixed = client.get_boolean_details("flag.0", False, EvaluationContext("无忌"))
    assert (fixed.value, fixed.variant, fixed.reason) == (True, "on", "TARGETING_MATCH")
    before: set[str] = set()
    end = time.monotonic() + 40
    while len(before) < len(USERS) and time.monotonic() < end:
        now = inside()
        assert before <= now
        before = now
    assert len(before) == len(USERS)
    missing = client.get_boolean_details("unknown", False, EvaluationContext("x"))
    assert str(missing.error_code).endswith("FLAG_NOT_FOUND")


def test_of_two_clocks_one_leads_and_the_other_takes_over_when_it_is_killed(
    production: Processes,
):
    port = free_port()
    key = seed(production, hold=2, ramps=20)["key"]
    production.start(
        "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "releaseplan.wsgi:application", name="web",
    )  # fmt: skip
    production.start("celery", "-A", "releaseplan", "worker", "--concurrency", "2", name="worker")
    clocks = [production.start(sys.executable, "manage.py", "clock", name=f"c{n}") for n in "12"]
    wait_for(lambda: is_open(port), what="the web server")
    watcher = Watcher(port, key)
    wait_for(lambda: 0 < watcher.look() < 10, what="1 %")
    stop(clocks[0], signal.SIGKILL)
    wait_for(lambda: watcher.look() == len(USERS), what="100 %")
    assert not watcher.lost
    for run in wait_for(lambda: _all_done(production), what="every ramp"):  # type: ignore[attr-defined]
        assert run["shares"] == ALL and not run["folded"]


def _all_done(processes: Processes) -> list[dict[str, Any]]:
    runs = told(processes)
    return runs if all(run["state"] == "done" for run in runs) else []
