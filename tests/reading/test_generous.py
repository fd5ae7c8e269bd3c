"""Shapes of documents that strangers write: read right, or left to the notes."""

import pytest

from plans.reading.reader import read_document
from tests.reading.documents import SHANGHAI, read_words, rows
from tests.reading.office import excel_file

DAY = "**发布时间**: 2026年12月3日 22:00\n\n"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Release date: June 14, 2027 12:00", "2027-06-14T12:00"),
        ("Go-live: 14 Jun 2027 at 10:30 pm", "2027-06-14T22:30"),
        ("Billing 4 is scheduled for Dec 5, 2026 at 11 PM.", "2026-12-05T23:00"),
        ("We will go live on 2026-12-05 21:00, weather permitting.", "2026-12-05T21:00"),
        ("计划于 2026 年 11 月 9 日 凌晨 1 点 30 分正式发布。", "2026-11-09T01:30"),
        ("维护时间：2026年12月3日 06:00~10:00（如遇特殊情况会延后）", "2026-12-03T06:00"),
        ("1.1 投产日期：2026年12月5日", "2026-12-05T00:00"),
        ("Owner: Ann · Window: 2026-12-03 14:00–16:00", "2026-12-03T14:00"),
        ("The last version was released on June 1, 2026.", None),
        ("会议时间：2026-06-18 22:00", None),
    ],
)
def test_when_the_release_is(text: str, start: str | None) -> None:
    plan = read_words(f"# Wallet 发布计划\n\n{text}\n").plan
    assert plan["window_start"] == (f"{start}:00+08:00" if start else None)


@pytest.mark.parametrize(
    "text",
    [
        "先放 1%，观察 30 分钟，再放 10%，观察 2 小时，再放 50%，观察 1 天，最后全量。",
        "1%流量观察30分钟无异常后放到10%，观察2小时后扩大到50%，观察1天，最后全量。",
        "Start with 1% of traffic for 30 minutes, then 10% for 2 hours, then 50% for 1 day, and finally 100%.",
    ],
)
def test_stages_in_running_text(text: str) -> None:
    draft = read_words(f"## 灰度方案\n\n{text}\n")
    assert rows(draft, "stages", "percent", "hold") == [
        (1, "PT30M"), (10, "PT2H"), (50, "P1D"), (100, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "灰度期间错误率超过 1% 停止，成功率低于 99% 回滚，CPU 超过 70% 扩容。",
        "灰度 10%，之后看情况。",
        "流量从 50% 降到 10%，再降到 1%。",
        "覆盖率 10%，通过率 20%，完成率 30%。",
    ],
)
def test_figures_are_no_stages(text: str) -> None:
    assert read_words(f"## 灰度方案\n\n{text}\n").sections == {}


def test_a_hold_of_each_stage_is_every_stages() -> None:
    draft = read_words("## 灰度\n\n1% → 20% → 100%，每级观察 2 小时\n")
    assert rows(draft, "stages", "percent", "hold") == [(1, "PT2H"), (20, "PT2H"), (100, "PT2H")]
    draft = read_words("## 灰度\n\n按 1%、5%、100% 的节奏放量，每阶段观察 1 天。\n")
    assert rows(draft, "stages", "percent", "hold") == [(1, "P1D"), (5, "P1D"), (100, "P1D")]


def test_tables_may_be_turned_nameless_quoted_or_of_one_column() -> None:
    turned = "## 应用\n\n| 应用 | a-core | a-web |\n|--|--|--|\n| 版本 | 1.0 | 2.0 |\n| 依赖 | 无 | a-core |\n"
    assert rows(read_words(turned), "apps", "app", "version", "depends_on") == [
        ("a-core", "1.0", []), ("a-web", "2.0", ["a-core"]),
    ]  # fmt: skip
    nameless = "## 人员\n\n| | 姓名 |\n|--|--|\n| PM | 苏木 |\n| 测试 | 半夏 |\n"
    assert rows(read_words(nameless), "members", "role", "name") == [
        ("PM", "苏木"),
        ("测试", "半夏"),
    ]
    quoted = "## 人员\n\n> | 角色 | 姓名 |\n> |--|--|\n> | PM | 苏木 |\n"
    assert rows(read_words(quoted), "members", "role", "name") == [("PM", "苏木")]
    single = "# X 发布计划\n\n| 发布内容 |\n|---|\n| 新增退款 |\n| 修复对账 |\n"
    assert rows(read_words(single), "changes", "summary") == ["新增退款", "修复对账"]


