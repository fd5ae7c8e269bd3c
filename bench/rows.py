"""Reading and writing the rows of a section through the API, against the bare database.

    .venv/bin/python bench/rows.py [--rounds 15]

Prints one JSON line last. `read_500_ms` and `save_200x8_ms` are whole requests as the grid
sends them (text forms, all middleware, in this process, SQLite on disk); `bulk_create_ms` is
Django's bulk_create of the same 200 rows in a transaction of its own; `ratio` is save against
that. `poll_cpu_ms` is the processor time of what an open page asks every 1.6 s, and
`cores_for_200_pages` what 200 of them take. Rounds alternate; medians count.
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
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent.parent
BEAT = 1.6
FORM = "application/x-www-form-urlencoded"
POLLS = 20
FIELDS = ("batch", "domain", "app", "version", "branch", "developer", "tester", "change")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=15)
    rounds = options.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "releaseplan.settings"}
        sys.path.insert(0, str(HERE))
        print(json.dumps(_measure(rounds)))


def _measure(rounds: int) -> dict[str, float]:
    import django  # noqa: PLC0415 - after the environment

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.RATES = {}
    call_command("migrate", verbosity=0)
    client, plan = _scene()
    works = {
        "read_500_ms": _reading(client, plan),
        "save_200x8_ms": _saving(client, plan),
        "bulk_create_ms": _bare(plan),
        "poll_cpu_ms": _polling(client, plan),
    }
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _round in range(rounds + 1):
        for name, work in works.items():
            spent[name].append(work() * 1000)
    answer = {name: round(statistics.median(found[1:]), 2) for name, found in spent.items()}
    answer["ratio"] = round(answer["save_200x8_ms"] / answer["bulk_create_ms"], 2)
    answer["cores_for_200_pages"] = round(answer["poll_cpu_ms"] / 1000 * 200 / BEAT, 3)
    return answer


def _scene() -> tuple[Any, Any]:
    """Ann's browser, and her plan with 500 config rows."""
    from django.test import Client  # noqa: PLC0415

    from people.models import User  # noqa: PLC0415
    from plans.actions import add_rows, create_plan  # noqa: PLC0415
    from tests.exports.sizes import big_configs  # noqa: PLC0415

    ann = User.objects.create(username="ann", display_name="安然")
    plan = create_plan(by=ann, title="全站中间件升级")
    add_rows(plan, "configs", by=ann, rows=big_configs(500))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(ann)
    return client, plan


def _timed(act: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _reading(client: Any, plan: Any) -> Callable[[], float]:
    address = f"/api/v1/plans/{plan.number}/sections/configs/?text=1&page_size=5000"

    def work() -> float:
        return _timed(lambda: _expect(client.get(address), 500))

    return work


def _saving(client: Any, plan: Any) -> Callable[[], float]:
    """A pasted block of 200 × 8, as one request; it is taken away again outside the clock."""
    address = f"/api/v1/plans/{plan.number}/sections/apps/?text=1"
    body = json.dumps({"rows": _block()})

    def work() -> float:
        def send() -> None:
            _expect(client.patch(address, body, content_type="application/json"), 200)

        spent = _timed(send)
        _clear(plan)
        return spent

    return work


def _bare(plan: Any) -> Callable[[], float]:
    from django.db import transaction  # noqa: PLC0415

    from plans.tables.registry import section  # noqa: PLC0415

    part = section("apps")

    def work() -> float:
        given = [{**row, "batch": int(row["batch"])} for row in _block()]
        rows = [part.model(plan=plan, rank=at, **row) for at, row in enumerate(given)]

        def write() -> None:
            with transaction.atomic():
                part.model._default_manager.bulk_create(rows)

        spent = _timed(write)
        _clear(plan)
        return spent

    return work


def _polling(client: Any, plan: Any) -> Callable[[], float]:
    from plans.grid.news import position_of  # noqa: PLC0415

    address = f"/plans/{plan.number}/live/"

    def work() -> float:
        words = {"page": "bench", "since": position_of(plan), "at": "configs:1:key"}
        begun = time.process_time()
        for _poll in range(POLLS):
            client.post(address, urlencode(words), content_type=FORM)
        return (time.process_time() - begun) / POLLS

    return work


def _block() -> list[dict[str, str]]:
    return [
        {
            field: str(number % 9 + 1) if field == "batch" else f"{field}-{number}"
            for field in FIELDS
        }
        for number in range(200)
    ]


def _clear(plan: Any) -> None:
    from plans.tables.registry import section  # noqa: PLC0415

    section("apps").rows(plan).delete()


def _expect(answer: Any, rows: int) -> None:
    body = answer.json()
    found = body.get("results", body.get("rows"))
    if answer.status_code != 200 or len(found) != rows:
        raise SystemExit(f"{answer.status_code}: {answer.content[:300]!r}")


if __name__ == "__main__":
    main()
