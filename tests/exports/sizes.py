"""Plans by size: one that prints on four pages, and one of 200 applications and 500 keys."""

from typing import Any

from plans.actions import add_rows, create_plan
from plans.models import Plan
from tests.exports.rich import TABLES


def small_plan(by: Any) -> Plan:
    """Cover, contents and two pages."""
    plan = create_plan(by=by, title="小版本发布", version="1.0.1")
    for key in ("members", "changes", "configs", "topics"):
        add_rows(plan, key, by=by, rows=TABLES[key])
    return Plan.objects.get(pk=plan.pk)


def big_plan(by: Any) -> Plan:
    plan = create_plan(by=by, title="全站中间件升级", version="2026.12")
    add_rows(plan, "apps", by=by, rows=[_app(number) for number in range(200)])
    add_rows(plan, "configs", by=by, rows=big_configs(500))
    return Plan.objects.get(pk=plan.pk)


def big_configs(count: int) -> list[dict[str, Any]]:
    return [_config(number) for number in range(count)]


def _app(number: int) -> dict[str, Any]:
    batch = number // 40 + 1
    return {
        "batch": batch, "domain": "交易", "app": f"trade-service-{number:03}",
        "version": f"4.{number}.0", "old_version": f"4.{number}.0-rc", "deployer": "欧力",
        "branch": "feature/middleware-2026", "developer": "戴维", "tester": "罗博",
        "depends_on": [f"trade-service-{number - 40:03}"] if batch > 1 else [],
        "change": "升级消息客户端与注册中心客户端，连接池参数改由配置中心下发。",
    }  # fmt: skip


def _config(number: int) -> dict[str, Any]:
    return {
        "application": f"trade-service-{number % 200:03}", "environment": "PRO",
        "namespace": "application", "key": f"middleware.client.pool.size.{number}",
        "value": str(number * 7), "old_value": str(number), "note": "连接池大小",
    }  # fmt: skip
