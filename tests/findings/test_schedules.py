"""Jobs, topics, targets: what a scheduler, a broker and a rollback would do."""

import pytest

from tests.findings.saying import codes, findings, only


def test_cron_is_read_in_the_dialect_of_the_scheduler() -> None:
    assert codes(jobs=[{"name": "j", "cron": "0 0 2 * * *"}]) == ["cron-invalid"]
    assert codes(jobs=[{"name": "j", "cron": "0 0 0 31 2 ?"}]) == ["cron-never"]
    assert codes(jobs=[{"name": "j", "cron": ""}]) == ["cron-missing"]
    levels = [
        findings(jobs=[{"name": "j", "cron": text}])[0].level for text in ("* *", "0 0 0 31 2 ?")
    ]
    assert levels == ["error", "warning"]


def test_a_crontab_expression_is_offered_in_the_right_dialect() -> None:
    (found,) = findings(jobs=[{"name": "j", "cron": "0 3 1 * *"}])
    assert found.fixes[0].as_json()["values"] == {"cron": "0 0 3 1 * ?"}


def test_the_next_five_times_are_a_hint() -> None:
    (found,) = findings(jobs=[{"name": "j", "cron": "0 0 2 * * ?"}])
    assert (found.level, len(found.words["when"])) == ("hint", 5)
    assert found.words["when"][0] == "2026-11-21 02:00:00"


def test_a_percent_sign_in_a_cron_breaks_no_sentence() -> None:
    (found,) = findings(jobs=[{"name": "j", "cron": "%s %d 2 * * ?"}])
    assert "%s" in found.message


@pytest.mark.parametrize(
    "topic", ["订单消息", "a b", "a/b", "TBW102", "rmq_sys_x", "%RETRY%x", "a" * 250, "."]
)
def test_topics_that_every_broker_refuses_are_errors(topic: str) -> None:
    (found,) = findings(topics=[{"topic": topic, "group": "GID_ok"}])
    assert (found.level, found.code, found.field) == ("error", "topic-refused", "topic")


@pytest.mark.parametrize(
    "topic", ["GGJ_TOPIC_TB_OM_L2_ORDER_PROD", "order.created.v1", "a-b_c", "T_A,T_B"]
)
def test_topics_that_some_broker_takes_are_right(topic: str) -> None:
    assert codes(topics=[{"topic": topic, "group": "GID_PROMOTION_COIN"}]) == []


@pytest.mark.parametrize("group", ["GID 空格", "GID_订单", "a" * 121, "DEFAULT_CONSUMER"])
def test_groups_that_the_broker_refuses_are_errors(group: str) -> None:
    (found,) = findings(topics=[{"topic": "T_ORDER", "group": group}])
    assert (found.level, found.code) == ("error", "group-refused")


def test_a_blank_in_a_name_can_be_mended() -> None:
    (found,) = findings(topics=[{"topic": "order created", "group": "GID_x"}])
    assert found.fixes[0].as_json()["values"] == {"topic": "order_created"}


def target(threshold: str, operator: str = ">", **more: str) -> dict[str, str]:
    return {"name": "可用性", "operator": operator, "threshold": threshold, "unit": "%", **more}


def test_a_trigger_inside_the_target_is_an_error() -> None:
    given = {
        "metrics": [target("99.9", purpose="目标")],
        "triggers": [{"condition": "系统可用性 < 99.95%"}],
    }
    (found,) = only("trigger-inside-target", **given)
    assert (found.level, found.section, found.field) == ("error", "triggers", "condition")


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("系统可用性 < 95%", ["trigger-far-from-target"]),
        ("可用性低于 99.5%", []),
        ("可用性 < 99%", []),
        ("可用性 < 99.9%", []),
        ("可用性 <= 99.9%", []),
        ("可用性 > 99.9%", ["trigger-inside-target"]),
        ("关键业务功能异常", []),
        ("错误率 > 1%", []),
        ("可用性 < 99ms", []),
    ],
)
def test_triggers_stand_outside_the_target_and_not_far_off(condition: str, code: list[str]) -> None:
    assert codes(metrics=[target("99.9")], triggers=[{"condition": condition}]) == code


def test_units_of_time_are_compared_by_what_they_mean() -> None:
    metric = {
        "name": "响应时间",
        "operator": "<",
        "threshold": "200",
        "unit": "ms",
        "purpose": "目标",
    }
    assert codes(metrics=[metric], triggers=[{"condition": "平均响应时间 > 0.1秒"}]) == [
        "trigger-inside-target"
    ]
    assert codes(metrics=[metric], triggers=[{"condition": "平均响应时间 > 1s"}]) == []
    assert codes(metrics=[metric], triggers=[{"condition": "平均响应时间超过 5 秒"}]) == [
        "trigger-far-from-target"
    ]


def test_a_metric_that_rolls_back_is_a_trigger_too() -> None:
    rows = [target("99.9", purpose="目标"), target("99.95", "<", purpose="回滚")]
    (found,) = only("trigger-inside-target", metrics=rows)
    assert (found.section, found.row) == ("metrics", 2)
