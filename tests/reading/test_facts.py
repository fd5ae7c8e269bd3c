"""The plan's own fields out of titles, key facts and prose."""

import pytest

from tests.reading.documents import read_words


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("发布时间：2026-06-18 22:00", "2026-06-18T22:00", None),
        (
            "发布时间：2026年6月18日（周四）22:00 - 次日02:00",
            "2026-06-18T22:00",
            "2026-06-19T02:00",
        ),
        ("上线时间：2026/6/18 晚上10点至12点", "2026-06-18T22:00", "2026-06-19T00:00"),
        (
            "计划上线时间：2026-06-18 22:00 ~ 2026-06-19 01:30",
            "2026-06-18T22:00",
            "2026-06-19T01:30",
        ),
        ("发布日期：2026.6.18", "2026-06-18T00:00", None),
        ("## 发布时间\n\n2026-05-16-2026-05-26", "2026-05-16T00:00", "2026-05-26T23:59"),
        (
            "开始时间：2026-06-18 20:00\n结束时间：2026-06-18 21:00",
            "2026-06-18T20:00",
            "2026-06-18T21:00",
        ),
        ("各系统检查通过后，定于2026年6月14日 12:00分正式上线。", "2026-06-14T12:00", None),
        (
            "| 版本 | 1.2 |\n|--|--|\n| 上线时间 | 2026-06-18 21:00-23:00 |",
            "2026-06-18T21:00",
            "2026-06-18T23:00",
        ),
        ("发布时间：2026年X月X日 XX时", None, None),
        ("发布时间：待定", None, None),
        ("会议时间：2026-06-18 22:00", None, None),
    ],
)
def test_the_release_window(text: str, start: str | None, end: str | None) -> None:
    plan = read_words(f"# 计划\n\n{text}\n").plan
    assert plan["window_start"] == (f"{start}:00+08:00" if start else None)
    assert plan["window_end"] == (f"{end}:00+08:00" if end else None)


def test_facts_of_the_overview_and_not_of_the_documents_end() -> None:
    plan = read_words(
        "# 商城 - 发布计划\n\n## 概述\n\n**项目名称**: 商城  \n**版本**: v2.0  \n**发布类型**: 紧急修复  \n**负责人**: 甲组\n\n"
        "## 附录\n\n---\n\n**文档版本**: v9\n**版本**: v8\n"
    ).plan
    assert (plan["title"], plan["project"], plan["version"], plan["kind"], plan["owner"]) == (
        "商城 - 发布计划", "商城", "v2.0", "紧急", "甲组",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# 一号计划\n\n正文", "一号计划"),
        ("一号上线方案\n============\n\n## 人员\n", "一号上线方案"),
        ("#+TITLE: 一号计划\n* 人员\n** 开发\n", "一号计划"),
        (
            "前言很长很长。\n\n一号系统上线计划\n\n一、人员\n\n甲\n二、时间\n\n乙\n",
            "一号系统上线计划",
        ),
        ("## 发布人员\n\n甲\n\n## 发布内容\n\n乙\n", "file"),
    ],
)
def test_the_title(text: str, title: str) -> None:
    assert read_words(text, "file.md").plan["title"] == title


def test_the_leader_of_the_people_owns_when_nobody_else_is_named() -> None:
    draft = read_words(
        "# 计划\n\n## 发布人员\n\n| 角色 | 姓名 |\n|--|--|\n| 项目经理(PM) | 周静 |\n| 开发 | 刘洋 |\n"
    )
    assert draft.plan["owner_text"] == "周静"


def test_plain_text_knows_headings_by_their_numbers() -> None:
    draft = read_words(
        "仓储升级方案\n\n一、参与人员\n开发：陈晨、吴昊\n\n二、升级步骤\n（一）升级前准备\n1、通知\n2、备份（20分钟）\n（二）升级操作\n1、停止\n2、启动\n\n"
        "三、回退条件\n1、23:00 前未完成\n"
    )
    steps = [(row["phase"], row["action"], row["minutes"]) for row in draft.sections["steps"]]
    assert steps == [
        ("准备", "通知", None), ("准备", "备份", 20), ("发布", "停止", None), ("发布", "启动", None),
    ]  # fmt: skip
    assert draft.sections["triggers"][0]["condition"] == "23:00 前未完成"
    assert draft.notes == []
