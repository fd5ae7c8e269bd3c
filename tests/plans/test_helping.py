"""What the house knows about a cell: pure helpers, and the door that asks them."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from gray.drivers.base import Driver, DriverError, Place
from gray.secrets import is_secret
from plans.actions import add_rows
from plans.cron.schedule import read_cron
from plans.cron.words import in_words
from plans.helping import helpers_of, helps
from plans.helping.helper import known
from plans.models import Plan
from plans.tables.registry import section, sections

NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def told(key: str, field: str, /, **row: Any) -> list[dict[str, Any]]:
    return helps(section(key), row, NOON, may_edit=True).get(field, [])


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("0 0 2 * * ?", "每天 02:00"),
        ("0 30 1,13 * * ?", "每天 01:30、13:30"),
        ("0 0/5 9-18 ? * MON-FRI", "每周一至周五 9–18 点 每 5 分钟"),
        ("0 0 2 L * ?", "每月最后一天 02:00"),
        ("0 15 10 ? * 6#3", "每月第 3 个周五 10:15"),
        ("0 0 9 ? * 6L", "每月最后一个周五 09:00"),
        ("0 0 9 ? * L", "每周六 09:00"),
        ("0 0 9 LW * ?", "每月最后一个工作日 09:00"),
        ("0 0 9 L-3 * ?", "每月倒数第 4 天 09:00"),
        ("0 0 0 15W * ? 2027", "2027 年 每月离 15 日最近的工作日 00:00"),
        ("0 0 9 ? NOV-FEB 2", "1、2、11、12 月 每周一 09:00"),
        ("0/30 * * * * ?", "每天 每 30 秒"),
        ("0 * * * * ?", "每天 每分钟"),
        ("0 0 * * * ?", "每天 整点"),
        ("0 0 0 1/5 * ?", "每月从 1 日起每 5 天 00:00"),
        ("0 0 8 ? * 1", "每周日 08:00"),
    ],
)
def test_an_expression_is_told_in_words(cron: str, words: str) -> None:
    assert in_words(read_cron(cron)) == words


def test_a_job_tells_its_next_five_times_in_the_zone_of_the_plan() -> None:
    (one,) = told("jobs", "cron", cron="0 15 10 ? * 6#3")
    assert one["tone"] == "info"
    assert one["lines"][0] == "2026-12-18 10:15:00"
    assert len(one["lines"]) == 5


@pytest.mark.parametrize(("cron", "tone"), [("0 0 2 * * *", "bad"), ("0 0 0 31 2 ?", "warn")])
def test_a_wrong_or_dead_expression_is_said(cron: str, tone: str) -> None:
    assert [one["tone"] for one in told("jobs", "cron", cron=cron)] == [tone]


@pytest.mark.parametrize("cron", ["", "..."])
def test_an_empty_cell_is_told_nothing(cron: str) -> None:
    assert helps(section("jobs"), {"cron": cron}, NOON) == {}


def test_a_statement_tells_kind_tables_risk_and_offers_a_way_back() -> None:
    (one,) = told("sql_changes", "statement", statement="ALTER TABLE t_order ADD COLUMN a int")
    assert one["tone"] == "warn"
    assert "DDL" in one["text"]
    assert "t_order" in one["text"]
    assert len(one["lines"]) == 1
    assert [(offer["field"], offer["text"].splitlines()[-1]) for offer in one["offers"]] == [
        ("kind", "DDL"),
        ("rollback", "ALTER TABLE t_order DROP COLUMN a;"),
    ]


def test_what_is_filled_in_already_is_not_offered() -> None:
    row = {"statement": "CREATE TABLE t (id int)", "kind": "DDL", "rollback": "DROP TABLE t"}
    (one,) = told("sql_changes", "statement", **row)
    assert (one["tone"], one["offers"]) == ("info", ())
    assert told("sql_changes", "rollback", **row) == []


def test_an_empty_rollback_is_offered_a_draft_that_says_so() -> None:
    (one,) = told("sql_changes", "rollback", statement="CREATE TABLE t (id int)")
    (offer,) = one["offers"]
    assert offer["text"].startswith("-- ")
    assert offer["text"].endswith("DROP TABLE t;")


def test_names_are_measured_by_the_brokers() -> None:
    (bad,) = told("topics", "topic", topic="a b")
    assert (bad["tone"], bad["offers"][0]["text"]) == ("bad", "a_b")
    (odd,) = told("topics", "group", group="CID_order")
    assert (odd["tone"], odd["lines"]) == ("info", ("CID_order",))
    assert told("topics", "topic", topic="GGJ_TOPIC_TB_OM_L2_ORDER_PROD") == []
    assert told("topics", "group", group="GID_PROMOTION_COIN_RECHARGE_PROD") == []


@pytest.mark.parametrize("key", ["packages", "apps", "artifacts"])
def test_a_snapshot_is_offered_its_release(key: str) -> None:
    (one,) = told(key, "version", version="2.6.0-SNAPSHOT")
    assert (one["tone"], one["offers"][0]["text"]) == ("warn", "2.6.0")
    assert told(key, "version", version="2.6.0") == []


def test_every_helper_that_a_section_names_is_there_and_on_a_cell_of_its_own() -> None:
    named = [(part, field, name) for part in sections() for field, names in helpers_of(part).items()
             for name in names]  # fmt: skip
    assert named
    for part, field, name in named:
        assert known(name), name
        assert part.column(field)


class Ledger(Driver):
    """A configuration centre that knows two keys and stumbles over a third."""

    name, label = "ledger", "账本"

    def live(self, place: Place) -> str | None:
        if place.key == "broken":
            raise DriverError("down")
        if place.key == "datasource":
            return "mysql://root:hunter2@db:3306/pay"
        if is_secret(place.key):
            return "hunter2"
        return {("coin", "limit"): "100", ("coin", "on"): "true"}.get(
            (place.application, place.key)
        )


Driver.all.pop("ledger")


@pytest.fixture
def ledger(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It registered itself like every driver; it stands on the list in tests that name it."""
    monkeypatch.setitem(Driver.all, "ledger", Ledger)


