"""Ticks and states that came before their time."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from ground.numbers import whole
from plans.document import Document
from plans.findings.context import Context
from plans.findings.finding import Finding, brief, rule
from plans.findings.spots import Spot, spots
from plans.states import BEFORE_START

_AFTER = re.compile(
    r"发布后|上线后|投产后|善后|线上验证|生产验证|全量|成功标准|验收标准|(?<!准入)(?<!编码)标准\s*$"
    r"|post-?(?:release|deploy)|success criteria",
    re.IGNORECASE,
)
_STAGE = re.compile(
    r"(?:阶段|第|stage|phase|step)\s*([0-9]{1,2}|[一二三四五六七八九])", re.IGNORECASE
)
_UNMOVED = (None, "", "pending")
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", 1)}


@rule
def ticked_too_early(document: Document, _context: Context) -> Iterator[Finding]:
    """What can only be known afterwards, and stages out of turn; one finding for each group."""
    groups: dict[str, list[Spot]] = {}
    for spot in spots(document, "checks"):
        groups.setdefault(str(spot.row.get("group") or ""), []).append(spot)
    coming = str(document.plan.get("status") or "draft") in BEFORE_START
    behind = ""
    for group, items in groups.items():
        ticked = [spot for spot in items if spot.row.get("done")]
        if ticked and behind and _stage(group):
            text = gettext_lazy("“%(group)s”已勾 %(items)s，但前面的“%(before)s”还没有做完。")
            yield _finding(text, group, ticked, before=behind)
        elif ticked and coming and _AFTER.search(group):
            text = gettext_lazy("“%(group)s”要到发布以后才知道，现在已勾：%(items)s。")
            yield _finding(text, group, ticked)
        if _stage(group) and len(ticked) < len(items):
            behind = behind or group


@rule
def moved_too_early(document: Document, _context: Context) -> Iterator[Finding]:
    """Only an imported file says so before the start: nobody pressed, and nobody else verified."""
    if str(document.plan.get("status") or "draft") not in BEFORE_START:
        return
    moved = [spot for spot in spots(document, "apps") if spot.row.get("state") not in _UNMOVED]
    if moved:
        names = brief([str(spot.row.get("app") or "") for spot in moved])
        text = gettext_lazy(
            "还没有开始发布，%(apps)s 的状态已经不是“未开始”：这是导入的文件写的，没有人在这里"
            "发布或验证过。要真正发布，请复制这个计划，复制出来的不带结果。"
        )
        yield moved[0].warning("state", "moved-too-early", text, apps=names)


def _finding(text: object, group: str, ticked: list[Spot], **words: str) -> Finding:
    items = brief([str(spot.row.get("item") or "") for spot in ticked])
    return ticked[0].warning("done", "ticked-too-early", text, group=group, items=items, **words)


def _stage(group: str) -> int | None:
    """The number of a stage that the group's heading gives."""
    found = _STAGE.search(group)
    return (_DIGITS.get(found[1]) or whole(found[1])) if found else None
