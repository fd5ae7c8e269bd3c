"""The same plan in HTML, Word and Excel; the content decides, not the file's name."""

from datetime import datetime

from plans.reading.reader import read_document
from tests.reading.documents import SHANGHAI, rows
from tests.reading.office import excel_file, word_file

HTML = """<!DOCTYPE html><html><body>
<h1>物流看板发布计划</h1>
<h2>一、发布人员</h2>
<table><tr><th>角色</th><th>姓名</th></tr>
<tr><td rowspan="2">开发</td><td>陈晨</td></tr><tr><td>吴昊</td></tr>
<tr><td>测试</td><td>林秀<br/>马骏</td></tr></table>
<h2>二、检查清单</h2>
<ul><li><input type="checkbox" checked> 评审</li><li><input type="checkbox"> 压测</li></ul>
<h2>三、回滚步骤</h2><ol><li>关闭开关（2分钟）</li><li>重启 <b>track-core</b></li></ol>
<p>见 <a href="https://wiki.example.com/a">文档</a></p></body></html>"""


def test_html_with_merged_cells_and_boxes() -> None:
    draft = read_document(HTML.encode(), SHANGHAI, "plan.txt")
    assert draft.plan["title"] == "物流看板发布计划"
    assert rows(draft, "members", "role", "name") == [
        ("开发", "陈晨"), ("开发", "吴昊"), ("测试", "林秀"), ("测试", "马骏"),
    ]  # fmt: skip
    assert rows(draft, "checks", "item", "done") == [("评审", True), ("压测", False)]
    assert rows(draft, "steps", "action", "minutes") == [("关闭开关", 2), ("重启 track-core", None)]
    assert [note["text"] for note in draft.notes] == ["见 [文档](https://wiki.example.com/a)"]


def test_word_without_heading_styles() -> None:
    data = word_file(
        [
            "客户门户上线方案", "一、参与人员", [["角色", "姓名"], ["开发", "陈晨、吴昊"]],
            "二、上线步骤", "1、通知客户", "2、停止应用", "三、检查清单", "☐ 备份", "☒ 公告",
        ]
    )  # fmt: skip
    draft = read_document(data, SHANGHAI, "plan.md")
    assert draft.plan["title"] == "客户门户上线方案"
    assert rows(draft, "members", "name") == ["陈晨", "吴昊"]
    assert rows(draft, "steps", "phase", "position", "action") == [
        ("发布", 1, "通知客户"), ("发布", 2, "停止应用"),
    ]  # fmt: skip
    assert rows(draft, "checks", "item", "done") == [("备份", False), ("公告", True)]


def test_excel_a_sheet_a_section() -> None:
    data = excel_file(
        {
            "发布人员": [
                ["账务系统发布计划"],
                [],
                ["角色", "姓名", "电话"],
                ["开发", "陈晨", 13800001111],
            ],
            "发布应用": [
                ["批次", "系统名称", "依赖"],
                [1, "acct-core", "无"],
                [2, "acct-web", "acct-core"],
            ],
            "步骤": [["操作", "开始时间", "耗时"], ["停服", datetime(2026, 12, 1, 22, 0), "=5+5"]],
        }
    )
    draft = read_document(data, SHANGHAI, "plan.docx")
    assert draft.plan["title"] == "账务系统发布计划"
    assert rows(draft, "members", "contact") == ["13800001111"]
    assert rows(draft, "apps", "batch", "app", "depends_on") == [
        (1, "acct-core", []), (2, "acct-web", ["acct-core"]),
    ]  # fmt: skip
    assert rows(draft, "steps", "planned_start") == ["2026-12-01T22:00:00+08:00"]
    assert draft.sections["steps"][0]["raw"]["minutes"] == "=5+5"
    assert draft.findings[-1]["level"] == "warning"
