"""What a template left behind: one finding for each row, however many cells."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.document import Document
from plans.findings.context import Context
from plans.findings.finding import Finding, rule
from plans.findings.fixes import DeleteRow, Fix, SetCells
from plans.findings.spots import Spot, notes, of_plan, spots
from plans.tables.cells import Cell
from plans.tables.registry import sections
from plans.tables.section import Section

EXECUTED = {
    "configs": {"application", "namespace", "key", "value"},
    "switches": {"application", "namespace", "key", "value"},
    "apps": {"app", "branch", "version"},
    "topics": {"topic", "group"},
    "jobs": {"group", "name", "handler", "cron"},
    "packages": {"group_id", "artifact_id", "version"},
    "sql_changes": {"statement"},
    "caches": {"command"},
    "ramps": {"flag", "key", "application", "namespace"},
}
"""Fields that execution uses: a placeholder there is an error, elsewhere a warning."""

_WHOLE = re.compile(
    r"(?:应用名|命名空间|系统名|服务名|任务名称?|任务描述|配置描述信息|描述|某某)[-_]?\d*"
    r"|config\.key|value|\.{2,}|…+|x{2,}|x{3,}[\w.-]*|todo|tbd|待(?:增加|补充|定|填|确认)"
    r"|\[(?:联系方式|姓名|待.{0,4}|填写.{0,6})\]|<[\w\u4e00-\u9fff -]{1,20}>|(?<![a-z0-9])vx+(?:\.x+)+",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\[(?:联系方式|姓名|待.{0,4}|填写.{0,6})\]|(?<![./\w])x{3,}|x{4,}|(?<!\w)x{1,2}月x{1,2}日"
    r"|xx月|x{1,2}时x{1,2}分|[（(]待(?:增加|补充|定|填|确认)[)）]|(?<![a-z0-9])vx+(?:\.x+)+",
    re.IGNORECASE,
)
_IN_PROSE = re.compile(
    r"(?:\d{4}\s*年)?\s*x{1,2}\s*月\s*x{1,2}\s*日|x{1,2}时x{1,2}分|\[(?:联系方式|姓名|填写.{0,6})\]"
    r"|[（(]待(?:增加|补充|定|填|确认)[)）]|文件名x{3,}",
    re.IGNORECASE,
)
_SEEN = re.compile(r"[xX.…\[\]<>待]|名|描述|空间|value|config|to?b?d", re.IGNORECASE)
"""What every placeholder has something of: most cells need no closer look."""

_SHORT = 400
"""Longer texts are not remembered."""


def is_placeholder(text: str) -> bool:
    """Is the whole cell a template's word, or does it hold one?"""
    return bool(text) and (_is_left(text) if len(text) < _SHORT else _is_left.__wrapped__(text))


@lru_cache(maxsize=20_000)
def _is_left(text: str) -> bool:
    """The same cells are looked at after every save, so short ones are remembered."""
    text = text.strip()
    if not text or not _SEEN.search(text):
        return False
    return _WHOLE.fullmatch(text) is not None or _PART.search(text) is not None


@rule
def placeholders(document: Document, _context: Context) -> Iterator[Finding]:
    for part in sections():
        cells = [cell for cell in part.content if cell.kind in ("line", "prose")]
        for spot in spots(document, part.key):
            if part.key == "members" and not spot.row.get("name"):
                continue
            left = [cell for cell in cells if is_placeholder(str(spot.row.get(cell.name) or ""))]
            if left:
                yield _of_row(part, spot, left)


def _of_row(part: Section, spot: Spot, cells: list[Cell]) -> Finding:
    strict = EXECUTED.get(part.key, set())
    cells.sort(key=lambda cell: str(cell.name) not in strict)
    first = str(cells[0].name)
    make = spot.error if first in strict else spot.warning
    fixes = _fixes(part, spot, [str(cell.name) for cell in cells])
    texts = [str(spot.row[str(cell.name)]).strip()[:40] for cell in cells]
    if len(cells) == 1:
        text = gettext_lazy("“%(label)s”还是占位内容“%(text)s”，请填上真实的值或删掉这一行。")
        words = {"label": part.column(first).verbose_name, "text": texts[0]}
        return make(first, "placeholder", text, *fixes, **words)
    text = gettext_lazy("这一行有 %(n)s 处还是占位内容：%(texts)s，请填上真实的值或删掉这一行。")
    told = list(dict.fromkeys(texts))
    found = make(first, "placeholder", text, *fixes, n=len(cells), texts=told)
    return replace(found, beside=tuple(str(cell.name) for cell in cells[1:]))


def _fixes(part: Section, spot: Spot, names: list[str]) -> Iterator[Fix]:
    """Delete a row that says little else; empty cells that nobody executes."""
    named = [name for name in part.identity if spot.row.get(name)]
    told = [cell for cell in part.content if spot.row.get(str(cell.name)) not in (None, "", [])]
    if set(named) <= set(names) or 2 * len(names) > len(told):
        yield DeleteRow(_("删掉这一行"))
    elif not set(names) & EXECUTED.get(part.key, set()) and all(
        _WHOLE.fullmatch(str(spot.row[name]).strip()) for name in names
    ):
        yield SetCells(_("清空占位内容"), dict.fromkeys(names, ""))


@rule
def of_the_plan(document: Document, _context: Context) -> Iterator[Finding]:
    """The plan's own title, project and version, and its prose."""
    for name in ("title", "project", "version"):
        found = str(document.plan.get(name) or "")
        if is_placeholder(found):
            text = gettext_lazy("计划信息里还有占位内容“%(text)s”，请填上真实的值。")
            yield of_plan(document).warning(name, "placeholder", text, text=found[:40])


@rule
def in_notes(document: Document, _context: Context) -> Iterator[Finding]:
    """Prose may speak of anything, so only what is certain counts."""
    for spot in notes(document):
        found = _IN_PROSE.search(str(spot.row.get("text") or ""))
        if found:
            text = gettext_lazy("正文里还有占位内容“%(text)s”，请填上真实的内容。")
            yield spot.warning("text", "placeholder", text, text=found[0].strip()[:40])
