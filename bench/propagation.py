"""How long after a ramp's command the changed answer stands at every web process.

    .venv/bin/python bench/propagation.py [--changes 200] [--flags 50] [--workers 2]

Prints one JSON line last. Gives one ramp the commands “advance”, “roll back” and “resume”
through the action that pages and API call, and asks OFREP on a kept connection to each
worker until the answer for a person between the two percentages has changed everywhere.
`p50_ms` and `p99_ms` count from just before the commit of the command, on a private
PostgreSQL with granian as docker-compose.yml serves it; `pressed_…` from calling the action;
`bare_…` from the same commit until a process has heard NOTIFY and read one row again, which
is what PostgreSQL and this machine cost by themselves; `many_…` the same with 2,000 flags in
the table; `embedded_…` is SQLite and the one process of bin/run.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.serving import HERE, answers, granian, processes
from tests.processes import Processes, free_port, wait_for
from tests.servers import Postgres

MANY = 2_000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--changes", type=int, default=200)
    options.add_argument("--flags", type=int, default=50)
    options.add_argument("--workers", type=int, default=2)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="rp-") as folder:
        server = Postgres(Path(folder))
        try:
            few = _production(server, given.flags, given)
            many = _production(server, MANY, given)
        finally:
            server.kill()
    told = {**few, **_named("many", many), **_named("embedded", _embedded(given))}
    print(json.dumps(told))


def _production(server: Postgres, flags: int, given: argparse.Namespace) -> dict[str, Any]:
    with processes(
        DATABASE_URL=server.url(server.create()), SECRET_KEY=os.urandom(32).hex()
    ) as made:
        shape = {"GRANIAN_WORKERS": str(given.workers)}

        def serve() -> int:
            return granian(made, "bench.told:application", "web", **shape)

        return _measure(made, serve, flags, given.changes, given.workers)


def _embedded(given: argparse.Namespace) -> dict[str, Any]:
    port = free_port()
    with processes(PORT=str(port)) as made:

        def serve() -> int:
            made.start(sys.executable, "-m", "releaseplan.embedded", "--no-demo", name="serve")
            wait_for(lambda: answers(port), what="the embedded server")
            return port

        return _measure(made, serve, given.flags, given.changes, 1)


def _measure(made: Processes, serve: Any, flags: int, changes: int, workers: int) -> dict[str, Any]:
    """What bench/changing.py says, in a process of its own: settings are read once."""
    if (done := made.manage("migrate", "-v0")).returncode:
        raise SystemExit(done.stderr)
    counts = map(str, (serve(), flags, changes, workers))
    child = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, str(HERE / "bench" / "changing.py"), *counts],
        env=made.env, cwd=HERE, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(child.stdout.splitlines()[-1])
    return told


def _named(word: str, told: dict[str, Any]) -> dict[str, Any]:
    return {f"{word}_{name}": value for name, value in told.items()}


if __name__ == "__main__":
    main()
