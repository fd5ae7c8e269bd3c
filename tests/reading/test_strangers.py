"""What documents of people whom we do not know taught: each was read wrong once."""

import pytest

from tests.reading.documents import read_words, rows


@pytest.mark.parametrize(
    ("window", "start", "end"),
    [
        ("2026-12-10 02:00–05:30 UTC", "2026-12-10T10:00", "2026-12-10T13:30"),
        ("2026-12-10 02:00 - 05:30 (UTC+8)", "2026-12-10T02:00", "2026-12-10T05:30"),
        ("2026-12-10 22:00-23:30 GMT-5", "2026-12-11T11:00", "2026-12-11T12:30"),
        ("17 十二月 2026 23:00-23:30", "2026-12-17T23:00", "2026-12-17T23:30"),
    ],
)
def test_a_window_in_another_zone_or_calendar(window: str, start: str, end: str) -> None:
    plan = read_words(f"# Wallet release plan\n\n**Change window:** {window}\n").plan
    assert (plan["window_start"], plan["window_end"]) == (f"{start}:00+08:00", f"{end}:00+08:00")


@pytest.mark.parametrize(
    ("title", "version"),
    [
        ("直播连麦 6.4 上线方案", "6.4"),
        ("订单中心 v2.3 发布计划", "v2.3"),
        ("11.11 大促发布计划", ""),
        ("6.18 上线安排", ""),
        ("2026.12 发布计划", ""),
        ("从 1.2 到 1.3 的升级方案", ""),
    ],
)
def test_the_version_that_a_title_names(title: str, version: str) -> None:
    assert read_words(f"# {title}\n\n## 背景\n\n说明\n").plan["version"] == version


def test_the_version_of_the_paper_is_not_that_of_the_release() -> None:
    paper = "| 文档编号 | A-1 | 编制 | 杜牧 |\n|--|--|--|--|\n| 审核 | 李商隐 | 版本 | V1.2 |\n"
    assert read_words(f"# 上线实施方案\n\n{paper}").plan["version"] == ""
    draft = "> 密级：内部 ｜ 版本：V2.3（评审稿）\n\n**系统版本**：8.0.2\n"
    assert read_words(f"# 投产方案\n\n{draft}").plan["version"] == "8.0.2"
    release = "| 编制 | 杜牧 | 发布时间 | 2026-12-03 22:00 |\n|--|--|--|--|\n| 项目 | 停车 | 版本 | 4.0 |\n"
    assert read_words(f"# 上线实施方案\n\n{release}").plan["version"] == "4.0"


@pytest.mark.parametrize(
    ("sentence", "owner"),
    [
        ("负责人 @阿离，版本 6.4.0。", "阿离"),
        ("本次上线由运维配合，项目经理为杜牧。", "杜牧"),
        ("计划 2026/12/16 1:00 完成迁移，由陶潜负责。", "陶潜"),
        ("各系统负责人应在发布前确认。", ""),
        ("上线后，由运维人员负责。", ""),
    ],
)
def test_who_leads_in_prose(sentence: str, owner: str) -> None:
    assert read_words(f"# 消息中心发布方案\n\n{sentence}\n").plan["owner"] == owner


def test_labels_beside_values_in_six_columns() -> None:
    table = (
        "| 项目 | 结算中心 | 版本 | 2.6.0 | PM | 曹操 |\n|--|--|--|--|--|--|\n"
        "| 上线日期 | 2026-12-24 | 上线时段 | 22:00-02:00 | 紧急程度 | 常规 |\n"
    )
    plan = read_words(f"# 结算发布计划\n\n{table}").plan
    assert (plan["project"], plan["version"], plan["owner"], plan["kind"]) == (
        "结算中心", "2.6.0", "曹操", "常规",
    )  # fmt: skip
    assert plan["window_end"] == "2026-12-25T02:00:00+08:00"


