"""How late the ramp clock is when ten thousand stages are due within a minute.

    .venv/bin/python bench/clock.py [--stages 10000] [--seconds 60] [--no-kill] [--at-once]

Prints one JSON line last. Starts a PostgreSQL and a Redis of its own, two workers and one
clock, the product's own processes, on plans that each have four ramps; every ramp has one
stage coming, at a moment of its own. One worker is killed -9 in the middle and started again.
Then 1,000 stages on the embedded default (SQLite, one process).

lag     from the moment at which a stage was due to the commit that served it (PostgreSQL's own
        commit timestamps), in seconds
early   moves committed before they were due
twice   ramps that moved more than once
lost    ramps that did not move
events  missing events: every move has to have one, in an unbroken chain
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
PER_PLAN = 4
LEAD = 6.0
"""Seconds between the seeding and the first stage that is due."""

Moments = dict[int, float]
"""{run: seconds since the epoch}."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--stages", type=int, default=10_000)
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--no-kill", action="store_true", help="leave the workers alone")
    options.add_argument("--at-once", action="store_true", help="all due at one moment")
    options.add_argument("--no-embedded", action="store_true")
    given = options.parse_args()
    sys.path.insert(0, str(HERE))
    seconds = 0.0 if given.at_once else given.seconds
    answer = on_postgres(given.stages, seconds, kill=not given.no_kill)
    if not given.no_embedded:
        small = on_sqlite(max(given.stages // 10, 1), seconds)
        answer |= {f"embedded_{name}": value for name, value in small.items()}
    print(json.dumps(answer))


def on_postgres(stages: int, seconds: float, *, kill: bool) -> dict[str, float]:
    """Two workers and one clock on PostgreSQL and Redis."""
    from tests.servers import Postgres, Redis, _production  # noqa: PLC0415 - after the path

    with _folder() as folder:
        postgres, redis = Postgres(_made(folder / "pg")), Redis(_made(folder / "redis"))
        try:
            for name, value in (("track_commit_timestamp", "on"), ("fsync", "on")):
                postgres.ask(f"ALTER SYSTEM SET {name} = {value}")
            postgres.restart()
            url = postgres.url(postgres.create("bench"))
            env = _production(url, redis.url, folder)
            _migrate(env)
            due = _run_production(env, folder, stages, seconds, kill=kill)
            served = {
                int(str(run)): float(str(at))
                for run, at in postgres.ask(
                    "SELECT run_id, extract(epoch FROM pg_xact_commit_timestamp(xmin))"
                    " FROM gray_move",
                    "bench",
                )
            }
            return _figures(env, due, served)
        finally:
            redis.kill()
            postgres.kill()


def on_sqlite(stages: int, seconds: float) -> dict[str, float]:
    """The whole product in one process."""
    from tests.processes import Processes, free_port, is_open, wait_for  # noqa: PLC0415

    with _folder() as folder:
        env = {"VAR_DIR": str(folder), "PORT": str(free_port())}
        _migrate(env)
        house = Processes(folder, env)
        try:
            house.start(sys.executable, "-m", "releaseplan.embedded", "--no-demo", name="serve")
            wait_for(lambda: is_open(int(env["PORT"])), within=60, what="the product")
            due = _seed(env, stages, seconds)
            end = max(due.values())
            time.sleep(max(0.0, end - time.time()))
            wait_for(lambda: _moved(env) >= stages, within=60, what="every stage")
        finally:
            house.stop()
        return _figures(env, due, {})


def _run_production(
    env: dict[str, str], folder: Path, stages: int, seconds: float, *, kill: bool
) -> Moments:
    """Start the product's processes, seed, and wait until everything has moved."""
    from celery import Celery  # noqa: PLC0415 - the embedded default needs no broker

    from tests.processes import Processes, stop, wait_for  # noqa: PLC0415 - after the path

    house = Processes(folder, env)
    command = ("celery", "-A", "releaseplan", "worker", "--concurrency", "1", "-O", "fair")
    workers = [house.start(*command, "-n", f"w{n}@bench", name=f"w{n}") for n in (1, 2)]
    house.start(sys.executable, "manage.py", "clock", name="clock")
    try:
        bus = Celery(broker=env["REDIS_URL"]).control
        wait_for(lambda: len(bus.ping(timeout=1) or []) == 2, within=120, what="two workers")
        due = _seed(env, stages, seconds)
        first, last = min(due.values()), max(due.values())
        if kill:
            time.sleep(max(0.0, (first + last) / 2 - time.time()))
            _kill_all(workers[0].pid)
            workers[0] = house.start(*command, "-n", "w3@bench", name="w3")
        time.sleep(max(0.0, last - time.time()))
        wait_for(lambda: _moved(env) >= len(due), within=90, what="every stage")
        return due
    finally:
        for process in workers:
            stop(process)
        house.stop()


def _kill_all(pid: int) -> None:
    """A worker with its child: as when the machine is pulled out."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for one in (pid, *map(int, children)):
        os.kill(one, signal.SIGKILL)


def _migrate(env: dict[str, str]) -> None:
    from tests.processes import Processes  # noqa: PLC0415 - after the path

    Processes(Path(env["VAR_DIR"]), env).manage("migrate", "-v0").check_returncode()


def _seed(env: dict[str, str], stages: int, seconds: float) -> Moments:
    """Make the plans, and say when each run is due."""
    from tests.processes import Processes  # noqa: PLC0415 - after the path

    house = Processes(Path(env["VAR_DIR"]), env)
    code = f"from bench.clock import fill; fill({stages}, {seconds})"
    done = house.manage("shell", "-v0", "-c", code)
    done.check_returncode()
    return {int(run): at for run, at in json.loads(done.stdout.splitlines()[-1]).items()}


def fill(stages: int, seconds: float) -> None:
    """Plans in 灰度中 whose ramps stand at 1 % and have 10 % before them; prints {run: due}."""
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415

    from gray.models import Flag, Run  # noqa: PLC0415
    from gray.sections.ramp import Ramp  # noqa: PLC0415
    from gray.sections.stage import Stage  # noqa: PLC0415
    from ground.models import Chain  # noqa: PLC0415
    from people.models import User  # noqa: PLC0415
    from plans.models import Plan  # noqa: PLC0415

    random.seed(20_261_120)
    owner = User.objects.create(username="ann", display_name="安然")
    count = -(-stages // PER_PLAN)
    plans = Plan.objects.bulk_create(
        Plan(
            number=f"RP-2026-{n:05d}", title=f"计划 {n}", owner=owner, created_by=owner,
            status="ramping",
        )
        for n in range(count)
    )  # fmt: skip
    Chain.objects.bulk_create(Chain(name=plan.chain) for plan in plans)
    ramps = Ramp.objects.bulk_create(
        Ramp(plan=plans[n % count], name=f"g{n}", flag=f"flag.{n}", environment="prod", rank=n)
        for n in range(stages)
    )
    hold = timedelta(hours=1)
    rows = [
        Stage(
            plan=ramp.plan, ramp=ramp.name, position=at, percent=share, rank=at,
            hold=hold,
        )
        for ramp in ramps
        for at, share in ((1, 1), (2, 10))
    ]  # fmt: skip
    first = dict(
        zip((ramp.pk for ramp in ramps), Stage.objects.bulk_create(rows)[::2], strict=True)
    )
    begin = datetime.now(UTC) + timedelta(seconds=LEAD + stages / 2500)
    due = {ramp.pk: begin + timedelta(seconds=random.random() * seconds) for ramp in ramps}  # noqa: S311
    Flag.objects.bulk_create(
        Flag(
            environment="prod", key=ramp.flag, salt=ramp.flag, share=100, on_value=True,
            off_value=False, changed_at=begin,
        )
        for ramp in ramps
    )  # fmt: skip
    runs = Run.objects.bulk_create(
        Run(
            plan=ramp.plan, ramp=ramp, environment="prod", flag=ramp.flag, salt=ramp.flag,
            state="running", stage=first[ramp.pk], index=0, share=100, actual=100,
            started_at=due[ramp.pk] - hold, since=due[ramp.pk] - hold,
            free_since=due[ramp.pk] - hold, due_at=due[ramp.pk],
        )
        for ramp in ramps
    )  # fmt: skip
    print(json.dumps({run.pk: due[run.ramp_id].timestamp() for run in runs}))


def _moved(env: dict[str, str]) -> int:
    return len(_ask(env, "SELECT DISTINCT run_id FROM gray_move"))


def _figures(env: dict[str, str], due: Moments, served: Moments) -> dict[str, float]:
    """Lags and counts; without commit timestamps the move's own moment counts."""
    moves = _ask(env, "SELECT run_id, at FROM gray_move ORDER BY id")
    at = served or {int(run): _seconds(moment) for run, moment in moves}
    lags = sorted(at[run] - moment for run, moment in due.items() if run in at)
    events = _ask(env, "SELECT id FROM ground_event WHERE kind = 'ramp.rose'")
    return {
        "lag_p50_s": round(lags[len(lags) // 2], 4),
        "lag_p99_s": round(lags[int(len(lags) * 0.99)], 4),
        "lag_max_s": round(lags[-1], 4),
        "early": sum(lag < 0 for lag in lags),
        "twice": len(moves) - len({run for run, _moment in moves}),
        "lost": len(due) - len(lags),
        "events_missing": len(due) - len(events),
    }


def _ask(env: dict[str, str], sql: str) -> list[tuple[Any, ...]]:
    if "DATABASE_URL" in env:
        import psycopg2  # noqa: PLC0415 - the embedded default needs none

        with psycopg2.connect(env["DATABASE_URL"]) as link, link.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())
    import sqlite3  # noqa: PLC0415

    [file] = Path(env["VAR_DIR"]).glob("*.sqlite3")
    link = sqlite3.connect(file, timeout=20)
    try:
        return list(link.execute(sql))
    finally:
        link.close()


def _seconds(moment: Any) -> float:
    from datetime import UTC, datetime  # noqa: PLC0415

    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return float(moment.timestamp())


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="rp-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    main()
