"""How long searching and listing plans takes, at a thousand and at a hundred thousand of them.

    .venv/bin/python bench/search.py [--plans 100000] [--rounds 3] [--sqlite-only] [--fresh]

Prints one JSON line. Databases are kept in var/bench and used again; PostgreSQL is a private
one, where its programs are installed. `find` is the search itself (ids, texts, marks), `list`
and `palette` are whole requests through the views as a person who may see most plans and
plays a part in one of fifty; the ratio compares the sizes in one run.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
KEPT = HERE / "var" / "bench"
SMALL = 1_000


def main() -> None:
    options = _options()
    sys.path.insert(0, str(HERE))
    KEPT.mkdir(parents=True, exist_ok=True)
    told = {"plans": options.plans, "sqlite": _both(options, _sqlite)}
    if not options.sqlite_only and (server := _postgres()):
        try:
            told["postgresql"] = _both(
                options, lambda count, _fresh: server.url(f"b{count}"), server
            )
        finally:
            server.kill()
    print(json.dumps(told, ensure_ascii=False))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=int(os.environ.get("PLANS", "100000")))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sqlite-only", action="store_true")
    parser.add_argument("--fresh", action="store_true", help="build the databases anew")
    return parser.parse_args()


def _both(options: argparse.Namespace, url_of: Any, server: Any = None) -> dict[str, Any]:
    found = {}
    for count in (SMALL, options.plans):
        if server:
            server.create(f"b{count}")
        found[count] = _measure(url_of(count, options.fresh), count, options.rounds)
    small, large = found[SMALL], found[options.plans]
    large["list_ratio"] = round(large["list"]["p50_ms"] / small["list"]["p50_ms"], 2)
    large["search_ratio"] = round(
        large["list_search"]["p50_ms"] / small["list_search"]["p50_ms"], 2
    )
    return {str(count): told for count, told in found.items()}


def _sqlite(count: int, fresh: bool) -> str:
    path = KEPT / f"search-{count}.sqlite3"
    if fresh:
        path.unlink(missing_ok=True)
    return f"sqlite:///{path}"


def _postgres() -> Any:
    """A server that goes with this process; nothing where it is not installed."""
    from tests.servers import Postgres, binary  # noqa: PLC0415 - pytest is not always there

    try:
        binary("initdb")
    except BaseException:
        return None
    return Postgres(Path(tempfile.mkdtemp(prefix="rp-bench-")))


def _measure(url: str, count: int, rounds: int) -> dict[str, Any]:
    """In a process of its own: settings are read once."""
    env = {**os.environ, "DATABASE_URL": url, "VAR_DIR": str(KEPT), "PYTHONPATH": str(HERE),
           "DJANGO_SETTINGS_MODULE": "releaseplan.settings", "SECRET_KEY": os.urandom(24).hex(),
           "ALLOWED_HOSTS": "testserver"}  # fmt: skip
    env.pop("REDIS_URL", None)
    command = [sys.executable, str(HERE / "bench" / "searching.py"), str(count), str(rounds)]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def quantiles(times: list[float]) -> dict[str, float]:
    """In milliseconds."""
    ranked = sorted(times)
    return {
        "p50_ms": round(statistics.median(ranked) * 1000, 1),
        "p95_ms": round(ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))] * 1000, 1),
        "max_ms": round(ranked[-1] * 1000, 1),
    }


if __name__ == "__main__":
    main()
