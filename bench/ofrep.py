"""How many flag questions one web process answers, against the same server's bare answer.

    .venv/bin/python bench/ofrep.py [--rounds 15] [--seconds 0.7] [--connections 16]
    .venv/bin/python bench/ofrep.py --unleash http://127.0.0.1:4242 --token TOKEN

Prints one JSON line last. The product is served as `flags` of docker-compose.yml, with
one worker, 50 flags and a percentage to compute; beside it a bare WSGI application sends the
same bytes. Both are asked in short alternating rounds and the medians are told: `rps`,
`p50_ms`, `p99_ms` of the product for one flag (`bare_…` of the other), `ratio` product / bare
of the same round, the same with `bulk_` for all 50 flags at once; `cpu_us` and `bare_cpu_us`
are microseconds of processor time of the server for one answer, which a busy machine
stretches least, `cpu_ratio` is bare / product of them. `decide_per_second` is the decision
alone, in this process; `client_busy` is how much of its time the load generator computed.

With --unleash (its frontend API and a frontend token) that server is asked in the same
rounds, and `unleash_ratio` is product / Unleash; give it 50 flags for the bulk to be alike.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.serving import FLAGS, ask, furnish, granian, load, name_of, processes, question
from tests.processes import Processes

BULK = 50
TICKS = os.sysconf("SC_CLK_TCK")
Rounds = dict[str, list[dict[str, Any]]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--seconds", type=float, default=0.7)
    options.add_argument("--connections", type=int, default=16)
    options.add_argument("--unleash", default="", help="address of an Unleash server")
    options.add_argument("--token", default="", help="a frontend token of it")
    given = options.parse_args()
    with processes() as made:
        targets = _targets(made, furnish(made, BULK))
        if given.unleash:
            targets["unleash"] = _unleash(given.unleash, given.token)
        measured = _alternate(targets, given)
    print(json.dumps(_tell(measured)))


def _targets(made: Processes, key: str) -> dict[str, Callable[..., dict[str, Any]]]:
    """Name → what asks it once for some seconds: the product and its bare twins."""
    found: dict[str, Callable[..., dict[str, Any]]] = {}
    port = granian(made, "releaseplan.wsgi:application", "product")
    master = made.running[-1].pid
    for name, path in (("one", f"{FLAGS}/{name_of(7)}"), ("bulk", FLAGS)):
        bare, twin = _bare(made, name, *ask(port, key, path))
        request = question(key, path)
        found[name] = _asker(f"127.0.0.1:{port}", request, master)
        found[f"bare_{name}"] = _asker(f"127.0.0.1:{bare}", request, twin)
    return found


def _bare(made: Processes, name: str, status: int, body: bytes, headers: Any) -> tuple[int, int]:
    """(port, process) of a server that sends these bytes whatever it is asked."""
    if status != 200:
        raise SystemExit(f"{status}: {body!r}")
    answer = made.folder / f"{name}.answer"
    answer.write_bytes(body)
    kept = [pair for pair in headers.items() if pair[0].lower() not in ("date", "server")]
    env = {"BARE_ANSWER": str(answer), "BARE_HEADERS": json.dumps(kept)}
    return granian(made, "bench.bare:application", f"bare-{name}", **env), made.running[-1].pid


def _asker(address: str, request: bytes, master: int = 0) -> Callable[..., dict[str, Any]]:
    def run(seconds: float, connections: int) -> dict[str, Any]:
        before = _processor(master) if master else 0.0
        found = load(address, request, seconds, connections)
        spent = (_processor(master) if master else 0.0) - before
        return {**found, "cpu_us": round(1e6 * spent / found["requests"], 1)}

    return run


def _unleash(address: str, token: str) -> Callable[..., dict[str, Any]]:
    place = urlsplit(address).netloc
    head = f"GET /api/frontend?userId=user-12 HTTP/1.1\r\nHost: {place}\r\nAuthorization: {token}"
    return _asker(place, f"{head}\r\n\r\n".encode())


def _processor(master: int) -> float:
    """Seconds of processor time of the workers under a server."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    fields = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split() for pid in children]
    return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS


def _alternate(targets: dict[str, Any], given: argparse.Namespace) -> Rounds:
    """Every target in turn, round after round; the first round only warms up."""
    measured: Rounds = {name: [] for name in targets}
    for turn in range(given.rounds + 1):
        for name, run in targets.items():
            found = run(given.seconds if turn else 0.5, given.connections)
            if turn:
                measured[name].append(found)
                print(f"{turn} {name}: {found}", file=sys.stderr)
    return measured


def _tell(measured: Rounds) -> dict[str, Any]:
    def of(name: str, field: str) -> float:
        return round(statistics.median(row[field] for row in measured[name]), 3)

    told = {
        "ratio": _ratio(measured, "one"),
        "rps": of("one", "rps"),
        "bare_rps": of("bare_one", "rps"),
        "p50_ms": of("one", "p50_ms"),
        "p99_ms": of("one", "p99_ms"),
        "bare_p99_ms": of("bare_one", "p99_ms"),
        "cpu_us": of("one", "cpu_us"),
        "bare_cpu_us": of("bare_one", "cpu_us"),
        "cpu_ratio": round(of("bare_one", "cpu_us") / of("one", "cpu_us"), 2),
        "bulk_ratio": _ratio(measured, "bulk"),
        "bulk_rps": of("bulk", "rps"),
        "bulk_p50_ms": of("bulk", "p50_ms"),
        "bulk_p99_ms": of("bulk", "p99_ms"),
        "decide_per_second": _decisions(),
        "client_busy": of("bare_one", "busy"),
    }
    if "unleash" in measured:
        told["unleash_rps"] = of("unleash", "rps")
        told["unleash_p99_ms"] = of("unleash", "p99_ms")
        told["unleash_ratio"] = round(told["rps"] / told["unleash_rps"], 1)
        told["unleash_bulk_ratio"] = round(told["bulk_rps"] / told["unleash_rps"], 1)
    return told


def _ratio(measured: Rounds, name: str) -> float:
    """Of two that were measured one after the other, so that a busy machine stretches both."""
    pairs = zip(measured[name], measured[f"bare_{name}"], strict=True)
    return round(statistics.median(ours["rps"] / bare["rps"] for ours, bare in pairs), 2)


def _decisions(many: int = 200_000) -> int:
    """Decisions of one flag for that many different people, a second of processor time."""
    from gray.answers import build  # noqa: PLC0415 - after the path

    switch = build([("", "f", "f", 5_000, "[]", "true", "false", True)], []).of("")["f"]
    people, rates = [f"user-{number}" for number in range(many)], []
    for _round in range(5):
        begun = time.process_time()
        for person in people:
            switch.decide(person)
        rates.append(many / (time.process_time() - begun))
    return round(statistics.median(rates))


if __name__ == "__main__":
    main()