def test_a_header_in_two_rows_is_no_row() -> None:
    page = (
        "<table><tr><th rowspan=2>批次</th><th rowspan=2>应用</th><th colspan=2>版本</th></tr>"
        "<tr><th>当前</th><th>目标</th></tr><tr><td>1</td><td>a-core</td><td>1.0</td><td>1.1</td></tr></table>"
    )
    draft = read_words(f"<html><body><h1>发布计划</h1><h2>应用</h2>{page}</body></html>")
    assert rows(draft, "apps", "batch", "app", "old_version", "version") == [
        (1, "a-core", "1.0", "1.1")
    ]


def test_a_table_without_outer_pipes_below_an_underlined_title() -> None:
    draft = read_words(
        "核心投产方案\n=====\n\n投产系统\n------\n\n批次 | 系统 | 子系统 | 旧版本 → 新版本\n"
        ":---: | --- | --- | ---\n1 | 核心 | cbs-ledger | 7.9 → 8.0\n"
    )
    assert rows(draft, "apps", "batch", "app", "old_version", "version") == [
        (1, "cbs-ledger", "7.9", "8.0")
    ]


def test_when_to_go_back_and_how_below_one_heading() -> None:
    draft = read_words(
        "# 上线方案\n\n## 回退方案\n\n满足以下任一条件时回退：\n\n- 金额不一致\n\n回退步骤如下：\n\n1. 恢复备份\n"
    )
    assert rows(draft, "triggers", "condition") == ["金额不一致"]
    assert rows(draft, "steps", "phase", "action") == [("回滚", "恢复备份")]


def test_lines_below_check_boxes_are_no_checks() -> None:
    draft = read_words("上线通知\n\nchecklist：\n☑ 压测\n☐ 告警\n验证点\n1) 兑换一张券\n", "a.txt")
    assert rows(draft, "checks", "item") == ["压测", "告警"]
    assert rows(draft, "cases", "title") == ["兑换一张券"]


def test_numbers_in_a_column_of_steps_are_positions() -> None:
    draft = read_words(
        "# 上线方案\n\n## 上线步骤\n\n| 步骤 | 操作内容 | 执行人 |\n|--|--|--|\n| 1 | 备份 | 许浑 |\n| 2 | 部署 | 许浑 |\n"
    )
    assert rows(draft, "steps", "position", "group", "action") == [(1, "", "备份"), (2, "", "部署")]


def test_a_heading_for_each_application() -> None:
    draft = read_words(
        "# 发布方案\n\n## 发布清单\n\n### msg-push\n\n- 版本：4.2.0（原 4.1.7）\n- 依赖：msg-store\n"
        "\n### msg-store\n\n- 版本：2.8.0（原 2.7.3）\n- 依赖：无\n"
    )
    assert rows(draft, "apps", "app", "version", "old_version", "depends_on") == [
        ("msg-push", "4.2.0", "4.1.7", ["msg-store"]), ("msg-store", "2.8.0", "2.7.3", []),
    ]  # fmt: skip


def test_batches_as_a_nested_list_with_versions_and_needs() -> None:
    draft = read_words(
        "# 发布方案\n\n## 发布顺序\n\n- 第一批\n  - live-core 6.3 -> 6.4\n- 第二批\n  - live-web 6.3 -> 6.4（依赖 live-core）\n"
    )
    assert rows(draft, "apps", "batch", "app", "version", "depends_on") == [
        (1, "live-core", "6.4", []), (2, "live-web", "6.4", ["live-core"]),
    ]  # fmt: skip
    assert draft.notes == []


def test_roles_before_names_and_roles_in_duties() -> None:
    draft = read_words("# 发布方案\n\n## 参与人\n\n- 后端 白露、惊蛰\n- 运维 立冬\n")
    assert rows(draft, "members", "role", "name") == [
        ("后端", "白露"), ("后端", "惊蛰"), ("运维", "立冬"),
    ]  # fmt: skip
    draft = read_words(
        "# 发布方案\n\n## 人员分工\n\n| 姓名 | 职责 |\n|--|--|\n| 王粲 | 运维，切流 |\n| 嵇康 | 写周报 |\n"
    )
    assert rows(draft, "members", "role", "name", "duty") == [
        ("运维", "王粲", "切流"), ("", "嵇康", "写周报"),
    ]  # fmt: skip