def test_a_header_of_two_rows() -> None:
    html = (
        "<html><body><h1>计划</h1><h2>应用</h2><table><tr><th rowspan=2>应用</th><th colspan=2>版本</th></tr>"
        "<tr><th>原版本</th><th>新版本</th></tr><tr><td>a-core</td><td>1</td><td>2</td></tr></table></body></html>"
    )
    draft = read_document(html.encode(), SHANGHAI, "x")
    assert rows(draft, "apps", "app", "old_version", "version") == [("a-core", "1", "2")]


def test_code_and_tables_inside_lists_are_read_too() -> None:
    draft = read_words(
        "# Plan\n\n## Release steps\n\n1. Stop jobs\n2. Run SQL\n   ```sql\n   ALTER TABLE a ADD b INT;\n   ```\n3. Verify\n"
        "\n## 其他\n\n- 附件清单：\n\n  | 文件 | 类型 |\n  |--|--|\n  | a.sql | SQL |\n"
    )
    assert rows(draft, "sql_changes", "statement") == ["ALTER TABLE a ADD b INT"]
    assert rows(draft, "steps", "position") == [1, 2, 3]
    assert rows(draft, "artifacts", "name") == ["a.sql"]


@pytest.mark.parametrize(
    ("heading", "code", "section", "found"),
    [
        ("定时任务", "# 重建\n0 3 * * * /opt/reindex.sh --all", "jobs", [("cron", "0 3 * * *"), ("note", "重建")]),
        ("定时任务", "warmCache = 0 0/5 * * * ?", "jobs", [("name", "warmCache"), ("cron", "0 0/5 * * * ?")]),
        ("监控阈值", "错误率 < 1%", "metrics", [("name", "错误率"), ("operator", "<")]),
        ("回滚触发条件", "cat <<EOF > a.txt\n错误率 > 5%\nEOF", "triggers", [("condition", "错误率 > 5%")]),
        ("上线步骤", "1. 停服务", "steps", [("action", "停服务")]),
        ("配置", "spring:\n  redis:\n    timeout: 3s", "configs", [("key", "spring.redis.timeout"), ("value", "3s")]),
    ],
)  # fmt: skip
def test_fences_are_read_by_what_they_hold(
    heading: str, code: str, section: str, found: list[tuple[str, str]]
) -> None:
    draft = read_words(f"## {heading}\n\n```\n{code}\n```\n")
    (row,) = draft.sections[section]
    assert [(name, row[name]) for name, _value in found] == found


@pytest.mark.parametrize(
    "code",
    [
        "1 2 3 4 5 six",
        "for i in range(3):\n    print(i)",
        "kind: Rollout\nsteps:\n  - setWeight: 5",
    ],
)
def test_code_that_is_code_stays_prose(code: str) -> None:
    for heading in ("定时任务", "配置"):
        assert read_words(f"## {heading}\n\n```\n{code}\n```\n").sections == {}


def test_offsets_from_the_opening_are_moments() -> None:
    draft = read_words(
        DAY
        + "## 步骤\n\n| 时间 | 操作 |\n|--|--|\n| T-1天 18:00 | 公告 |\n| T-30分钟 | 停任务 |\n| T 22:00 | 停写 |\n| T+1 02:00 | 收尾 |\n| T-7天 | 预告 |\n"
    )
    assert rows(draft, "steps", "planned_start") == [
        "2026-12-02T18:00:00+08:00", "2026-12-03T21:30:00+08:00", "2026-12-03T22:00:00+08:00",
        "2026-12-04T02:00:00+08:00", None,
    ]  # fmt: skip
    assert draft.sections["steps"][4]["raw"]["planned_start"] == "T-7天"


def test_risks_with_their_level_in_front() -> None:
    draft = read_words("## 风险\n\n- 高风险：数据错乱\n- 【中】登录拥堵\n- 其他\n")
    assert rows(draft, "risks", "level", "title") == [
        ("高", "数据错乱"),
        ("中", "登录拥堵"),
        ("", "其他"),
    ]


@pytest.mark.parametrize(
    "heading", ["应用 Apps", "涉及应用（共 2 个）", "🚀 应用清单 & 说明", "IV. 应用清单"]
)
def test_headings_in_two_languages_with_remarks_and_signs(heading: str) -> None:
    draft = read_words(f"# 计划\n\n## {heading}\n\n| 名称 | 服务 |\n|--|--|\n| 核心 | a-core |\n")
    assert rows(draft, "apps", "app") == ["a-core"]


