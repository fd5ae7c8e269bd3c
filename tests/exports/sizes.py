"""Plans by size: one that prints on four pages, and one of 200 applications and 500 keys."""

from random import Random
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
    """No two rows alike: words of every length, risks, and up to three dependencies."""
    dice = Random(number)
    batch = number // 40 + 1
    earlier = [_name(other) for other in range((batch - 1) * 40)]
    return {
        "batch": batch, "domain": dice.choice(DOMAINS), "app": _name(number),
        "version": f"{dice.randint(1, 9)}.{number}.{dice.randint(0, 30)}",
        "old_version": f"{dice.randint(1, 9)}.{number}.0", "deployer": dice.choice(PEOPLE),
        "branch": f"feature/{dice.choice(WORDS)}-{number}", "developer": dice.choice(PEOPLE),
        "tester": dice.choice(PEOPLE),
        "depends_on": dice.sample(earlier, min(len(earlier), dice.randint(0, 3))),
        "change": _prose(dice, 3), "risk_level": dice.choice(["高", "中", "低", ""]),
        "risk": _prose(dice, 1), "risk_control": _prose(dice, 2), "check_items": _prose(dice, 2),
    }  # fmt: skip


def _name(number: int) -> str:
    return f"{WORDS[number % len(WORDS)]}-{WORDS[number * 7 % 11]}-{number:03}"


def _prose(dice: Random, most: int) -> str:
    return "".join(dice.choice(SENTENCES) for _ in range(dice.randint(0, most)))


def _config(number: int) -> dict[str, Any]:
    dice = Random(number + 1000)
    return {
        "application": _name(number % 200), "environment": dice.choice(["PRO", "PRE", "UAT"]),
        "namespace": dice.choice(["application", "middleware.client", "trade-common", "redis"]),
        "key": f"{dice.choice(WORDS)}.{dice.choice(WORDS)}.pool.{number}",
        "value": dice.choice(VALUES).format(number), "old_value": dice.choice(VALUES).format(number // 2),
        "note": _prose(dice, 2),
    }  # fmt: skip


DOMAINS = ("交易", "商品", "促销", "会员", "库存", "履约", "支付", "搜索")
PEOPLE = (
    "安然",
    "戴维",
    "罗博",
    "单丹",
    "欧力",
    "皮雅",
    "龚䶮",
    "李㛃",
    "欧阳静怡",
    "Maria Keller",
)
WORDS = ("trade", "coupon-center", "item-detail", "stock", "pay-gateway", "member", "search-rank",
         "fulfilment", "price", "refund-service", "promo")  # fmt: skip
SENTENCES = (
    "升级消息客户端与注册中心客户端。", "连接池参数改由配置中心下发，默认值不变；",
    "下单链路增加一次返豆计算，P99 预计 +3 ms。", "先发一台观察十分钟，错误率不涨再继续。",
    "兼容旧消息格式，双写一周后下线 v1 接口 /api/v1/orders/{id}/coins。", "无功能变化。",
    "Thread pool isolation per downstream; reject instead of queueing. ",
    "对账任务每天 02:30 跑，差异超过 0.01 元报警到值班群，",
)  # fmt: skip
VALUES = ("{0}", "true", "false", "jdbc:mysql://db-{0}.example.test:3306/trade?useSSL=true",
          '{{"core": {0}, "max": 64, "queue": "bounded"}}', "{0}ms", "0 0/{0} * * * ?",
          "a,b,c,{0}", "")  # fmt: skip
