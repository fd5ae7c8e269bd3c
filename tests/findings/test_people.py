"""People, checklists and risks."""

import pytest

from tests.findings.saying import app, codes, only


def test_one_person_must_not_develop_and_test_the_same() -> None:
    rows = [{**app("a", 1), "developer": "王一、李二", "tester": "李二"}]
    (found,) = only("developer-tests", apps=rows)
    assert (found.level, found.words["who"]) == ("warning", ["李二"])
    assert (
        only("developer-tests", apps=[{**app("a", 1), "developer": "王一", "tester": "李二"}]) == []
    )


def test_a_role_without_a_person_is_one_finding_with_its_contact() -> None:
    (found,) = list(
        only("role-without-person", members=[{"role": "架构师", "contact": "[联系方式]"}])
    )
    assert "联系方式" in found.message
    assert [fix.verb for fix in found.fixes] == ["delete"]
    assert codes(members=[{"role": "架构师", "contact": "[联系方式]"}]) == ["role-without-person"]


def test_a_role_with_a_person_is_right_and_a_placeholder_is_nobody() -> None:
    assert codes(members=[{"role": "测试", "name": "方德"}]) == []
    assert "role-without-person" in codes(members=[{"role": "测试", "name": "[姓名]"}])


def test_what_is_known_afterwards_cannot_be_ticked_before() -> None:
    checks = [{"group": "技术标准", "item": "所有用例通过", "done": True}]
    (found,) = only("ticked-too-early", checks=checks)
    assert found.level == "warning"
    assert only("ticked-too-early", plan={"status": "observing"}, checks=checks) == []


@pytest.mark.parametrize("group", ["技术准备", "准入标准", "环境准备", "代码标准化"])
def test_preparations_may_be_ticked(group: str) -> None:
    assert codes(checks=[{"group": group, "item": "评审", "done": True}]) == []


def test_a_stage_is_not_ticked_before_the_one_in_front() -> None:
    def stages(first: bool) -> list[dict[str, object]]:
        return [
            {"group": "阶段1: 内部测试", "item": "单测", "done": first},
            {"group": "阶段2: 预发部署", "item": "部署", "done": True},
        ]

    (found,) = only("ticked-too-early", checks=stages(first=False))
    assert found.words["before"] == "阶段1: 内部测试"
    assert only("ticked-too-early", checks=stages(first=True)) == []


def test_a_risk_under_the_wrong_heading_is_a_hint() -> None:
    (found,) = only("risk-level", risks=[{"group": "高风险项", "title": "流量", "level": "中"}])
    assert (found.level, found.fixes[0].as_json()["values"]) == ("hint", {"level": "高"})
    assert codes(risks=[{"group": "高风险项", "title": "流量", "level": "高"}]) == []
    assert codes(risks=[{"group": "中间件风险", "title": "流量", "level": "高"}]) == []


def test_not_applicable_without_a_word_is_one_hint_for_each_kind() -> None:
    no = {"kind": "资损", "involved": False, "indirect": False, "at_risk": False}
    rows = [
        {**no, "item": "幂等"},
        {**no, "item": "币种"},
        {"kind": "稳定性", "item": "DB", "assessment": "无"},
    ]
    found = only("na-without-reason", risk_checks=rows)
    assert [(one.level, one.words["n"]) for one in found] == [("hint", 2), ("hint", 1)]


def test_not_applicable_with_a_reason_is_right() -> None:
    rows = [
        {"kind": "资损", "item": "幂等", "involved": False, "assessment": "只读接口，没有写操作"},
        {"kind": "资损", "item": "币种", "involved": True, "assessment": "无"},
        {"kind": "资损", "item": "空的"},
    ]
    assert codes(risk_checks=rows) == []


def test_a_heading_with_nothing_but_na_is_a_hint() -> None:
    note = "```sql\n-- 表结构变更\nN/A\n\n-- 初始化\nN/A\n```"
    assert codes(notes=[note]) == ["na-without-reason"]
    assert codes(notes=["本次不涉及数据库：只改前端。"]) == []
    assert codes(notes=[""]) == []


def test_an_application_moves_after_the_start_only() -> None:
    apps = [
        app("coin", 1, state="pending"),
        app("trade", 1, state="verified"),
        app("web", 1, state="skipped"),
    ]
    (found,) = only("moved-too-early", apps=apps)
    assert (found.level, found.field) == ("warning", "state")
    assert "trade" in found.message and "web" in found.message and "coin" not in found.message
    assert only("moved-too-early", apps=apps[:1]) == []
    assert only("moved-too-early", plan={"status": "releasing"}, apps=apps) == []
