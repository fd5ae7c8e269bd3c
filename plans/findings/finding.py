"""A finding: level, place, sentence and, where possible, a one-click fix."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ground.digest import digest
from plans.document import Document

ERROR, WARNING, HINT = "error", "warning", "hint"
_ORDER = {ERROR: 0, WARNING: 1, HINT: 2}


@dataclass(frozen=True)
class Fix:
    """Setting `field` of the row to `value` would mend it; `label` is the button."""

    label: str
    field: str
    value: Any


@dataclass(frozen=True)
class Finding:
    """What is wrong, where, and what to do.

    `section` and `row` (its id, or its index in a draft) give the place, `title`
    names the row. `key` stays the same while the cause does: an acknowledged
    warning stays acknowledged exactly as long.
    """

    level: str
    code: str
    message: str
    section: str = ""
    row: int | None = None
    field: str = ""
    title: str = ""
    fixes: tuple[Fix, ...] = ()

    @property
    def key(self) -> str:
        return digest([self.code, self.section, self.title, self.field, self.message])

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "level": self.level,
            "code": self.code,
            "section": self.section or None,
            "row": self.row,
            "field": self.field or None,
            "title": self.title,
            "message": self.message,
            "fixes": [{"label": f.label, "field": f.field, "value": f.value} for f in self.fixes],
        }


@dataclass(frozen=True)
class Context:
    """What the rules know beside the plan: the time in the plan's zone, and more."""

    now: datetime
    more: Mapping[str, Any] = field(default_factory=dict)


Rule = Callable[[Document, Context], Iterable[Finding]]
_rules: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Declare a rule of the plan check."""
    _rules.append(function)
    return function


def check(document: Document, context: Context) -> list[Finding]:
    """All findings, the worst first, each in the order of the document."""
    found = [finding for one in _rules for finding in one(document, context)]
    unique = {finding.key: finding for finding in found}
    return sorted(unique.values(), key=lambda finding: _ORDER[finding.level])


def place(document: Document, key: str, index: int) -> dict[str, Any]:
    """`row` and `section` arguments of a finding about the index-th row."""
    row = document.rows(key)[index]
    return {"section": key, "row": row.get("id", index)}
