"""Files that want to hurt: small to send, costly to open."""

import io
import os
import zipfile
from collections.abc import Callable

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAUGHS = "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
LAUGHS = f'<!DOCTYPE x [<!ENTITY a "ha">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
FAR = f"<!--{'x' * 9_000}-->"
"""So far into the file a look at its first bytes does not reach."""


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


def linked(kind: str, target: str) -> str:
    inner = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0"?><Relationships xmlns="{space}">{inner}</Relationships>'


def typed(part: str, kind: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    media = f"application/vnd.openxmlformats-officedocument.{kind}+xml"
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<?xml version="1.0"?><Types xmlns="{space}"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="{part}" ContentType="{media}"/></Types>'
    )


def word(body: str, head: str = "", encoding: str = "utf-8") -> bytes:
    """A .docx whose document has that body."""
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>{head}'
        f"<w:document {WORD}><w:body>{body}</w:body></w:document>"
    )
    return zipped({
        "[Content_Types].xml": typed("/word/document.xml", "wordprocessingml.document.main"),
        "_rels/.rels": linked("officeDocument", "word/document.xml"),
        "word/document.xml": text.encode(encoding),
    })  # fmt: skip


def sheet(rows: str, head: str = "", encoding: str = "utf-8") -> bytes:
    """An .xlsx whose only sheet has those rows."""
    book = (
        f'<?xml version="1.0"?><workbook {SHEET} xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="发布人员" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>{head}'
        f"<worksheet {SHEET}><sheetData>{rows}</sheetData></worksheet>"
    )
    return zipped({
        "[Content_Types].xml": typed("/xl/workbook.xml", "spreadsheetml.sheet.main"),
        "_rels/.rels": linked("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": linked("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": text.encode(encoding),
    })  # fmt: skip


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


_CELL = f"<w:tc>{paragraph('x')}</w:tc>"
_WIDE = '<w:tc><w:tcPr><w:gridSpan w:val="65534"/></w:tcPr><w:p/></w:tc>'

OFFICE_FILES: dict[str, Callable[[], bytes]] = {
    "zeros": lambda: zipped({"word/document.xml": bytes(200_000_000)}),
    "many files": lambda: zipped({f"{at}.xml": "" for at in range(3_000)}),
    "no office": lambda: zipped({"a.txt": "x"}),
    "cut off": lambda: word(paragraph("x"))[:400],
    "many cells": lambda: word("<w:tbl>" + f"<w:tr>{_CELL * 100}</w:tr>" * 600 + "</w:tbl>"),
    "wide cells": lambda: word("<w:tbl>" + f"<w:tr>{_WIDE * 10}</w:tr>" * 500 + "</w:tbl>"),
    "deep tables": lambda: word("<w:tbl><w:tr><w:tc>" * 3_000 + "</w:tc></w:tr></w:tbl>" * 3_000),
    "laughs": lambda: word(paragraph("&j;"), LAUGHS),
    "far laughs": lambda: word(paragraph("&j;"), FAR + LAUGHS),
    "wide laughs": lambda: word(paragraph("&j;"), LAUGHS, "utf-16"),
    "laughing sheet": lambda: sheet(f'<row r="1">{cell("A1", "&j;")}</row>', LAUGHS),
    "wide laughing sheet": lambda: sheet(f'<row r="1">{cell("A1", "&j;")}</row>', LAUGHS, "utf-16"),
    "far row": lambda: sheet(f'<row r="1048576">{cell("XFD1048576", "x")}</row>'),
    "a million rows": lambda: sheet(
        "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, 300_001))
    ),
}

TEXTS: dict[str, str | bytes] = {
    "noise": os.urandom(2_000_000),
    "zeros": bytes(1_000),
    "endless lengths": "# 计划\n\n## 灰度计划\n\n| 阶段 | 比例 | 观察时长 |\n|---|---|---|\n"
    + "".join(f"| {at} | 5% | {'9' * at * 9}天 |\n" for at in range(1, 30))
    + f"\n每级观察 {'9' * 400} 小时\n",
    "half a mark": b"\xff\xfea",
    "too big": b"a" * (20 * 1024 * 1024 + 1),
    "too many lines": "a\n" * 300_000,
    "unclosed org": "#+TITLE: x\n* a\n" + "#+begin_src x\n" * 40_000,
    "other unclosed org": "#+TITLE: x\n* a\n" + "".join(f"#+begin_x{at} \n" for at in range(20_000)),
    "unclosed fences": "# a\n" + "```a\n~~~b\n" * 20_000,
    "comments before HTML": "<!--" + "-->" * 20 + "<!-- -->" * 10_000 + "<p></p>",
    "one endless number": "1.1.1.1," * 200_000,
    "deep HTML": "<html><body>" + "<div>" * 20_000 + "</html>",
    "wide HTML": "<table>" + "<tr><td colspan=65534 rowspan=65534>x" * 3_000 + "</table>",
    "deep lists": "<html><body>" + "<ul><li>" * 8_000 + "</html>",
    "deep items": "# a\n\n" + "".join(" " * (2 * at) + "- x\n" for at in range(1_000)),
    "quotes": ">" * 50_000 + "a",
    "one wide row": "# a\n\n|" + "a|" * 200_000,
    "brackets": "# a\n\n" + "[a](" * 100_000,
    "stars": "# a\n\n" + "*_" * 100_000,
    "backslashes": "\\" * 1_000_000,
    "deep JSON": "[" * 200_000,
    "our JSON, deep": '{"format":"releaseplan","plan":' + "[" * 100_000,
    "our Markdown, deep": "# x\n\n<!-- note:1 " + "[" * 50_000 + "] -->\n<!-- /note:1 -->\n",
    "laughs": f'<?xml version="1.0"?>{LAUGHS}<html><body>&j;</body></html>',
}  # fmt: skip
