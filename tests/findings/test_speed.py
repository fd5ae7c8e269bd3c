"""A plan of 200 applications and 500 keys is checked in less than a wink."""

import statistics
import time

from plans.findings import Context, check
from tests.exports.sizes import big_configs
from tests.findings.saying import NOW, app, document

MOST_MS = 50


def test_a_big_plan_is_checked_within_fifty_milliseconds_of_processor_time() -> None:
    apps = [app(f"trade-{n:03}", n // 40 + 1, *([f"trade-{n - 40:03}"] if n >= 40 else []),
                version=f"4.{n}.0", developer="戴维", tester="罗博", change="升级客户端")
            for n in range(200)]  # fmt: skip
    sql = [{"statement": f"ALTER TABLE t_{n} ADD COLUMN a int", "kind": "DDL"} for n in range(40)]
    big = document(apps=apps, configs=big_configs(500), sql_changes=sql)
    check(big, Context(NOW))
    times = []
    for _round in range(5):
        begun = time.process_time()
        found = [finding.as_json() for finding in check(big, Context(NOW))]
        times.append((time.process_time() - begun) * 1000)
    assert len(found) > 80
    assert statistics.median(times) < MOST_MS
