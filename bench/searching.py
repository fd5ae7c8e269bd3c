"""One database of `bench/search.py`: filled if it is empty, then measured. Prints JSON."""

import json
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import django

django.setup()

from django.conf import settings  # noqa: E402 - after setup
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from bench.corpus import RARE, fill  # noqa: E402
from bench.search import quantiles  # noqa: E402
from people.models import User  # noqa: E402
from plans.actions.indexing import index_missing  # noqa: E402
from plans.listing.search import Search  # noqa: E402
from plans.models import Plan  # noqa: E402
from search.tables import tidy  # noqa: E402

WORDS = [
    "返豆", "豆", "发布", "灰度", "对账", "下单返豆", "优惠券上线", "玄武", RARE, "秒杀活动改造联合",
    "coin", "coin-center", "coin-center-17", "refund-gateway", "t_order_0042", "t_order", "order",
    "enabled", "coupon.adapter.limit", "GID_risk", "mq", "q", "RP-2019", "RP-2016-000001", "{person}",
    "{surname}", "coin 返豆", "灰度 coin-center", "{person} 发布", "没有这样的词", "ＣＯＩＮ",
    "ALTER TABLE", "varchar ext_77", '"观察错误率"',
]  # fmt: skip
LISTS = [
    "",
    "sort=changed",
    "sort=window",
    "status=done",
    "status=paused",
    "scope=owned",
    "scope=joined",
]
FILTERED = ["app=coin-center", "owner=u7", "from=2026-11-01", "kind=重大", "search=coin&status=paused",
            "search=发布&owner=u7", "search=灰度&scope=joined"]  # fmt: skip


def main(count: int, rounds: int) -> None:
    call_command("migrate", verbosity=0)
    built = _build(count)
    user = User.objects.get(username="u1")
    other = User.objects.get(username="u9").display_name
    words = [word.format(person=other, surname=other[:1]) for word in WORDS]
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(user)
    print(json.dumps({
        **built,
        "find": _timed(rounds, [_find(user, word) for word in words]),
        "palette": _timed(rounds, [_get(client, f"find/?{urlencode({'search': word})}") for word in words]),
        "list_search": _timed(rounds, [_get(client, f"?{urlencode({'search': word})}") for word in words]),
        "list": _timed(rounds * 5, [_get(client, f"?{query}") for query in LISTS]),
        "filtered": _timed(rounds, [_get(client, f"?{query}") for query in FILTERED]),
    }))  # fmt: skip


def _build(count: int) -> dict[str, Any]:
    if Plan.objects.count() != count:
        fill(count)
        began = time.perf_counter()
        index_missing()
        seconds = time.perf_counter() - began
        tidy()
        _analyze()
        (settings.VAR_DIR / f"rate-{connection.vendor}-{count}").write_text(
            f"{count / seconds:.0f}"
        )
    rate = (settings.VAR_DIR / f"rate-{connection.vendor}-{count}").read_text()
    return {"plans": count, "indexed_per_s": int(rate), **_sizes()}


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _sizes() -> dict[str, float]:
    """Megabytes."""
    if connection.vendor == "postgresql":
        asked = {"whole_mb": "pg_database_size(current_database())",
                 "index_mb": "pg_total_relation_size('search_text') + pg_total_relation_size('search_grams')"}  # fmt: skip
    else:
        pages = "(SELECT sum(pgsize) FROM dbstat WHERE name LIKE {} OR name LIKE {})"
        asked = {"whole_mb": "(SELECT sum(pgsize) FROM dbstat)",
                 "index_mb": pages.format("'search_%'", "'text_part%'")}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked.values())}".replace("%", "%%"))
        return {
            name: round(size / 2**20, 1)
            for name, size in zip(asked, cursor.fetchone(), strict=True)
        }


def _find(user: User, words: str) -> Callable[[], Any]:
    return lambda: Search(Plan.objects.visible_to(user), words).page(0, 50)


def _get(client: Client, query: str) -> Callable[[], Any]:
    def get() -> None:
        answer = client.get(f"/plans/{query}")
        if answer.status_code != 200:
            raise SystemExit(f"/plans/{query} answers {answer.status_code}")

    return get


def _timed(rounds: int, acts: list[Callable[[], Any]]) -> dict[str, float]:
    """Every act once to warm up, then `rounds` times in turn; `cpu` is this process's own."""
    times: list[float] = []
    spent: list[float] = []
    for number in range(rounds + 1):
        for act in acts:
            began, busy = time.perf_counter(), time.process_time()
            act()
            if number:
                times.append(time.perf_counter() - began)
                spent.append(time.process_time() - busy)
    cpu = quantiles(spent)
    return {**quantiles(times), "cpu_p50_ms": cpu["p50_ms"], "cpu_p95_ms": cpu["p95_ms"]}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
