"""How long the page of a large plan takes against its bare template, and its rows over REST.

    .venv/bin/python bench/page.py

Prints one JSON line: `page_ms` for the whole request in this process (session, account,
queries, rules, template), `bare_ms` for the same template rendering the same bytes from the
context that the page had, `ratio` bare / page, `queries` of the page, `rows_500_ms` for five
hundred configuration keys as the grid asks for them, and `pasted_200_ms` for a pasted block
of 200 applications saved. CPU time of this process, medians of alternating rounds; the
database is a SQLite file, and with DATABASE_URL set whatever that names.
"""

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
ROUNDS = 40
LESS = 10


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAR_DIR"] = folder
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "releaseplan.settings"
        sys.path.insert(0, str(HERE))
        print(json.dumps(_measure()))


def _measure() -> dict[str, Any]:
    client, plan = _furnish()
    page = f"/plans/{plan.number}/"
    rows = f"/api/v1{page}sections/configs/?text=1&page_size=5000"
    bare = _bare(client, page)
    times = _alternating(lambda: client.get(page), bare)
    return {
        "page_ms": times[0],
        "bare_ms": times[1],
        "ratio": round(times[1] / times[0], 2),
        "queries": _queries(client, page),
        "kilobytes": round(len(client.get(page).content) / 1024),
        "rows_500_ms": _median([_timed(lambda: client.get(rows)) for _ in range(LESS)]),
        "pasted_200_ms": _pasted(client, plan),
    }


def _furnish() -> tuple[Any, Any]:
    """A signed-in browser and a plan of 200 applications and 500 configuration keys."""
    import django  # noqa: PLC0415 - after the environment

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    from people.models import User  # noqa: PLC0415
    from tests.exports.sizes import big_plan  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    settings.RATES = {}
    call_command("migrate", verbosity=0)
    translation.activate("zh-hans")
    ann = User.objects.create(username=f"bench-{os.getpid()}", display_name="安然")
    client = Client()
    client.force_login(ann)
    return client, big_plan(ann)


def _bare(client: Any, page: str) -> Callable[[], Any]:
    """The template of the page, with everything that it shows already there."""
    from django.template import Context  # noqa: PLC0415
    from django.test.utils import (  # noqa: PLC0415
        setup_test_environment,
        teardown_test_environment,
    )

    setup_test_environment()
    answer = client.get(page)
    teardown_test_environment()
    template = next(one for one in answer.templates if one.name == "plans/detail.html")
    context = answer.context[0].flatten()
    told = len(template.render(Context(context)).encode())
    if told != len(answer.content):
        raise RuntimeError(f"the bare page has {told} bytes instead of {len(answer.content)}")
    return lambda: template.render(Context(context))


def _alternating(*works: Callable[[], Any]) -> list[float]:
    """The median milliseconds of each, asked in turn."""
    found: list[list[float]] = [[] for _work in works]
    for work in works:
        work()
    for _round in range(ROUNDS):
        for times, work in zip(found, works, strict=True):
            times.append(_timed(work))
    return [_median(times) for times in found]


def _timed(work: Callable[[], Any]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def _median(times: list[float]) -> float:
    return round(statistics.median(times), 1)


def _queries(client: Any, page: str) -> int:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return len(asked)


def _pasted(client: Any, plan: Any) -> float:
    """A block of 200 × 8 cells, appended in one request."""
    names = ("app", "domain", "version", "old_version", "branch", "change", "risk", "check_items")
    times = []
    for round_ in range(3):
        rows = [{name: f"{name} {n} {round_}" for name in names} for n in range(200)]
        place = f"/api/v1/plans/{plan.number}/sections/apps/"
        times.append(_timed(lambda body=rows, at=place: client.post(at, body, "application/json")))
    return _median(times)


if __name__ == "__main__":
    main()