@pytest.mark.django_db
def test_without_a_driver_that_knows_the_key_nothing_is_shown() -> None:
    assert told("configs", "key", application="coin", key="limit", value="200") == []


@pytest.mark.usefixtures("ledger")
def test_a_key_that_the_driver_does_not_know_is_told_nothing() -> None:
    assert told("configs", "key", application="coin", key="unknown") == []


@pytest.mark.usefixtures("ledger")
def test_the_live_value_is_compared_with_what_the_row_says() -> None:
    row = {"application": "coin", "key": "limit", "value": "200"}
    (fresh,) = told("configs", "key", **row)
    assert (fresh["tone"], fresh["offers"][0]["text"]) == ("info", "100")
    assert "100" in fresh["text"]
    (same,) = told("configs", "key", **row, old_value="100")
    assert (same["tone"], same["offers"]) == ("info", ())
    (other,) = told("configs", "key", **row, old_value="90")
    assert (other["tone"], other["offers"][0]["field"]) == ("warn", "old_value")
    (done,) = told("configs", "key", application="coin", key="limit", value="100")
    assert done["tone"] == "ok"
    (switch,) = told("switches", "key", application="coin", key="on", value="false")
    assert switch["offers"] == ()


@pytest.mark.usefixtures("ledger")
def test_a_driver_that_cannot_read_says_so_and_breaks_nothing() -> None:
    (one,) = told("configs", "key", application="coin", key="broken")
    assert (one["tone"], "账本" in one["text"]) == ("warn", True)


def test_the_door_answers_by_field(plan: Plan, cast: SimpleNamespace, ann: Client) -> None:
    (row,) = add_rows(plan, "jobs", by=cast.ann, rows=[{"name": "clean", "cron": "0 0 2 * * ?"}])
    answer = ann.get(f"/api/v1/plans/{plan.number}/sections/jobs/{row.pk}/help/")
    assert answer.status_code == 200
    assert list(answer.json()) == ["cron"]
    assert set(answer.json()["cron"][0]) == {"tone", "text", "lines", "offers"}


def test_the_door_is_shut_where_the_plan_is(
    plan: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    (row,) = add_rows(plan, "jobs", by=cast.ann, rows=[{"name": "clean"}])
    address = f"/api/v1/plans/{plan.number}/sections/jobs/{row.pk}/help/"
    assert signed_in(cast.eve).get(address).json() == {}
    Plan.objects.filter(pk=plan.pk).update(visibility="members")
    assert signed_in(cast.eve).get(address).status_code == 404


@pytest.mark.usefixtures("ledger")
def test_live_values_are_for_those_who_may_write_the_row(
    plan: Plan, cast: SimpleNamespace, signed_in: Any
) -> None:
    row = {"application": "coin", "key": "limit", "value": "200"}
    (row,) = add_rows(plan, "configs", by=cast.ann, rows=[row])
    address = f"/api/v1/plans/{plan.number}/sections/configs/{row.pk}/help/"
    assert "100" in signed_in(cast.dev).get(address).json()["key"][0]["text"]
    assert [signed_in(one).get(address).json() for one in (cast.eve, cast.rob)] == [{}, {}]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    "key", ["datasource", "db.password", "mysql.pwd", "wx.appSecret", "短信密钥", "API_KEY"]
)
def test_of_a_secret_only_is_said_whether_it_is_the_same(key: str) -> None:
    row = {"application": "coin", "key": key}
    (other,) = told("configs", "key", **row, value="guess", old_value="old")
    assert "hunter2" not in str(other) and not other["offers"]
    held = Ledger().live(Place("", "", "", "coin", "", key, ""))
    (same,) = told("configs", "key", **row, value=held)
    assert same["tone"] == "ok" and "hunter2" not in str(same)


@pytest.mark.parametrize(
    "key", ["bypass.enabled", "compass.url", "salty", "pay.limit", "keyword.max"]
)
def test_ordinary_keys_are_no_secrets(key: str) -> None:
    assert not is_secret(key)
