"""The plan check of a stored plan: the pure rules, and what only the wings know."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from plans.contribute import gather
from plans.document import Document, load
from plans.findings import ERROR, HINT, WARNING, Context, Finding, check
from plans.models import Plan

_ORDER = (ERROR, WARNING, HINT)


def findings_of(plan: Plan, now: datetime, document: Document | None = None) -> list[Finding]:
    """All findings of the plan as it stands, the worst first; times in the plan's zone."""
    document = document or load(plan)
    found = [
        *check(document, Context(now.astimezone(plan.zone))),
        *gather("findings", plan, document),
    ]
    return sorted(found, key=lambda finding: _ORDER.index(finding.level))


def by_section(findings: Iterable[Finding]) -> dict[str, dict[str, int]]:
    """{section: {level: count}}, for the outline."""
    counts: dict[str, dict[str, int]] = {}
    for finding in findings:
        levels = counts.setdefault(finding.section, dict.fromkeys(_ORDER, 0))
        levels[finding.level] += 1
    return counts


def totals(findings: Iterable[Finding]) -> dict[str, int]:
    """{level: count}, each level named."""
    counted = Counter(finding.level for finding in findings)
    return {level: counted[level] for level in _ORDER}


def acknowledged(plan: Plan) -> dict[str, Any]:
    """{finding key: who accepted it, when and why}."""
    return {one.finding: one for one in plan.acknowledgements.select_related("by")}
