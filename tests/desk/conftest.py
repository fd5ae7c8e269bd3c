"""A plan on its release day, half way through its first batch."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from plans.actions import add_rows, start
from plans.models import Plan
from plans.tables.registry import section


@pytest.fixture
def released(plan: Plan, cast: SimpleNamespace) -> Plan:
    """`plan`, approved and started, with SQL, steps and checks to tick."""
    add_rows(plan, "sql_changes", by=cast.ann, rows=[
        {"database": "trade", "kind": "DDL", "statement": "alter table t add c int"},
        {"database": "trade", "kind": "DML", "statement": "insert into t values (1)"},
    ])  # fmt: skip
    add_rows(plan, "steps", by=cast.ann, rows=[
        {"phase": "发布", "action": "发布 coin-center", "owner": "欧力"},
        {"phase": "回滚", "group": "关流量", "group_minutes": 5, "action": "关闭开关"},
        {"phase": "回滚", "group": "退应用", "group_minutes": 10, "action": "退回旧版本"},
    ])  # fmt: skip
    add_rows(plan, "checks", by=cast.ann, rows=[
        {"group": "上线前", "item": "通知客服", "blocking": True, "owner": "皮雅"},
    ])  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(status="approved")
    plan.refresh_from_db()
    return start(plan, by=cast.oli)


@pytest.fixture
def app_of(released: Plan) -> Callable[[str], Any]:
    """The row of an application as it stands now."""

    def find(name: str) -> Any:
        row = section("apps").rows(released).get(app=name)
        row.plan = Plan.objects.get(pk=released.pk)
        return row

    return find
