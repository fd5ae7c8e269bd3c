"""What the benches of flags start: the product's own web processes, and flags to ask for."""

import http.client
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from tests.processes import Processes, free_port, wait_for  # noqa: E402 - after the path

ENVIRONMENT = "prod"
FLAGS = "/ofrep/v1/evaluate/flags"
WHO = {"context": {"targetingKey": "user-12"}}


@contextmanager
def processes(**env: str) -> Iterator[Processes]:
    """Processes on a folder of their own (SQLite, unless DATABASE_URL says otherwise)."""
    with tempfile.TemporaryDirectory(prefix="rp-") as folder:
        made = Processes(Path(folder), {"VAR_DIR": folder, "ALLOWED_HOSTS": "*", **env})
        try:
            yield made
        finally:
            made.stop()


def furnish(made: Processes, flags: int) -> str:
    """All tables, `flags` switches at 50 %, and an environment key; its text."""
    _run(made, "migrate", "-v0")
    code = f"from bench.serving import write; write({flags})"
    return _run(made, "shell", "-v0", "-c", code).splitlines()[-1]


def _run(made: Processes, *command: str) -> str:
    done = made.manage(*command)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def write(flags: int) -> None:
    """In a process of the product: through the driver and the action, then print the key."""
    from gray.actions import create_key  # noqa: PLC0415 - Django is set up by now
    from people.models import User  # noqa: PLC0415

    for number in range(flags):
        expose(name_of(number), 5_000)
    adm = User.objects.create(username="bench", is_superuser=True)
    sys.stdout.write(f"{create_key(by=adm, environment=ENVIRONMENT, name='bench')[1]}\n")


def expose(flag: str, share: int) -> None:
    """Write one switch as a ramp does."""
    from gray.drivers.base import Exposure, Place  # noqa: PLC0415
    from gray.drivers.builtin import Builtin  # noqa: PLC0415

    place = Place(ENVIRONMENT, flag, flag, "", "", "", "")
    Builtin().write(place, Exposure(share, ("无忌",)))


def name_of(number: int) -> str:
    return f"flag.{number}"


def granian(made: Processes, target: str, name: str, *options: str, **env: str) -> int:
    """Serve `target` as `flags` of docker-compose.yml does, with one worker; its port."""
    port = free_port()
    shape = {"GRANIAN_WORKERS": "1", "GRANIAN_BLOCKING_THREADS": "1"}
    words = ("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), *options)
    made.start("granian", *words, target, name=name, **{**shape, **env})
    wait_for(lambda: answers(port), what=made.log(name) or name)
    return port


def answers(port: int) -> bool:
    try:
        ask(port, "")
    except OSError:
        return False
    return True


def ask(port: int, key: str, path: str = FLAGS) -> tuple[int, bytes, http.client.HTTPMessage]:
    """One question on a connection of its own: status, body, headers."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("POST", path, json.dumps(WHO), {"X-API-Key": key})
        answer = link.getresponse()
        return answer.status, answer.read(), answer.headers
    finally:
        link.close()


def question(key: str, path: str) -> bytes:
    """The bytes of a request as clients send it."""
    body = json.dumps(WHO, separators=(",", ":"))
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()


def load(address: str, request: bytes, seconds: float, connections: int) -> dict[str, Any]:
    """What bench/load.py says about `address` (host:port), from a process of its own."""
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, str(HERE / "bench" / "load.py"), address, str(seconds), str(connections)],
        input=request, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return dict(json.loads(done.stdout))
