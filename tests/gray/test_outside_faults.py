"""An outside switch, real workers: killed before and after the call, a time-out that took effect.

The sequence of shares that the outside system was given is exactly the planned one.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from subprocess import Popen

import pytest

from tests.gray.test_faults import _children as children
from tests.gray.test_processes import told
from tests.processes import Processes, stop, wait_for

pytestmark = [pytest.mark.servers, pytest.mark.long]
WORKER = """
import sys
from datetime import timedelta
import django
django.setup()
from gray.actions import applying
applying.LEASE = timedelta(seconds=3)  # the test need not wait a minute for a dead writer
from releaseplan.celery import app
app.worker_main(["worker", "--concurrency", "1", "-n", sys.argv[1]])
"""


class Gateway(ThreadingHTTPServer):
    """Holds one share; `befall` may do something terrible before and after it takes effect."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.share: float = 0
        self.given: list[float] = []
        self.befall: Callable[[str, float], None] = lambda _when, _share: None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/flag"


class Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_GET(self) -> None:
        self._say({"gray": self.server.share})

    def do_PUT(self) -> None:
        wanted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["gray"]
        self.server.befall("before", wanted)
        if self.connection.fileno() < 0 or not self._is_heard():
            return
        if wanted != self.server.share:
            self.server.given.append(wanted)
        self.server.share = wanted
        self.server.befall("after", wanted)
        self._say({"gray": wanted})

    def _is_heard(self) -> bool:
        """A request whose sender died before it took effect is dropped, as by a proxy."""
        try:
            self.connection.setblocking(False)
            return self.connection.recv(1) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False
        finally:
            self.connection.setblocking(True)

    def _say(self, body: dict[str, float]) -> None:
        text = json.dumps(body).encode()
        try:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
        except OSError:
            return

    def log_message(self, *_args: object) -> None:
        return


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    server = Gateway()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


class Crew:
    """A clock and one worker that can be replaced."""

    def __init__(self, house: Processes) -> None:
        self.house, self.count = house, 0
        self.clock = house.start(sys.executable, "manage.py", "clock", name="clock")
        self.worker = self.sign_on()

    def sign_on(self) -> Popen[bytes]:
        self.count += 1
        name = f"w{self.count}"
        return self.house.start(sys.executable, "-c", WORKER, f"{name}@test", name=name)

    def kill(self) -> None:
        """The worker and its children, at once."""
        for pid in children(self.worker.pid):
            os.kill(pid, signal.SIGKILL)
        stop(self.worker, signal.SIGKILL)

    def is_manned(self) -> bool:
        """Another worker comes for one that died. (A child lives as long as its parent's thread.)"""
        if self.worker.poll() is not None:
            self.worker = self.sign_on()
        return True


def test_the_outside_system_is_given_exactly_what_was_planned(
    production: Processes, gateway: Gateway
):
    production.env |= {
        "OUTBOUND_ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "releaseplan.settings",
    }
    code = f"from tests.gray.seeding import seed_outside; seed_outside(2, {gateway.address!r})"
    done = production.manage("shell", "-v0", "-c", code)
    assert done.returncode == 0, done.stderr
    happened = list[tuple[str, float]]()
    crew = Crew(production)

    def befall(when: str, share: float) -> None:
        if (when, share) in happened:
            return
        if (when, share) in (("before", 10), ("after", 50)):
            happened.append((when, share))
            crew.kill()
        elif (when, share) == ("after", 100):
            happened.append((when, share))
            time.sleep(2.5)  # longer than the connection waits

    gateway.befall = befall
    wait_for(lambda: crew.is_manned() and gateway.share == 100, within=120, what="100 %")
    runs = wait_for(lambda: _all_done(production), within=60, what="the end")
    assert happened == [("before", 10), ("after", 50), ("after", 100)]
    assert gateway.given == [1, 10, 50, 100]
    assert [run["shares"] for run in runs] == [[100, 1_000, 5_000, 10_000]]  # type: ignore[attr-defined]


def _all_done(processes: Processes) -> object:
    runs = told(processes)
    return runs if all(run["state"] == "done" for run in runs) else []
