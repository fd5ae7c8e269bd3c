"""What people write in documents, beyond the seeds: one test for each kind of prose or table."""

import pytest

from tests.reading.documents import read_words, rows

DAY = "**发布日期**: 2026年12月3日\n\n"


def test_people_in_nested_lists_with_leads_and_telephones() -> None:
    draft = read_words(
        "# 计划\n\n## 👥 团队成员\n\n- **产品**：梁田（13812345678）\n- 后端\n  - 白露（负责人）\n  - 石磊\n"
        "- 前端：冯晓、Kevin Wang\n- 运维 - 赵刚\n"
    )
    assert rows(draft, "members", "role", "name", "contact", "is_lead") == [
        ("产品", "梁田", "13812345678", None), ("后端", "白露", "", True), ("后端", "石磊", "", None),
        ("前端", "冯晓", "", None), ("前端", "Kevin Wang", "", None), ("运维", "赵刚", "", None),
    ]  # fmt: skip


def test_a_norm_without_names_gives_no_people() -> None:
    draft = read_words(
        "## 发布人员\n\n- 测试环境由测试人员负责\n- 正式环境由运维人员负责（包括账号的开通）\n"
    )
    assert draft.sections == {}
    assert "正式环境" in draft.notes[0]["text"]


def test_old_and_new_versions_batches_in_words_and_several_apps_in_a_cell() -> None:
    draft = read_words(
        "## 3. 部署清单\n\n服务名 | 当前版本 | 目标版本 | 批次 | 前置依赖 | 是否重启\n--- | --- | --- | --- | --- | ---\n"
        "core | 3.1.9 | 3.2.0 | 第一批 | - | 是\nweb<br>h5 | 2.0 | 2.1 | 第二批 | core | 否\n"
    )
    assert rows(draft, "apps", "batch", "app", "old_version", "version", "depends_on") == [
        (1, "core", "3.1.9", "3.2.0", []), (2, "web", "2.0", "2.1", ["core"]), (2, "h5", "2.0", "2.1", ["core"]),
    ]  # fmt: skip
    assert rows(draft, "apps", "extra")[0] == {"是否重启": "是"}


def test_batches_in_lines() -> None:
    draft = read_words("## 发布批次\n\n第一批：stock-core、item-core\n第二批：live-web\n")
    assert rows(draft, "apps", "batch", "app") == [
        (1, "stock-core"),
        (1, "item-core"),
        (2, "live-web"),
    ]


def test_a_config_matrix_is_a_row_for_each_environment() -> None:
    draft = read_words(
        "## 配置\n\n### stock-core\n\n| Key | dev | prod |\n|---|---|---|\n| stock.async | true | false |\n| a.b | | 1 |\n"
    )
    assert rows(draft, "configs", "application", "environment", "key", "value") == [
        ("stock-core", "dev", "stock.async", "true"), ("stock-core", "prod", "stock.async", "false"),
        ("stock-core", "prod", "a.b", "1"),
    ]  # fmt: skip