@pytest.mark.parametrize(
    "table",
    [
        "| Name | Old | New |\n|--|--|--|\n| a | 1 | 2 |",
        "| 名称 | 类型 | 说明 |\n|--|--|--|\n| code | int | 状态码 |",
        "| 日期 | 门店 | 品类 | 数量 |\n|--|--|--|--|\n| 11-01 | 一店 | 饮料 | 120 |",
        "| 版本 | 日期 | 作者 | 修改内容 |\n|--|--|--|--|\n| 1.0 | 2026-10-08 | 石头 | 初稿 |",
    ],
)
def test_headers_that_every_table_has_prove_nothing(table: str) -> None:
    assert read_words(f"# 上线说明\n\n## 表\n\n{table}\n").sections == {}


@pytest.mark.parametrize(
    "text",
    [
        "# fastqueue\n\n## Features\n\n- Retries\n\n## Install\n\n```\npip install a\n```\n\n## License\n\nMIT\n",
        "# 支付故障复盘\n\n## 时间线\n\n- 20:05 告警\n- 20:11 定位\n- 20:31 回滚\n\n## 风险\n\n- 再次发生\n",
        "# 杭州三日游\n\n## 行程\n\n- 09:00 高铁出发，带上身份证和零食，别忘了给手机充好电\n- 11:30 到达西湖边的酒店，放下行李休息一会儿再出门\n- 14:00 划船，绕湖一圈大概三个小时，然后去河坊街逛逛，晚上吃点杭帮菜，早点回去睡觉，第二天还要早起爬山\n",
    ],
)
def test_what_is_no_release_plan_gives_no_rows(text: str) -> None:
    assert read_words(text).sections == {}


def test_a_mail_is_known_by_its_subject() -> None:
    draft = read_words(
        "From: a@example.com\nTo: b@example.com\nSubject: CRM 上线安排\nDate: Mon, 30 Nov 2026 09:12:00 +0000\n\n上线步骤\n\n1. 停服务\n2. 发布\n"
    )
    assert draft.plan["title"] == "CRM 上线安排" and draft.plan["window_start"] is None
    assert rows(draft, "steps", "action") == ["停服务", "发布"]


def test_a_page_saved_as_one_file_is_the_page() -> None:
    data = (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n"
        b"Content-Transfer-Encoding: quoted-printable\n\n<html><body><h1>=E8=AE=A1=E5=88=92</h1><h2>People</h2><table>"
        b"<tr><th>Role</th><th>Name</th></tr><tr><td>QA</td><td>Mei Tan</td></tr></table></body></html>\n--x--\n"
    )
    draft = read_document(data, SHANGHAI, "plan.doc")
    assert draft.plan["title"] == "计划"
    assert rows(draft, "members", "role", "name") == [("QA", "Mei Tan")]


def test_sums_below_a_table_are_no_rows() -> None:
    data = excel_file({"检查清单": [["检查项", "负责人"], ["备份", "甲一"], ["合计", 1]]})
    draft = read_document(data, SHANGHAI, "x")
    assert rows(draft, "checks", "item") == ["备份"]
    assert "合计" in draft.notes[0]["text"]


def test_a_table_with_a_column_of_boxes_is_a_check_list() -> None:
    draft = read_words(
        "# 上线\n\n## 📋 上线前\n\n| # | 事项 | 负责人 | 状态 |\n|--|--|--|--|\n| 1 | 代码冻结 | 李莫愁 | ✅ |\n| 2 | 备份 | 王重阳 | ⬜️ |\n"
    )
    assert rows(draft, "checks", "group", "item", "owner", "done") == [
        ("上线前", "代码冻结", "李莫愁", True), ("上线前", "备份", "王重阳", False),
    ]  # fmt: skip


def test_steps_that_end_in_a_name() -> None:
    draft = read_words(
        "## 发布步骤\n\n1. 停任务（5min）— 张三\n2. 发布【预计20分钟】@王五\n3. 检查 — 完毕\n"
    )
    assert rows(draft, "steps", "action", "minutes", "owner") == [
        ("停任务", 5, "张三"), ("发布", 20, "王五"), ("检查 — 完毕", None, ""),
    ]  # fmt: skip


