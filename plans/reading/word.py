"""Word documents → blocks, by way of HTML."""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from io import BytesIO

import mammoth
from django.utils.translation import gettext as _

from plans.reading.blocks import Block, Paragraph, Rule
from plans.reading.errors import Unreadable
from plans.reading.html import read_html
from plans.reading.text import words
from plans.reading.zipped import count_tags

_MOST_TAGS = 200_000
"""Reading takes some 30 seconds for a million."""

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='标题'] => h1:fresh
comment-reference => sup
"""
_NOTES = re.compile(r"<ol><li id=\"(?:footnote|endnote)-|<dl><dt id=\"comment-")
_MARKS = re.compile(
    r"<sup>(?:<sup>)?<a href=\"#(?:footnote|endnote|comment)-[^\"]*\"[^>]*>\[[^\]]*\]</a>(?:</sup>)?</sup>"
)
_BACK = re.compile(r"\s*<a href=\"#(?:footnote|endnote|comment)-ref-[^\"]*\">↑</a>")
_TEXT = re.compile(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>|(</w:p>)")


def read_word(data: bytes) -> list[Block]:
    """The blocks of a .docx whose archive was looked at before; pictures are left out.

    Footnotes, comments and what stands above and below every page come last, below a line.
    """
    if count_tags(data, "word/") > _MOST_TAGS:
        raise Unreadable(_("这个 Word 文件太长（上百页的表格），请拆分后再导入。"))
    try:
        html = mammoth.convert_to_html(
            BytesIO(data),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda image: {}),
        ).value
        margins = list(_margins(data))
    except Exception as error:  # mammoth raises whatever a broken file makes it stumble over
        raise Unreadable(_("这个 Word 文件打不开，请另存一次再试。")) from error
    return [*read_html(f"<body>{_noted(html)}</body>"), *margins]


def _noted(html: str) -> str:
    """The notes at the end below a line, without marks that lead to them and back."""
    found = _NOTES.search(html)
    body = f"{html[: found.start()]}<hr>{html[found.start() :]}" if found else html
    return _BACK.sub("", _MARKS.sub("", body))


def _margins(data: bytes) -> Iterator[Block]:
    """Each different text of headers and footers."""
    told: list[str] = []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
                text = _written(archive.read(name).decode("utf-8", "replace"))
                told += [text] if text and text not in told else []
    if told:
        yield Rule()
        yield from (Paragraph(tuple(text.split("\n")), text) for text in told)


def _written(xml: str) -> str:
    """The text of a part of the file, a line for each paragraph."""
    pieces = ("\n" if match[2] else unescape(match[1]) for match in _TEXT.finditer(xml))
    lines = "".join(pieces).split("\n")
    return "\n".join(line.strip() for line in lines if words(line))
