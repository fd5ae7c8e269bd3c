"""Files that want to hurt, written into a folder by name; `refused` says which must be refused."""

import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook

from tests.reading.office import saved, word_file
from tests.security import bombs as office

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
TABLE = "| 批次 | 应用 | 版本 |\n|--|--|--|\n"


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def written(make: Callable[[], bytes | str]) -> bytes:
    """The bytes of a file."""
    made = make()
    return made if isinstance(made, bytes) else made.encode()


def _with(data: bytes, more: dict[str, bytes]) -> bytes:
    """The same archive with more in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**files, **more})


def _rows(count: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("发布应用")
    for index in range(count):
        sheet.append([1, f"app-{index}", "1.0"])
    return saved(book)


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _giant_cell() -> bytes:
    book = Workbook()
    book.worksheets[0].append(["应用", "说明"])
    book.worksheets[0].append(["a", "字" * 32_000])
    return saved(book)


def _flipped() -> bytes:
    """A .docx whose directory says that its parts are encrypted."""
    data = bytearray(word_file(["正文"]))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


REFUSED: dict[str, Callable[[], bytes | str]] = {
    "a zip bomb": lambda: zipped({"word/document.xml": bytes(200_000_000)}),
    "a bomb beside a document": lambda: _with(word_file(["x"]), {"word/media/a": bytes(150_000_000)}),
    "a bomb in a bomb": lambda: zipped({f"{n}.zip": zipped({"x": bytes(10_000_000)}) for n in range(9)}),
    "many files": lambda: zipped({f"{n}.xml": b"" for n in range(3_000)}),
    "laughs in Word": office.OFFICE_FILES["laughs"],
    "laughs in Excel": office.OFFICE_FILES["laughing sheet"],
    "wide laughs": office.OFFICE_FILES["wide laughs"],
    "a sheet of a million rows": office.OFFICE_FILES["a million rows"],
    "a sheet of fifty thousand rows": lambda: _rows(50_000),
    "a cell far out": office.OFFICE_FILES["far row"],
    "a Word table of wide cells": office.OFFICE_FILES["wide cells"],
    "Word tables in tables": office.OFFICE_FILES["deep tables"],
    "paths out of the archive": lambda: zipped({"../../etc/passwd": b"x", "/etc/shadow": b"x"}),
    "an encrypted workbook": lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(900),
    "an old workbook": lambda: OLE + b"Workbook" + bytes(900),
    "a locked archive": _flipped,
    "half a Word file": lambda: _cut(word_file(["正文"] * 50)),
    "half a workbook": lambda: _cut(_rows(5)),
    "a presentation": lambda: zipped({"ppt/presentation.xml": b"<x/>"}),
    "an OpenDocument text": lambda: zipped({"content.xml": b"<x/>", "META-INF/manifest.xml": b"<x/>"}),
    "RTF": lambda: b"{\\rtf1\\ansi hello}",
    "PDF": lambda: b"%PDF-1.7\n" + bytes(100),
    "zeros": lambda: bytes(100_000),
    "a million rows": lambda: (TABLE + "| 1 | a | 2 |\n" * 1_000_000),
    "a million lines of CSV": lambda: ("批次,应用,版本\n" + "1,a,2\n" * 1_000_000),
    "twenty thousand lines of CSV": lambda: ("批次,应用,版本\n" + "1,a,2\n" * 20_000),
    "deep HTML": lambda: ("<html><body>" + "<div>" * 50_000 + "x" + "</div>" * 50_000),
    "deep lists in HTML": lambda: ("<html><body>" + "<ul><li>x" * 8_000 + "</ul>"),
    "cells over 65534 columns and rows": lambda: ("<html><body><table>" + "<tr><td colspan=65534 rowspan=65534>x</td></tr>" * 3_000 + "</table>"),
    "deep quotes": lambda: ("# a\n\n" + ">" * 50_000 + " x"),
    "deep bullets": lambda: ("# a\n\n" + "- " * 5_000 + "x"),
}  # fmt: skip
KEPT: dict[str, Callable[[], bytes | str]] = {
    "paths in a Word file": lambda: _with(word_file(["正文"]), {"../../etc/passwd": b"root"}),
    "formulas": lambda: saved(_formulas()),
    "a giant cell in Excel": _giant_cell,
    "a giant cell in Markdown": lambda: (TABLE + f"| 1 | {'字' * 300_000} | 2 |\n"),
    "a giant cell in CSV": lambda: f"批次,应用,版本\n1,{'a' * 300_000},2\n",
    "a giant cell in HTML": lambda: f"<html><body><table><tr><th>应用</th><th>版本</th></tr><tr><td>{'字' * 300_000}</td><td>1</td></tr></table></body></html>",
    "NUL bytes": lambda: "# 发布\x00计划\n\n## 发布人员\n\n- 开发：张\x00三\n",
    "brackets": lambda: ("# a\n\n" + "[（【" * 60_000),
    "deep lists": lambda: ("# a\n\n" + "".join(" " * (2 * n) + "- x\n" for n in range(800))),
    "five thousand statements and what undoes them": lambda: ("# a\n\n## SQL\n\n```\n" + "".join(f"CREATE TABLE t{n} (id INT);\n" for n in range(4_000)) + "```\n\n## 回滚\n\n```\n" + "".join(f"DROP TABLE t{n};\n" for n in range(4_000)) + "```\n"),
    "a statement of many clauses": lambda: ("# a\n\n```sql\nALTER TABLE t " + ", ".join(f"ADD c{n} INT" for n in range(20_000)) + ";\n```\n"),
    "Jira that never closes": lambda: ("h1. a\n\n" + "{code}\n" * 20_000),
    "Jira rows that never close": lambda: ("h1. a\n\n||a||b||\n" + "|a\n" * 20_000),
    "AsciiDoc that never closes": lambda: ("= a\n\n== b\n\n[source]\n" + "----\n....\n" * 10_000),
    "reST grids": lambda: ("a\n===\n\n" + "+--+--+\n| a | b |\n" * 10_000),
    "reST rules": lambda: ("a\n===\n\n:b: c\n\n" + "====  ====\n" * 1_000),
    "here documents": lambda: ("# a\n\n## 配置\n\n```\n" + "cat <<EOF > a\n" * 10_000 + "```\n"),
    "schedules": lambda: ("# a\n\n```\n" + "*/5 " * 5_000 + "\n```\n"),
    "a mail of parts": lambda: b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: text/plain\n\na\n" * 10_000,
    "a mail in mails": lambda: b"MIME-Version: 1.0\nContent-Type: message/rfc822\n\n" * 300,
    "shares": lambda: ("# a\n\n灰度 " + "1%、2%、" * 80),
    "many small tables": lambda: ("# a\n\n" + (TABLE + "| 1 | a | 2 |\n\n") * 1_500),
    "many headings": lambda: "\n\n".join(f"## 发布人员 {n} & 监控 & 灰度\n\n- 开发：张三" for n in range(2_000)),
}  # fmt: skip


def _formulas() -> Workbook:
    book = Workbook()
    for row in (
        ["应用", "版本"],
        ["=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")'],
        ["@SUM(1)", "+1"],
    ):
        book.worksheets[0].append(row)
    return book
