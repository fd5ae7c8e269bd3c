"""Small Word and Excel files for tests."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BOX = "http://schemas.microsoft.com/office/word/2010/wordml"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OVERRIDES = {
    "/word/document.xml": "document.main",
    "/word/styles.xml": "styles",
    "/word/numbering.xml": "numbering",
    "/word/footnotes.xml": "footnotes",
    "/word/comments.xml": "comments",
    "/word/header1.xml": "header",
}
_TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="{part}" ContentType="{_MEDIA}.{kind}+xml"/>'
        for part, kind in _OVERRIDES.items()
    )
    + "</Types>"
)
_STYLES = f'<?xml version="1.0"?><w:styles xmlns:w="{_WORD}">' + "".join(
    f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="heading {n}"/></w:style>'
    for n in range(1, 5)
) + "</w:styles>"  # fmt: skip
_NUMBERING = f'<?xml version="1.0"?><w:numbering xmlns:w="{_WORD}">' + "".join(
    f'<w:abstractNum w:abstractNumId="{n}">'
    + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>' for level in range(3))
    + "</w:abstractNum>"
    for n, kind in ((0, "decimal"), (1, "bullet"))
) + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'  # fmt: skip


@dataclass(frozen=True)
class Styled:
    """A heading (`level` from 1), or an item of a list (`marker` "1." or "-", `level` from 0)."""

    text: str
    level: int
    marker: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell over `wide` columns; `held` is one that continues the cell above."""

    text: str
    wide: int = 1
    high: bool = False
    held: bool = False


@dataclass(frozen=True)
class Ticked:
    """A paragraph that begins with Word's own check box."""

    text: str
    done: bool


Part = str | Styled | Ticked | list[list[str | Cell]]


def word_file(parts: list[Any], header: str = "", comment: str = "", footnote: str = "") -> bytes:
    """A .docx of paragraphs, headings, lists and tables, with a page header, a comment and a footnote."""
    body = "".join(map(_part, parts))
    body += _noted("comment", comment) + _noted("footnote", footnote)
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        files = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
            "word/_rels/document.xml.rels": _relations(_parts(header, comment, footnote)),
            "word/document.xml": _root("document", f"<w:body>{body}</w:body>"),
            "word/styles.xml": _STYLES,
            "word/numbering.xml": _NUMBERING,
            "word/header1.xml": _root("hdr", _paragraph(header)) if header else "",
            "word/comments.xml": _root("comments", _note("comment", comment)) if comment else "",
            "word/footnotes.xml": _root("footnotes", _note("footnote", footnote)) if footnote else "",
        }  # fmt: skip
        for name, text in files.items():
            if text:
                archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return target.getvalue()


def excel_file(sheets: dict[str, list[list[Any]]]) -> bytes:
    """An .xlsx of sheets with rows of values."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _root(name: str, inner: str) -> str:
    return f'<?xml version="1.0"?><w:{name} xmlns:w="{_WORD}" xmlns:w14="{_BOX}">{inner}</w:{name}>'


def _parts(header: str, comment: str, footnote: str) -> dict[str, str]:
    told = {"header": header, "comments": comment, "footnotes": footnote}
    files = {kind: f"{kind}{'1' if kind == 'header' else ''}.xml" for kind in told}
    return {
        "styles": "styles.xml",
        "numbering": "numbering.xml",
        **{kind: files[kind] for kind, text in told.items() if text},
    }


def _relations(targets: dict[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items(), 1)
    )
    return (
        f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">{inner}'
        "</Relationships>"
    )


def _part(part: Any) -> str:
    if isinstance(part, str):
        return _paragraph(part)
    if isinstance(part, Styled):
        return _styled(part)
    if isinstance(part, Ticked):
        return _ticked(part)
    return _table(part)


def _paragraph(text: str, properties: str = "") -> str:
    runs = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:p>{properties}<w:r>{runs}</w:r></w:p>"


def _styled(part: Styled) -> str:
    if not part.marker:
        return _paragraph(part.text, f'<w:pPr><w:pStyle w:val="{part.level}"/></w:pPr>')
    number = 1 if part.marker == "1." else 2
    place = f'<w:ilvl w:val="{part.level}"/><w:numId w:val="{number}"/>'
    return _paragraph(part.text, f"<w:pPr><w:numPr>{place}</w:numPr></w:pPr>")


def _ticked(part: Ticked) -> str:
    box = f'<w14:checkbox><w14:checked w14:val="{int(part.done)}"/></w14:checkbox>'
    sign = "☒" if part.done else "☐"
    control = (
        f"<w:sdt><w:sdtPr>{box}</w:sdtPr><w:sdtContent><w:r><w:t>{sign}</w:t></w:r>"
        "</w:sdtContent></w:sdt>"
    )
    return f'<w:p>{control}<w:r><w:t xml:space="preserve"> {escape(part.text)}</w:t></w:r></w:p>'


def _table(rows: list[list[str | Cell]]) -> str:
    lines = ("".join(map(_cell, row)) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in lines)}</w:tbl>"


def _cell(cell: str | Cell) -> str:
    if isinstance(cell, str):
        return f"<w:tc>{_paragraph(cell)}</w:tc>"
    merged = '<w:vMerge w:val="restart"/>' if cell.high else "<w:vMerge/>" if cell.held else ""
    wide = f'<w:gridSpan w:val="{cell.wide}"/>' if cell.wide > 1 else ""
    return f"<w:tc><w:tcPr>{wide}{merged}</w:tcPr>{_paragraph(cell.text)}</w:tc>"


def _noted(kind: str, text: str) -> str:
    return f'<w:p><w:r><w:{kind}Reference w:id="7"/></w:r></w:p>' if text else ""


def _note(kind: str, text: str) -> str:
    return f'<w:{kind} w:id="7">{_paragraph(text)}</w:{kind}>'