def test_an_audience_in_the_column_of_shares_and_offsets_of_hours_and_minutes() -> None:
    draft = read_words(
        "# 发布方案\n\n**发布时间**: 2026-12-03 22:00\n\n## 灰度\n\n| 比例 | 观察 |\n|--|--|\n| 内部员工 | 30分钟 |\n| 10% | 1天 |\n"
        "\n## 步骤\n\n| 时间 | 操作 |\n|--|--|\n| T+1h30m | 验证 |\n"
    )
    assert rows(draft, "stages", "audience", "percent") == [("内部员工", None), ("", 10)]
    assert rows(draft, "steps", "planned_start") == ["2026-12-03T23:30:00+08:00"]


def test_statements_below_a_comment_of_roll_back_are_no_changes() -> None:
    draft = read_words(
        "# 上线方案\n\n## DB 变更\n\n```\nALTER TABLE rp ADD INDEX idx_a(a);\n-- 回滚\nALTER TABLE rp DROP INDEX idx_a;\n```\n"
    )
    assert rows(draft, "sql_changes", "statement", "rollback") == [
        ("ALTER TABLE rp ADD INDEX idx_a(a)", "ALTER TABLE rp DROP INDEX idx_a")
    ]


def test_a_roll_back_that_undoes_nothing_surely_stays_prose() -> None:
    draft = read_words(
        "# 上线方案\n\n## DB 变更\n\n```\nUPDATE rp SET a = 1;\n-- 回滚脚本\nCALL restore_rp();\n```\n"
    )
    assert rows(draft, "sql_changes", "statement") == ["UPDATE rp SET a = 1"]
    assert "CALL restore_rp()" in draft.notes[-1]["text"]


def test_moments_in_a_chain_of_shares_are_no_label() -> None:
    draft = read_words(
        "# 上线方案\n\n## 开量节奏\n\n12/28 15:00 白名单 → 12/28 16:00 5% → 12/29 10:00 30% → 12/30 10:00 100%\n"
    )
    assert rows(draft, "stages", "audience", "percent") == [
        ("白名单", None), ("", 5), ("", 30), ("", 100),
    ]  # fmt: skip


def test_a_title_above_other_lines_of_plain_text() -> None:
    draft = read_words("ERP系统V5.0上线切换计划\n编制：贾诩\n\n一、人员\n项目经理：贾诩\n", "c.txt")
    assert draft.plan["title"] == "ERP系统V5.0上线切换计划"


def test_a_stage_that_goes_on_by_itself_asks_for_no_signature() -> None:
    draft = read_words(
        "# Release plan\n\n## Rollout\n\n| Step | % | Soak | Gate |\n|--|--|--|--|\n| 1 | 5 | 30m | auto |\n| 2 | 100 | - | Lara |\n"
    )
    assert rows(draft, "stages", "percent", "hold", "approval") == [
        (5, "PT30M", ""), (100, None, "Lara"),
    ]  # fmt: skip


def test_columns_apart_by_spaces_are_a_table() -> None:
    draft = read_words(
        "ERP系统上线切换计划\n\n发布时间：2026-12-31 18:00\n\n切换任务\n编号  任务          开始   责任人\n"
        "C01   停止业务录入  18:00  程昱\nC02   期末结账      01-01 04:00  程昱\n\n"
        "Go/No-Go 标准\n- 期初余额差异为0\n",
        "c.txt",
    )
    assert rows(draft, "steps", "action", "planned_start", "owner") == [
        ("停止业务录入", "2026-12-31T18:00:00+08:00", "程昱"),
        ("期末结账", "2027-01-01T04:00:00+08:00", "程昱"),
    ]  # fmt: skip
    assert rows(draft, "checks", "item") == ["期初余额差异为0"]
    assert "members" not in draft.sections
