"""What templates leave behind, rows that come twice, versions that may change."""

import pytest

from plans.findings.snapshots import released
from tests.findings.saying import app, codes, findings, only


@pytest.mark.parametrize("key", ["config.key", "...", "XXXX", "xxx-key", "待补充", "TODO", "<key>"])
def test_a_placeholder_that_execution_would_use_is_an_error(key: str) -> None:
    (found,) = findings(configs=[{"application": "coin", "key": key, "value": "1"}])
    assert (found.level, found.code, found.field) == ("error", "placeholder", "key")


@pytest.mark.parametrize(
    "key", ["coin.max.limit", "index.html", "value.limit", "maxx", "xx-large", "hxxp", "proxy.url"]
)
def test_real_keys_are_no_placeholders(key: str) -> None:
    assert codes(configs=[{"application": "coin", "key": key, "value": "true"}]) == []


def test_other_placeholders_are_warnings() -> None:
    (found,) = findings(members=[{"role": "测试", "name": "方", "contact": "[联系方式]"}])
    assert (found.level, found.code) == ("warning", "placeholder")
    assert found.fixes[0].as_json()["values"] == {"contact": ""}


def test_a_template_row_is_one_finding_that_deletes_it() -> None:
    row = {
        "application": "应用名-01",
        "namespace": "命名空间-01",
        "key": "config.key",
        "value": "Value",
    }
    (found,) = findings(configs=[row])
    assert found.level == "error"
    assert [fix.verb for fix in found.fixes] == ["delete"]
    assert "4 处" in found.message
    assert {found.field, *found.beside} == set(row)


def test_a_row_of_mostly_placeholders_is_a_template_row() -> None:
    row = {
        "application": "应用名-01",
        "namespace": "application",
        "key": "config.key",
        "value": "Value",
    }
    (found,) = findings(configs=[row])
    assert [fix.verb for fix in found.fixes] == ["delete"]


def test_a_row_that_says_more_is_not_offered_for_deletion() -> None:
    (found,) = findings(
        jobs=[{"group": "Trade", "name": "Clean", "cron": "...", "note": "任务描述"}]
    )
    assert found.fixes == ()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("2020年X月X日 X时XX分开始", "2020年X月X日"),
        ("变更sql如下(待增加)", "(待增加)"),
        ("见 x 与 y", ""),
    ],
)
def test_prose_is_searched_for_certain_placeholders_only(text: str, left: str) -> None:
    found = only("placeholder", notes=[text])
    assert [one.words["text"] for one in found] == ([left] if left else [])
    assert all((one.section, one.level) == ("notes", "warning") for one in found)


def test_a_placeholder_in_the_plan_itself_is_found() -> None:
    (found,) = only("placeholder", plan={"version": "VX.X.X"})
    assert (found.section, found.field) == ("plan", "version")
    assert only("placeholder", plan={"version": "v3.0.0"}) == []


def test_a_copy_of_a_row_can_be_deleted() -> None:
    case = {"group": "开通", "title": "未登录", "expected": "03"}
    (found,) = only("duplicate", cases=[case, case])
    assert (found.level, found.row) == ("warning", 2)
    assert [fix.verb for fix in found.fixes] == ["delete"]


def test_a_name_with_two_contents_is_a_contradiction_without_a_button() -> None:
    key = {"application": "coin", "key": "limit"}
    (found,) = only("duplicate", configs=[{**key, "value": "1"}, {**key, "value": "2"}])
    assert found.fixes == ()


def test_a_text_that_may_come_twice_is_no_duplicate() -> None:
    sql = "ALTER TABLE t ADD COLUMN a int, ALGORITHM=INSTANT"
    rows = [{"database": name, "statement": sql, "rollback": "x"} for name in ("d0", "d1")]
    assert only("duplicate", sql_changes=rows) == []
    steps = [{"phase": "准备", "action": "备份"}, {"phase": "回滚", "action": "备份"}]
    assert only("duplicate", steps=steps) == []
    checks = [{"group": "甲", "item": "x"}, {"group": "乙", "item": "x"}]
    assert only("duplicate", checks=checks) == []


def test_empty_rows_are_no_duplicates() -> None:
    assert only("duplicate", topics=[{"topic": ""}, {"topic": ""}]) == []


@pytest.mark.parametrize(
    ("version", "left"),
    [("1.0-SNAPSHOT", "1.0"), ("2.1.0-snapshot-3", "2.1.0"), ("SNAPSHOT", ""), ("1.0", None)],
)
def test_a_snapshot_is_offered_without_its_suffix(version: str, left: str | None) -> None:
    assert released(version) == left


def test_snapshots_are_warned_of_in_packages_apps_and_artifacts() -> None:
    (found,) = only("snapshot", packages=[{"artifact_id": "api", "version": "2.0-SNAPSHOT"}])
    assert found.level == "warning"
    assert found.fixes[0].as_json()["values"] == {"version": "2.0"}
    assert only("snapshot", apps=[app("a", 1, version="1-SNAPSHOT")])
    assert only("snapshot", apps=[app("a", 1, version="1.0")]) == []
    assert only("snapshot", artifacts=[{"name": "x", "version": "SNAPSHOT"}])[0].fixes == ()
