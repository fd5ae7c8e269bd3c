"""Keys: an accepted warning stays accepted exactly as long as its substance stays."""

from typing import Any

from django.utils.translation import override

from plans.findings import Context, Neighbour, check
from tests.exports.rich import TABLES
from tests.findings.saying import NOW, app, document, findings, only


def test_the_key_of_a_finding_outlives_a_reload_and_a_row_before_it() -> None:
    row = app("a", 1, "nowhere")
    (alone,) = only("dependency-dangling", apps=[row])
    (second,) = only("dependency-dangling", apps=[app("z", 1), row])
    assert alone.key == second.key
    assert alone.row != second.row


def test_keys_are_the_same_in_both_languages() -> None:
    given: dict[str, Any] = {
        "apps": [app("a", 1, "b"), app("b", 2, version="1-SNAPSHOT"), app("c", 1, "nobody")],
        "members": [{"role": "测试", "name": "方", "contact": "[联系方式]"}],
        "jobs": [{"name": "j", "cron": "0 0 2 * * *"}],
        "topics": [{"topic": "a b", "group": "GID_x"}],
        "sql_changes": [{"kind": "DML", "statement": "DROP TABLE t"}],
        "metrics": [{"name": "可用性", "operator": ">", "threshold": "99.9", "unit": "%"}],
        "triggers": [{"condition": "可用性 < 95%"}],
    }
    context = Context(NOW, neighbours=(Neighbour("RP-2026-0002", {"apps": ("a",)}),))
    keys = {}
    for language in ("zh-hans", "en"):
        with override(language):
            keys[language] = [one.key for one in check(document(**given), context)]
    assert len(keys["en"]) > 10
    assert keys["en"] == keys["zh-hans"]


def test_another_value_is_another_key() -> None:
    def key(version: str) -> str:
        return only("snapshot", apps=[app("a", 1, version=version)])[0].key

    assert key("1-SNAPSHOT") == key("1-SNAPSHOT")
    assert key("1-SNAPSHOT") != key("2-SNAPSHOT")


def test_equal_findings_of_equal_rows_are_two() -> None:
    row = {"group": "开通", "title": "未登录"}
    found = only("duplicate", cases=[row, row, row])
    assert len({one.key for one in found}) == 2
    assert [one.row for one in found] == [2, 3]


def test_every_finding_of_a_full_plan_has_its_own_key() -> None:
    keys = [one.key for one in check(document(**TABLES), Context(NOW))]
    assert len(keys) == len(set(keys))


def test_a_finding_says_all_about_itself_in_json() -> None:
    (found,) = findings(apps=[app("a", 1, "b"), app("b", 1)])[:1]
    shown = found.as_json()
    assert set(shown) == {
        "key", "level", "code", "section", "row", "field", "title", "message", "fixes",
    }  # fmt: skip
    assert shown["fixes"] == [{"verb": "set", "label": "移到第 2 批", "values": {"batch": 2}}]
