"""Whatever text comes in, every word of it comes out."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.reading.text import words
from tests.reading.documents import read_words

WORDS = st.sampled_from(
    [
        "发布人员", "发布步骤", "灰度", "变更窗口", "回滚触发条件", "应用", "批次", "版本", "名称", "负责人", "张三", "李四",
        "coin-center", "v1.2.0", "10%", "3-4天", "22:00-02:00", "T-7天", "< 200ms", "N/A", "无", "周一至周五", "全量",
        "2026年6月18日", "select 1;", "ALTER TABLE a ADD b int;", "第一批", "1", "x", "`key`", "**粗**", "a|b", "<br>", "==>",
        "：", "、", "；", "（", "）", "……", "\\|", "<dependency>", "</dependency>", "key=value", "0 0 2 * * ?",
    ]
)  # fmt: skip
LINE = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
PREFIX = st.sampled_from(
    [
        "", "", "# ", "## ", "### ", "* ", "** ", "- ", "  - ", "1. ", "2) ", "- [x] ", "- [ ] ", "> ", "| ", "    ",
        "一、", "（二）", "1、", "III、", "附一、", "#+TITLE: ", "#+BEGIN_SRC sql\n", "#+END_SRC", "```\n", "```sql\n",
        "---\n", "|---|---|\n| ", "☑ ", "\t",
    ]
)  # fmt: skip
SUFFIX = st.sampled_from(["", "", " |", " | x |", "：", ":", "\n", "\n\n", "  ", "\n---", "\n==="])
DOCUMENT = st.lists(st.tuples(PREFIX, LINE, SUFFIX).map("".join), min_size=1, max_size=25).map(
    "\n".join
)


def lost(text: str) -> list[str]:
    """The words of the text that its draft does not hold; a line-break tag is no word."""
    kept = json.dumps(read_words(text).as_json(), ensure_ascii=False)
    return [word for word in words(text.replace("<br>", " ")) if word not in kept]


@pytest.mark.long
@settings(max_examples=120, deadline=None)
@given(DOCUMENT)
def test_every_word_of_any_document_is_kept(text: str) -> None:
    assert lost(text) == []


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")),
        min_size=1,
    ).filter(words)
)
def test_every_word_of_any_text_is_kept(text: str) -> None:
    assert lost(text) == []


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(LINE, min_size=3, max_size=3), min_size=2, max_size=6))
def test_every_word_of_any_table_is_kept(cells: list[list[str]]) -> None:
    lines = ["| " + " | ".join(cell.replace("|", "") for cell in row) + " |" for row in cells]
    text = "\n".join(["## 发布应用", lines[0], "|---|---|---|", *lines[1:]])
    assert lost(text) == []


CELL = st.one_of(LINE, WORDS).map(lambda text: text.replace("|", "/").replace("\n", " "))
GRID = st.lists(st.lists(CELL, min_size=2, max_size=5), min_size=2, max_size=4)
HEADINGS = st.sampled_from(
    [
        "# {}", "## {}", "## ✅ 3. {}", "{}\n====", "{}\n----", "* {}", "** {}", "h2. {}", "== {}", "一、{}", "【{}】", "**{}**",
        "1.1 {}", "2 {}", "第一章 {}", "{}：", "<h2>{}</h2>",
    ]
)  # fmt: skip


def piped(rows: list[list[str]], fence: str) -> str:
    """A table in Markdown, Jira, org, CSV or HTML, or as columns of spaces."""
    shapes = {
        "md": "\n".join(["| " + " | ".join(rows[0]) + " |", "|" + "--|" * len(rows[0]), *("| " + " | ".join(row) + " |" for row in rows[1:])]),
        "loose": "\n".join(" | ".join(row) for row in rows),
        "jira": "\n".join(["||" + "||".join(rows[0]) + "||", *("|" + "|".join(row) + "|" for row in rows[1:])]),
        "tabs": "\n".join("\t".join(row) for row in rows),
        "html": "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>",
        "adoc": "|===\n" + "\n".join("|" + " |".join(row) for row in rows) + "\n|===",
        "spaces": "\n".join("    ".join(row) for row in rows),
    }  # fmt: skip
    return shapes[fence]


TABLE = st.tuples(GRID, st.sampled_from(["md", "loose", "jira", "tabs", "adoc", "spaces"])).map(
    lambda pair: piped(*pair)
)
LISTING = st.lists(st.tuples(PREFIX, LINE).map("".join), min_size=1, max_size=5).map("\n".join)
FENCED = st.tuples(
    st.sampled_from(["```", "```sql", "```shell", "~~~", "{code}", "----", "    "]), LISTING
).map(lambda pair: f"{pair[0]}\n{pair[1]}\n{pair[0].rstrip('sqlhe')}")
HEADED = st.tuples(HEADINGS, WORDS).map(lambda pair: pair[0].format(pair[1]))
WHOLE = st.lists(st.one_of(HEADED, TABLE, LISTING, FENCED, LINE), min_size=1, max_size=12).map(
    "\n\n".join
)
MARKUP = {"h2", "code"}
"""Words of Jira that are no words of the document."""


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(WHOLE)
def test_every_word_of_a_mixed_document_is_kept_in_time(text: str) -> None:
    started = time.process_time()
    assert set(lost(text)) <= MARKUP
    assert time.process_time() - started < 2
