"""Markdown: headings and pipe tables for people, which read back to the same plan.

# title
| 项目 | 内容 |            the plan's own fields
## 发布人员                one heading and one table per section with rows
| 人员角色 | 姓名 |
## 背景                    the notes under their headings, each between two comments
<!-- note:1 ["背景"] -->
<!-- releaseplan:1 zh-hans Asia/Shanghai {…} -->   what the text cannot carry (kept.py)
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from plans.tables.registry import sections
from plans.writing.formats import Format
from plans.writing.kept import missing, restore
from plans.writing.markdown.escapes import escape
from plans.writing.markdown.reading import read_parts
from plans.writing.source import Head, NotOurs, Parts, Row, Source, zone_named
from plans.writing.visible import columns_of, facts

_SIGN = "<!-- releaseplan:1 "
_TRAILER = re.compile(_SIGN + r"(?P<language>[\w-]+) (?P<zone>[\w/+-]+) (?P<kept>\{.*\}) -->\s*\Z")
_ENDS = re.compile(r"<!-- /note:(\d+) -->")
_DEEPEST = 6


class Markdown(Format):
    key, label, media = "md", "Markdown", "text/markdown; charset=utf-8"

    def write(self, source: Source) -> bytes:
        body = "\n".join([*_head(source), *_tables(source), *_notes(source.notes)])
        seen = read_parts(_text(body.encode()), source.head, source.zone)
        kept = _json(missing(source, seen))
        language = translation.get_language() or "en"
        return f"{body}\n<!-- releaseplan:1 {language} {source.zone.key} {kept} -->\n".encode()

    def read(self, data: bytes, head: Head) -> Parts:
        text = _text(data)
        trailer = _TRAILER.match(text, max(0, text.rfind(_SIGN)))
        if not trailer:
            raise NotOurs("no trailer")
        with translation.override(trailer["language"]):
            seen = read_parts(text[: trailer.start()], head, zone_named(trailer["zone"]))
        return restore(trailer["kept"], seen)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise NotOurs("not UTF-8") from error


def _head(source: Source) -> Iterator[str]:
    yield f"# {escape(str(source.plan.get('title') or ''))}\n"
    rows = [[cell.label, text] for cell, text in facts(source)]
    yield from _table([_("项目"), _("内容")], rows)


def _tables(source: Source) -> Iterator[str]:
    for part in sections():
        rows = source.rows(part.key)
        if rows:
            columns = columns_of(part, rows)
            yield f"## {escape(str(part.label))}\n"
            texts = [[column.text_of(row, source.zone) for column in columns] for row in rows]
            yield from _table([column.header for column in columns], texts)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _line(header)
    yield "|" + " --- |" * len(header)
    yield from (_line(row) for row in rows)
    yield ""


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(escape, cells)) + " |"


def _notes(notes: Sequence[Row]) -> Iterator[str]:
    above: list[str] = []
    for note in notes:
        yield from _headings(above, note["heading"])
        above = list(note["heading"])
        used = set(_ENDS.findall(note["text"]))
        mark = next(n for n in range(1, len(used) + 2) if str(n) not in used)
        yield f"<!-- note:{mark} {_json(above)} -->\n\n{note['text']}\n\n<!-- /note:{mark} -->\n"


def _headings(above: Sequence[str], path: Sequence[str]) -> Iterator[str]:
    """The headings of `path` that are not still open."""
    pairs = zip(above, path, strict=False)
    same = next((n for n, (old, new) in enumerate(pairs) if old != new), min(len(above), len(path)))
    for depth, title in enumerate(path):
        if depth >= same:
            yield f"{'#' * min(depth + 2, _DEEPEST)} {escape(title)}\n"


def _json(value: Any) -> str:
    """JSON on one line that cannot end the comment around it."""
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return plain.replace(">", "\\u003e").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