def test_names_with_versions_and_schedules_in_lists() -> None:
    draft = read_words(
        "# 计划\n\n## 服务清单\n\n- a-core: v1.2 -> v1.3.0（先发）\n- a-web 2.0.1\n\n"
        "## 定时任务\n\n- orderClose：0 */5 * * * ?，关闭超时订单\n\n## 开关\n\n- order.new=false（灰度用）\n\n"
        "## 依赖\n\n- com.a:b-api:2.3.1（需 release）\n"
    )
    assert rows(draft, "apps", "app", "old_version", "version", "change") == [
        ("a-core", "v1.2", "v1.3.0", "（先发）"), ("a-web", "", "2.0.1", ""),
    ]  # fmt: skip
    assert rows(draft, "jobs", "name", "cron", "note") == [
        ("orderClose", "0 */5 * * * ?", "关闭超时订单")
    ]
    assert rows(draft, "switches", "key", "value", "note") == [("order.new", "false", "灰度用")]
    assert rows(draft, "packages", "group_id", "artifact_id", "version", "note") == [
        ("com.a", "b-api", "2.3.1", "需 release")
    ]


def test_captions_inside_a_paragraph_and_roll_back_below_an_item() -> None:
    draft = read_words(
        "# 变更申请单\n\n变更时间：2026-11-20 23:00\n影响：无停机\n实施步骤：\n1）备份\n2）升级\n回退方案：\n1）恢复备份\n复核人：曹禺\n"
        "\n## SQL\n\n1. 建表\n```\ncreate table a(id int);\n```\n2. 回滚：\n```\ndrop table a;\n```\n"
    )
    assert rows(draft, "steps", "phase", "action") == [
        ("发布", "备份"), ("发布", "升级"), ("回滚", "恢复备份"),
    ]  # fmt: skip
    assert rows(draft, "sql_changes", "statement", "rollback") == [
        ("create table a(id int)", "drop table a")
    ]


def test_plain_english_chapters() -> None:
    draft = read_words(
        "Release 2.8 - Deployment Plan\n\n1. Pre-deployment\n   1.1 Notify stakeholders\n   1.2 Take backups\n\n"
        "2. Deployment steps\n   2.1 Stop the scheduler\n\n3. Rollback procedure\n   a) Restore the snapshot\n\n"
        "4. Contacts\n   Jane Doe - Release Manager - +86 138 0000 0001\n",
        "plan.txt",
    )
    assert rows(draft, "steps", "phase", "action") == [
        ("准备", "Notify stakeholders"), ("准备", "Take backups"), ("发布", "Stop the scheduler"),
        ("回滚", "Restore the snapshot"),
    ]  # fmt: skip
    assert rows(draft, "members", "name", "role", "contact") == [
        ("Jane Doe", "Release Manager", "+86 138 0000 0001")
    ]


def test_the_second_day_is_no_length() -> None:
    draft = read_words("## 灰度\n\n- 第一天：1% 用户\n- 第二天：10% 用户\n- 第七天：100%\n")
    assert rows(draft, "stages", "percent", "hold") == [(1, None), (10, None), (100, None)]


def test_headers_of_a_table_are_no_facts_of_the_plan() -> None:
    plan = read_words(
        "发布计划\n\n应用\t版本\t负责人\t发布时间\na-core\t1.2.0\t张无忌\t12-10\na-web\t1.2.1\t赵敏\t12-10\n"
    ).plan
    assert (plan["owner"], plan["version"], plan["window_start"]) == ("", "", None)
    plan = read_words("# 计划\n\n| 应用名称 | 版本号 |\n|--|--|\n| a-b | 1 |\n").plan
    assert plan["version"] == ""
    plan = read_words("# 计划\n\n| 版本 | 发布时间 |\n|--|--|\n| 1.2 | 2026-12-10 20:00 |\n").plan
    assert plan["version"] == "1.2" and plan["window_start"] == "2026-12-10T20:00:00+08:00"


def test_windows_of_every_week_and_the_one_of_the_release() -> None:
    draft = read_words("# 版本\n\n## 发布窗口\n\n每周二、周四 14:00-18:00\n")
    assert rows(draft, "windows", "days", "start", "end") == [([2, 4], "14:00", "18:00")]
    draft = read_words("# 版本\n\n## 发布窗口\n\n2026年12月8日（周二）14:00-18:00\n")
    assert "windows" not in draft.sections
    assert draft.plan["window_end"] == "2026-12-08T18:00:00+08:00"


def test_phases_in_other_words() -> None:
    draft = read_words(
        "# 计划\n\n## 实施计划\n\n| 阶段 | 工作内容 | 计划完成时间 |\n|--|--|--|\n| 上线前准备 | 申请机器 | 2026-12-03 |\n| 上线 | 部署 | |\n| 其他 | 总结 | |\n"
    )
    assert rows(draft, "steps", "phase", "action") == [
        ("准备", "申请机器"), ("发布", "部署"), ("", "总结"),
    ]  # fmt: skip
