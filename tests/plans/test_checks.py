from datetime import UTC, datetime
from types import SimpleNamespace

from plans.actions import add_rows
from plans.checks import findings_of
from plans.models import Plan

NOON_IN_SHANGHAI = datetime(2026, 11, 20, 4, tzinfo=UTC)


def test_a_job_fires_by_the_clock_on_the_wall(plan: Plan, cast: SimpleNamespace) -> None:
    add_rows(plan, "jobs", by=cast.ann, rows=[{"name": "clean", "cron": "0 30 12 * * ?"}])
    (found,) = [
        one for one in findings_of(plan, NOON_IN_SHANGHAI) if one.code == "cron-next"
    ]  # fmt: skip
    assert "2026-11-20 12:30:00" in found.message
