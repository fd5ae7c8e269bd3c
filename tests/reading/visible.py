"""The words that a reader of a document sees, found without our own readers."""

import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from openpyxl import load_workbook

from plans.reading.text import words

_MARKUP = {
    ".jira": r"^h[1-6]\.|\{(?:code|panel|noformat)(?::(?:title=)?)?|\}|title=",
    ".rst": r"\.\. code-block::|\.\. note::",
    ".adoc": r"^\[(?:cols|source)[^\]]*\]|^:author:|^:revnumber:",
}
_ENCODINGS = {"outpatient.txt": "gb18030"}


def visible_words(path: Path) -> list[str]:
    """Every word of the text; markup counts where it is plain text's own."""
    return words(_text(path))


def _text(path: Path) -> str:
    if path.suffix == ".html":
        page = _Page()
        page.feed(path.read_text(encoding="utf-8"))
        return "\n".join(page.texts)
    if path.suffix == ".docx":
        return _word_text(path)
    if path.suffix == ".xlsx":
        return _excel_text(path)
    text = path.read_bytes().decode(_ENCODINGS.get(path.name, "utf-8"))
    return re.sub(_MARKUP.get(path.suffix, "(?!)"), " ", text, flags=re.MULTILINE)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style", "head")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style", "head")

    def handle_data(self, data: str) -> None:
        self.texts += [] if self.hidden else [data]


def _word_text(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if re.fullmatch(r"word/\w+\.xml", name)]
        trees = [ElementTree.fromstring(archive.read(name)) for name in parts]
    return "\n".join(
        node.text or "" for tree in trees for node in tree.iter() if node.tag.endswith("}t")
    )


def _excel_text(path: Path) -> str:
    """Texts and whole numbers; what dates and shares look like is the sheet's business."""
    told: list[str] = []
    for sheet in load_workbook(path).worksheets:
        told.append(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                told += [str(cell.value)] if isinstance(cell.value, str) else []
                told += [cell.comment.text] if cell.comment else []
    return "\n".join(told)
