"""Risks under the wrong heading, and "not applicable" without a word why."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.document import Document
from plans.findings.context import Context
from plans.findings.finding import Finding, brief, rule
from plans.findings.fixes import SetCells
from plans.findings.spots import Spot, notes, spots

_HEADINGS = (
    ("高", re.compile(r"(?<!中)高(?!于)|\bhigh\b", re.IGNORECASE)),
    ("中", re.compile(r"中(?:等|风险|级|度|优)|\bmedium\b|^中$", re.IGNORECASE)),
    ("低", re.compile(r"低(?!于)|\blow\b", re.IGNORECASE)),
)
_NOTHING = re.compile(r"(?:n\s*/?\s*a|无|不涉及|没有|暂无|none|nil|-+|—+)[。.]?", re.IGNORECASE)
_DECORATION = re.compile(r"```\w*|#\+(?:begin|end)_\w+.*|^\s*(?:--|#|//).*$", re.I | re.M)


@rule
def level_against_heading(document: Document, _context: Context) -> Iterator[Finding]:
    for spot in spots(document, "risks"):
        level, group = spot.row.get("level"), str(spot.row.get("group") or "")
        meant = [word for word, pattern in _HEADINGS if pattern.search(group)]
        if level and len(meant) == 1 and meant[0] != level:
            text = gettext_lazy("在“%(group)s”里，等级却是“%(level)s”。")
            fix = SetCells(_("改为 %(name)s") % {"name": meant[0]}, {"level": meant[0]})
            yield spot.hint("level", "risk-level", text, fix, group=group, level=level)


@rule
def not_applicable(document: Document, _context: Context) -> Iterator[Finding]:
    """Checks answered with no and nothing else: one finding for each kind."""
    bare: dict[str, list[Spot]] = {}
    for spot in spots(document, "risk_checks"):
        if _is_bare(spot.row.get("assessment"), [spot.row.get(name) for name in ANSWERS]):
            bare.setdefault(str(spot.row.get("kind") or ""), []).append(spot)
    for found in bare.values():
        text = gettext_lazy("%(n)s 项答了“不涉及”，但没有写理由：%(items)s。")
        items = brief([str(spot.row.get("item") or "") for spot in found])
        yield found[0].hint("assessment", "na-without-reason", text, n=len(found), items=items)


ANSWERS = ("involved", "indirect", "at_risk")


def _is_bare(assessment: object, answers: list[object]) -> bool:
    """Answered with no, in ticks or in words, without a reason."""
    words = str(assessment or "").strip()
    if words:
        return _NOTHING.fullmatch(words) is not None and not any(answers)
    return any(answer is False for answer in answers) and not any(answers)


@rule
def empty_notes(document: Document, _context: Context) -> Iterator[Finding]:
    """A heading under which only N/A stands."""
    for spot in notes(document):
        text = str(spot.row.get("text") or "")
        words = _DECORATION.sub("", text).split() if len(text) < 500 else []
        if words and all(_NOTHING.fullmatch(word) for word in words):
            said = gettext_lazy("正文只写了“%(word)s”，没有写理由。")
            yield spot.hint("text", "na-without-reason", said, word=words[0])
