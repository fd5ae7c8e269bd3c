"""Files that want to hurt: refused in one sentence, or read as prose, and soon."""

import time
import zipfile
from io import BytesIO

import pytest

from ground.errors import Refusal
from plans.reading.reader import read_document
from tests.reading.documents import SHANGHAI

pytestmark = pytest.mark.long

SECONDS = 5
GENEROUS = 4  # this machine may be busy


def zipped(files: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


ROW = "| 1 | coin-center | 1.0 |\n"
REFUSED = {
    "a million rows": ("| 批次 | 应用 | 版本 |\n|--|--|--|\n" + "| 1 | 2 |\n" * 1_000_000).encode(),
    "a table of twenty thousand rows": (
        "| 批次 | 应用 | 版本 |\n|--|--|--|\n" + ROW * 20_000
    ).encode(),
    "too many headings": "\n".join(f"# h{n}" for n in range(40_000)).encode(),
    "deep HTML": (
        "<html><body>" + "<div>" * 20_000 + "x" + "</div>" * 20_000 + "</body></html>"
    ).encode(),
    "deep lists": ("<html><body>" + "<ul><li>x" * 5_000 + "</body></html>").encode(),
    "wide cells": (
        "<html><body><table>"
        + "<tr><td colspan=65534 rowspan=65534>x</td></tr>" * 3_000
        + "</table></body></html>"
    ).encode(),
    "a zip bomb": zipped({"word/document.xml": b"0" * 60_000_000}),
    "entities": zipped({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}),
    "a path out of the archive": zipped({"../../etc/passwd": b"x"}),
    "a broken workbook": zipped({"xl/workbook.xml": b"<x/>"}),
    "a broken Word file": zipped({"word/document.xml": b"<x/>"}),
    "a cut archive": zipped({"word/document.xml": b"<x/>"})[:-30],
}
KEPT = {
    "deep quotes": (">" * 5_000 + " x").encode(),
    "deep bullets": ("* a\n** b\n" + "\n".join(" " * (2 * n) + "- x" for n in range(800))).encode(),
    "a long line": b"a" * 1_500_000,
    "spaces": (" " * 200_000 + "x").encode(),
    "emphasis without end": (("**x " * 1_200 + "\n\n") * 100).encode(),
    "dashes": b"-" * 500_000,
    "tags without end": ("```xml\n" + "<dependency>" * 30_000 + "\n```").encode(),
    "comments without end": ("```sql\nselect 1;\n" + "/*\n" * 20_000 + "```").encode(),
    "quotes without end": ("```sql\n" + "'\n" * 20_001 + "```").encode(),
    "clocks": ("## 变更窗口\n\n" + "22:00-23:00, " * 20_000).encode(),
    "arrows": ("1% ==> " * 20_000).encode(),
    "brackets": ("## 发布人员\n\n" + "（" * 100_000).encode(),
    "days that are none": "发布时间：2026年13月45日 99:99 - 2026-02-30".encode(),
}


def timed(data: bytes) -> float:
    started = time.process_time()
    read_document(data, SHANGHAI, "x.md")
    return time.process_time() - started


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_one_sentence(name: str) -> None:
    started = time.process_time()
    with pytest.raises(Refusal) as refused:
        read_document(REFUSED[name], SHANGHAI, "x.md")
    assert refused.value.detail.endswith("。") and "\n" not in refused.value.detail
    assert time.process_time() - started < SECONDS * GENEROUS


@pytest.mark.parametrize("name", KEPT)
def test_it_is_read_soon(name: str) -> None:
    assert timed(KEPT[name]) < SECONDS * GENEROUS


def test_scripts_and_styles_are_no_content() -> None:
    html = "<html><body><script>steal()</script><style>p{}</style><p>正文</p></body></html>"
    draft = read_document(html.encode(), SHANGHAI, "x.html")
    assert [note["text"] for note in draft.notes] == ["正文"]
