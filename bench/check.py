"""How long the plan check takes on a plan of 200 applications and 500 keys.

    .venv/bin/python bench/check.py [--rounds 30]

Prints one JSON line. `check_ms` is the pure part: all rules, and the findings as JSON
(`check_cpu_ms` the same in processor time, which a busy machine does not stretch);
`load_ms` reads the plan from the database; `cold_ms` is the first check of a process,
parsers included; `whole_ms` is what a page pays: reading, rules, calendar, neighbours and
wings. Medians; a temporary SQLite database.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
MOST_MS = 50


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=30)
    rounds = options.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "releaseplan.settings"}
        sys.path.insert(0, str(HERE))
        print(json.dumps(_measure(rounds)))


def _measure(rounds: int) -> dict[str, Any]:
    import django  # noqa: PLC0415 - after the environment

    django.setup()
    from django.utils import translation  # noqa: PLC0415

    from ground.clock import now  # noqa: PLC0415
    from plans.checks import context_of, findings_of  # noqa: PLC0415
    from plans.document import load  # noqa: PLC0415
    from plans.findings import check  # noqa: PLC0415

    plan = _plan()
    with translation.override("zh-hans"):
        document = load(plan)
        context = context_of(plan, document, now())

        def told() -> list[dict[str, Any]]:
            return [finding.as_json() for finding in check(document, context)]

        cold = _timed(told)
        return {
            "check_ms": _median(told, rounds),
            "check_cpu_ms": _median(told, rounds, time.process_time),
            "load_ms": _median(lambda: load(plan), rounds),
            "whole_ms": _median(lambda: findings_of(plan, now()), rounds),
            "cold_ms": round(cold, 1),
            "findings": len(told()),
            "rows": sum(map(len, document.sections.values())),
            "most_ms": MOST_MS,
        }


def _plan() -> Any:
    """200 applications, 500 keys, and what a release of that size has beside them."""
    from django.core.management import call_command  # noqa: PLC0415

    from people.models import User  # noqa: PLC0415
    from plans.actions import add_rows  # noqa: PLC0415
    from tests.exports.sizes import big_plan  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    ann = User.objects.create(username="ann", display_name="安然")
    plan = big_plan(ann)
    for key, rows in _beside().items():
        add_rows(plan, key, by=ann, rows=rows)
    return plan


def _beside() -> dict[str, list[dict[str, Any]]]:
    return {
        "sql_changes": [
            {"kind": "DML" if n % 7 == 0 else "DDL", "rollback": "" if n % 5 == 0 else "-- 见附件",
             "statement": f"ALTER TABLE t_order_{n:02} ADD COLUMN level_{n} int NOT NULL DEFAULT 0"}
            for n in range(40)
        ],
        "topics": [{"topic": f"T_ORDER_{n}", "group": f"GID_ORDER_{n}"} for n in range(30)],
        "jobs": [{"group": "Trade", "name": f"Job{n}", "cron": f"0 {n} 2 ? * MON-FRI"}
                 for n in range(20)],
        "checks": [{"group": "技术准备", "item": f"检查项 {n}"} for n in range(60)],
        "cases": [{"group": "下单", "title": f"用例 {n}", "expected": "成功"} for n in range(60)],
    }  # fmt: skip


def _timed(do: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    begun = clock()
    do()
    return (clock() - begun) * 1000


def _median(
    do: Callable[[], object], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> float:
    return round(statistics.median(_timed(do, clock) for _round in range(rounds)), 1)


if __name__ == "__main__":
    main()
