"""Plans in bulk, as like real ones as is needed to measure searching and listing them.

Rows go into the tables directly: names, keys and people are drawn from vocabularies in
which a few words are everywhere and most are rare, as in an installation of some years.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection, models, transaction
from psycopg2.extras import execute_values

from ground.clock import now
from people.models import User
from plans import states
from plans.models import Note, Plan, PlanUserObjectPermission
from plans.tables.registry import section

PEOPLE = 200
BATCH = 2_000
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻"
NAMES = "安明静杰芳洋勇艳磊娟涛敏超秀霞平刚桂英丽强军慧伟娜婷宇浩然博文雨欣子涵"
SYSTEMS = [
    "coin",
    "promotion",
    "trade",
    "order",
    "refund",
    "member",
    "coupon",
    "pay",
    "risk",
    "item",
    "stock",
    "cart",
    "search",
    "message",
]
KINDS = [
    "center",
    "platform",
    "web",
    "service",
    "job",
    "gateway",
    "adapter",
    "core",
    "admin",
    "api",
]
DEEDS = [
    "优化",
    "上线",
    "改造",
    "迁移",
    "修复",
    "升级",
    "扩容",
    "接入",
    "下线",
    "重构",
    "对账",
    "限流",
    "降级",
    "打标",
]
THINGS = [
    "下单返豆",
    "优惠券",
    "会员积分",
    "订单中心",
    "支付网关",
    "库存预占",
    "购物车",
    "退款流程",
    "消息推送",
    "价格计算",
    "秒杀活动",
    "发票服务",
    "风控规则",
    "物流轨迹",
]
SAID = [
    "发布前确认配置已经同步",
    "灰度期间观察错误率与延迟",
    "回滚时先关闭开关再回退应用",
    "通知客服与运营",
    "检查消息堆积",
    "数据库变更需要提前执行",
]
STATUSES = [states.DONE] * 70 + [states.DRAFT] * 8 + [states.IN_REVIEW] * 6 + [states.CANCELLED] * 6 + [
    states.APPROVED, states.RELEASING, states.RAMPING, states.OBSERVING, states.REJECTED,
    states.ROLLED_BACK, states.PAUSED, states.DONE, states.DONE, states.DONE,
]  # fmt: skip
RARE = "玄武湖专项"
"""Stands in three plans, whatever their number."""


def fill(count: int) -> User:
    """Write `count` plans into an empty database; a person who takes part in some of them."""
    chance = random.Random(20210614)  # noqa: S311 - a repeatable corpus
    _trust()
    people = [
        User(pk=pk, username=f"u{pk}", display_name=_name(chance)) for pk in range(1, PEOPLE + 1)
    ]
    User.objects.bulk_create(people)
    grant = Permission.objects.get(codename="part_dev", content_type__app_label="plans")
    for start in range(1, count + 1, BATCH):
        with transaction.atomic():
            _write(chance, range(start, min(start + BATCH, count + 1)), people, grant, count)
    _renumber()
    return people[0]


def _write(chance: random.Random, keys: range, people: list[User], grant: Any, count: int) -> None:
    begin = now() - timedelta(minutes=20 * count)
    plans = [_plan(chance, pk, people, begin, count) for pk in keys]
    _insert(Plan, plans)
    _insert(PlanUserObjectPermission, (
        {"content_object_id": pk, "user_id": user, "permission_id": grant.pk}
        for pk in keys for user in chance.sample(range(1, PEOPLE + 1), 4)
    ))  # fmt: skip
    some = Words(chance, people)
    for key, table in TABLES.items():
        rows = (
            {"plan_id": pk, "rank": rank, **row}
            for pk in keys
            for rank, row in enumerate(table(some))
        )
        _insert(section(key).model, rows)
    _insert(
        Note, ({"plan_id": pk, "rank": 1, "text": "。".join(chance.sample(SAID, 3))} for pk in keys)
    )


def _plan(
    chance: random.Random, pk: int, people: list[User], begin: datetime, count: int
) -> dict[str, Any]:
    at = begin + timedelta(minutes=20 * pk)
    owner = chance.choice(people)
    marked = RARE if pk in (1, count // 2, count - 3) else ""
    return {
        "id": pk, "number": f"RP-{2016 + pk * 10 // (count + 1)}-{pk:06d}",
        "title": f"{chance.choice(THINGS)}{chance.choice(DEEDS)}{marked}联合发布",
        "project": chance.choice(THINGS), "version": f"{chance.randint(1, 9)}.{pk % 100}.0",
        "owner_id": owner.pk, "created_by_id": owner.pk, "owner_text": owner.display_name,
        "status": chance.choice(STATUSES), "visibility": "members" if pk % 20 == 0 else "all",
        "created_at": at, "changed_at": at + timedelta(hours=chance.randint(1, 200)),
        "window_start": at + timedelta(days=3), "window_end": at + timedelta(days=3, hours=4),
    }  # fmt: skip


Rows = Iterator[dict[str, Any]]


def _apps(some: "Words") -> Rows:
    for batch in (1, 1, 2):
        yield {
            "batch": batch, "app": some.app(), "deployer": some.person(), "developer": some.person(),
            "version": f"1.{some.number(99)}.{some.number(9)}", "change": some.deed(),
            "state": some.one(("pending", "verified")),
        }  # fmt: skip


def _members(some: "Words") -> Rows:
    for role in ("服务端开发", "测试", "运维"):
        yield {"role": role, "name": some.person()}


def _topics(some: "Words") -> Rows:
    name = f"{some.one(SYSTEMS)}_{some.one(KINDS)}{some.tail()}_topic"
    yield {"topic": name, "group": f"GID_{name}", "name": f"{some.one(THINGS)}消息"}


def _configs(some: "Words") -> Rows:
    for _ in range(2):
        key = f"{some.one(SYSTEMS)}.{some.one(KINDS)}.{some.one(('enabled', 'ratio', 'limit'))}"
        yield {
            "application": some.app(), "environment": "PROD", "namespace": "application",
            "key": f"{key}{some.tail()}", "value": some.one(("true", "100", "0.5")),
        }  # fmt: skip


def _sql_changes(some: "Words") -> Rows:
    table = f"t_{some.one(SYSTEMS)}_{some.number(4096):04d}"
    statement = f"ALTER TABLE {table} ADD COLUMN ext_{some.number(999)} varchar(64)"
    yield {"database": "trade", "statement": statement}


def _checks(some: "Words") -> Rows:
    yield {"item": some.one(SAID), "owner": some.person(), "done": some.number(9) < 7}


TABLES = {"members": _members, "apps": _apps, "topics": _topics, "configs": _configs,
          "sql_changes": _sql_changes, "checks": _checks}  # fmt: skip


class Words:
    """What a person would type."""

    def __init__(self, chance: random.Random, people: list[User]) -> None:
        self.one, self.number = chance.choice, lambda most: chance.randint(0, most)
        self.names = [person.display_name for person in people]

    def app(self) -> str:
        return f"{self.one(SYSTEMS)}-{self.one(KINDS)}{self.tail()}"

    def tail(self) -> str:
        """Most names have a number of their own somewhere."""
        return "" if self.number(9) < 3 else f"-{self.number(3000)}"

    def person(self) -> str:
        return self.one(self.names)

    def deed(self) -> str:
        return f"{self.one(THINGS)}{self.one(DEEDS)}"


def _name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choices(NAMES, k=2))


def _insert(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Straight into the table; a column that a row does not name gets its default."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    some = list(rows)
    if "id" not in some[0]:
        del fields["id"]
    usual = {name: _prepared(field, _usual(field)) for name, field in fields.items()}
    values = [
        tuple(_prepared(fields[name], row[name]) if name in row else usual[name] for name in fields)
        for row in some
    ]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields.values())
    blanks = ", ".join(["%s"] * len(fields))
    head = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            execute_values(cursor.cursor, f"{head}%s", values, page_size=BATCH)
        else:
            cursor.executemany(f"{head}({blanks})", values)


def _prepared(field: Any, value: Any) -> Any:
    return value if type(value) in (str, int) else field.get_db_prep_save(value, connection)


def _usual(field: Any) -> Any:
    is_stamp = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return now() if is_stamp else field.get_default()


def _trust() -> None:
    """What is written here refers to what is there: no need to look it up a million times."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")


def _renumber() -> None:
    """PostgreSQL's sequences know nothing of ids that were given."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in (User, Plan):
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
            )
        cursor.execute("ANALYZE")