def test_config_lines_in_code() -> None:
    draft = read_words(
        "## 配置变更\n\n### member-core\n\n```\n# 重试\nretry.max=3\nretry.delay = 200ms\n```\n"
    )
    assert rows(draft, "configs", "application", "key", "value", "note") == [
        ("member-core", "retry.max", "3", "重试"), ("member-core", "retry.delay", "200ms", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("fence", ["```", "```text", "```sql"])
def test_sql_is_known_by_its_content(fence: str) -> None:
    draft = read_words(
        f"## 变更\n\n{fence}\nuse member;\n-- 加字段\nALTER TABLE a ADD b INT COMMENT 'x;y';\nUPDATE a SET b = 1;\n```\n"
    )
    assert rows(draft, "sql_changes", "database", "statement", "note") == [
        ("member", "ALTER TABLE a ADD b INT COMMENT 'x;y'", "加字段"), ("member", "UPDATE a SET b = 1", ""),
    ]  # fmt: skip


def test_sql_in_a_heredoc_is_found() -> None:
    draft = read_words(
        "## SQL\n\n### 表结构\n\n```\nmysql -h db <<EOF\ncreate index i on a(b);\nEOF\n```\n"
    )
    assert rows(draft, "sql_changes", "kind", "statement") == [("DDL", "create index i on a(b)")]


def test_gradle_coordinates() -> None:
    draft = read_words(
        "## 依赖\n\n```groovy\nimplementation 'com.a:b:1.2-SNAPSHOT'\napi \"com.c:d:3\"\n```\n"
    )
    assert rows(draft, "packages", "group_id", "artifact_id", "version") == [
        ("com.a", "b", "1.2-SNAPSHOT"), ("com.c", "d", "3"),
    ]  # fmt: skip


@pytest.mark.parametrize("arrow", ["==>", "→", "->", "—>", "➜", ">>"])
def test_stages_in_a_chain(arrow: str) -> None:
    draft = read_words(f"## 灰度\n\n1% {arrow} 5%（观察2小时） {arrow} 50% {arrow} 全量\n")
    assert rows(draft, "stages", "position", "percent", "hold") == [
        (1, 1, None), (2, 5, "PT2H"), (3, 50, None), (4, 100, None),
    ]  # fmt: skip
    assert set(rows(draft, "stages", "ramp")) == set(rows(draft, "ramps", "name"))


def test_stages_in_a_table_get_a_ramp() -> None:
    draft = read_words(
        "## 灰度计划\n\n| 阶段 | 比例 | 观察时间 | 通过标准 |\n|--|--|--|--|\n| 内部 | 0 | 1天 | 无告警 |\n| 外部 | 50% | 3~5天 | |\n"
    )
    assert rows(draft, "stages", "audience", "percent", "hold", "note") == [
        ("内部", 0, "P1D", "无告警"), ("外部", 50, "P5D", ""),
    ]  # fmt: skip
    assert rows(draft, "ramps", "name") == ["灰度计划"]


def test_windows_with_days() -> None:
    draft = read_words(
        "## 灰度\n\n变更窗口：周一至周四 10:00-12:00，14:00~17:00；周五 10:00-11:30\n"
    )
    assert rows(draft, "windows", "days", "start", "end") == [
        ([1, 2, 3, 4], "10:00", "12:00"), ([1, 2, 3, 4], "14:00", "17:00"), ([5], "10:00", "11:30"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("错误率：不超过 0.5%", ("错误率", "<=", "0.5", "%")),
        ("P99：800ms 以内", ("P99", "<=", "800", "ms")),
        ("下单成功率 ≥ 99.5%", ("下单成功率", ">=", "99.5", "%")),
        ("**吞吐量**: 支持1000+ QPS", ("吞吐量", ">=", "1000", "QPS")),
        ("数据一致性: 100%", ("数据一致性", "=", "100", "%")),
        ("队列积压 < 1,000 条", ("队列积压", "<", "1000", "条")),
    ],
)
def test_metrics_and_their_bounds(text: str, found: tuple[str, ...]) -> None:
    draft = read_words(f"## 关键指标\n\n- {text}\n")
    assert rows(draft, "metrics", "name", "operator", "threshold", "unit") == [found]


def test_a_time_table_with_clocks_moves_over_midnight() -> None:
    draft = read_words(
        DAY
        + "## 时间表\n\n| 时间段 | 事项 | 负责人 | 耗时 |\n|--|--|--|--|\n| 22:40~23:10 | 部署 | 赵刚 | 0.5h |\n| 00:10 | 验证 | 孙莉 | 1小时 |\n"
    )
    assert rows(draft, "steps", "planned_start", "planned_end", "minutes") == [
        ("2026-12-03T22:40:00+08:00", "2026-12-03T23:10:00+08:00", 30), ("2026-12-04T00:10:00+08:00", None, 60),
    ]  # fmt: skip


def test_without_a_day_the_times_stay_in_the_action() -> None:
    draft = read_words(
        "## 时间表\n\n- 21:30-22:00: 准备\n- 22:00-22:30: 部署\n- 22:30-23:00: 验证\n"
    )
    assert rows(draft, "steps", "action", "planned_start")[0] == ("21:30-22:00: 准备", None)


def test_steps_with_limits_and_owners() -> None:
    draft = read_words("## 回滚步骤\n\n1. 关闭开关（2分钟）\n2. 回滚应用（10分钟） 负责人：赵刚\n")
    assert rows(draft, "steps", "phase", "position", "action", "minutes", "owner") == [
        ("回滚", 1, "关闭开关", 2, ""), ("回滚", 2, "回滚应用", 10, "赵刚"),
    ]  # fmt: skip


def test_triggers_take_their_kind_from_the_line_above() -> None:
    draft = read_words(
        "## 回滚触发条件\n\n必须回滚：\n\n- 错误率 > 1%\n\n考虑回滚：\n\n- 客诉超过 20 单\n"
    )
    assert rows(draft, "triggers", "kind", "condition") == [
        ("必须", "错误率 > 1%"),
        ("考虑", "客诉超过 20 单"),
    ]


def test_risks_with_labels_below() -> None:
    draft = read_words(
        "## ⚠️ 风险与预案\n\n- 超卖\n  - 等级：高\n  - 概率：低\n  - 预案：关闭开关\n- 流量过大\n"
    )
    assert rows(draft, "risks", "title", "level", "probability", "mitigation") == [
        ("超卖", "高", "低", "关闭开关"), ("流量过大", "", "", ""),
    ]  # fmt: skip


def test_records_on_one_line() -> None:
    draft = read_words(
        "## 定时任务\n\n- 任务名称：Sync；cron：0 0/5 * * * ?；Handler：syncHandler\n- 任务名称：Clean；cron：0 0 3 * * ?；Handler：cleanHandler\n"
    )
    assert rows(draft, "jobs", "name", "cron", "handler") == [
        ("Sync", "0 0/5 * * * ?", "syncHandler"), ("Clean", "0 0 3 * * ?", "cleanHandler"),
    ]  # fmt: skip


def test_a_two_column_table_is_one_record() -> None:
    draft = read_words(
        "## 回滚开关\n\n| 应用 | order |\n|--|--|\n| key | order.new |\n| 回滚值 | false |\n"
    )
    assert rows(draft, "switches", "application", "key", "value") == [
        ("order", "order.new", "false")
    ]


@pytest.mark.parametrize("box", ["- [x] ", "☑ ", "✅ ", "* [X] ", "1. [x] "])
def test_boxes_of_every_shape(box: str) -> None:
    draft = read_words(f"## 上线前\n\n{box}评审\n\n- [ ] 压测\n- ⬜ 公告\n")
    assert rows(draft, "checks", "item", "done") == [
        ("评审", True),
        ("压测", False),
        ("公告", False),
    ]


def test_communication_by_offset_and_by_heading() -> None:
    draft = read_words(
        "## 沟通计划\n\n- T-7天: 预告\n- 升级前1天：邮件\n\n### 发布后通知\n\n- 公告\n"
    )
    assert rows(draft, "comms", "moment", "content") == [
        ("T-7天", "预告"),
        ("升级前1天", "邮件"),
        ("发布后", "公告"),
    ]


def test_artifacts_with_place_and_sum() -> None:
    draft = read_words(
        "## 附件\n\n- a_v1.sql：https://files.example.com/a_v1.sql\n- core-1.2.jar（md5 d41d8cd98f00b204e9800998ecf8427e）\n- 安装包：V2.1.0 （全部）\n"
    )
    assert rows(draft, "artifacts", "name", "kind", "version", "location", "checksum") == [
        ("a_v1.sql", "sql", "", "https://files.example.com/a_v1.sql", ""),
        ("core-1.2.jar", "package", "", "", "d41d8cd98f00b204e9800998ecf8427e"),
        ("安装包", "package", "V2.1.0", "", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said", ["无", "- 无", "不涉及", "N/A", "| 应用 | key |\n|--|--|\n| 无 | 无 |"]
)
def test_nothing_said_makes_no_row(said: str) -> None:
    for heading in ("影响范围", "配置项", "风险", "发布步骤", "监控"):
        assert read_words(f"# 计划\n\n## {heading}\n\n{said}\n").sections == {}


def test_schema_tables_and_glossaries_stay_prose() -> None:
    draft = read_words(
        "# 设计\n\n## 表结构\n\n| 字段名 | 是否为空 | 类型 | 说明 |\n|--|--|--|--|\n| id | N | bigint | 主键 |\n\n"
        "## 接口\n\n| 参数名 | 类型 | 必选 | 备注 |\n|--|--|--|--|\n| id | String | Y | |\n\n## 用例图\n\n- 蓝色：本期\n"
    )
    assert draft.sections == {}
    assert len(draft.notes) == 3


def test_a_text_too_long_for_its_field_is_kept_whole() -> None:
    long = "长" * 600
    draft = read_words(f"## 监控\n\n| 监控项 | 类型 |\n|--|--|\n| {long} | 业务 |\n")
    row = draft.sections["monitors"][0]
    assert len(row["item"]) == 500 and row["raw"]["item"] == long
    assert draft.findings[0]["section"] == "monitors" and draft.findings[0]["row"] == 0


def test_a_cell_that_cannot_be_read_is_kept_and_said() -> None:
    draft = read_words(
        "## 灰度阶段\n\n| 比例 | 观察时长 |\n|--|--|\n| 10% | 看情况 |\n| 20% | 1天 |\n"
    )
    assert rows(draft, "stages", "hold") == [None, "P1D"]
    assert draft.sections["stages"][0]["raw"]["hold"] == "看情况"
    assert [finding["level"] for finding in draft.findings] == ["warning"]


@pytest.mark.parametrize(
    ("spoken_of", "taken"), [("coin-center", "new.flow"), ("trade-web", "")], ids=["its", "another"]
)
def test_the_only_ramp_takes_the_only_switch_when_it_speaks_of_no_other(
    spoken_of: str, taken: str
) -> None:
    draft = read_words(
        "## 灰度切流\n\n| 灰度名称 | 应用 | 说明 |\n|---|---|---|\n"
        f"| 切流 | {spoken_of} | 先内部 |\n\n"
        "## 开关\n\n| 应用 | namespace | 开关 | 发布前的值 |\n|---|---|---|---|\n"
        "| coin-center | application | new.flow | false |\n"
    )
    assert rows(draft, "ramps", "name", "application", "key") == [("切流", spoken_of, taken)]
