"""The plan check of a stored plan: the pure rules, and what only the wings know."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from calendars.days import written_days
from calendars.models import installation_windows
from ground.errors import Hidden
from plans.checking.catalogued import near_names
from plans.checking.neighbours import neighbours_of
from plans.contribute import gather
from plans.document import Document, load
from plans.findings import LEVELS, Context, Finding, check, in_order
from plans.findings.times import release_span
from plans.models import Plan
from plans.times import freezes_for


def findings_of(plan: Plan, now: datetime, document: Document | None = None) -> list[Finding]:
    """All findings of the plan as it stands, the worst first; times in the plan's zone."""
    document = document or load(plan)
    found = check(document, context_of(plan, document, now))
    return in_order([*found, *gather("findings", plan, document)])


def context_of(plan: Plan, document: Document, now: datetime) -> Context:
    """What the rules know beside the plan: a constant number of queries."""
    span = release_span(document)
    apps = [str(row["app"]) for row in document.rows("apps") if row.get("app")]
    ramped = [str(row["application"]) for row in document.rows("ramps") if row.get("application")]
    return Context(
        now.astimezone(plan.zone),
        tuple(installation_windows()),
        tuple(freezes_for([*apps, *ramped])),
        written_days({span.start.astimezone(plan.zone).year}) if span else {},
        neighbours_of(plan, document, now),
        near_names(plan),
    )


def find_finding(plan: Plan, key: str, now: datetime) -> Finding:
    """The finding of that key as the plan stands; Hidden when it is there no more."""
    for finding in findings_of(plan, now):
        if finding.key == key:
            return finding
    raise Hidden(_("这一条已经不在了，可能刚被改好，请刷新。"))


def by_section(findings: Iterable[Finding]) -> dict[str, dict[str, int]]:
    """{section: {level: count}}, for the outline."""
    counts: dict[str, dict[str, int]] = {}
    for finding in findings:
        levels = counts.setdefault(finding.section, dict.fromkeys(LEVELS, 0))
        levels[finding.level] += 1
    return counts


def totals(findings: Iterable[Finding]) -> dict[str, int]:
    """{level: count}, each level named."""
    counted = Counter(finding.level for finding in findings)
    return {level: counted[level] for level in LEVELS}


def acknowledged(plan: Plan) -> dict[str, Any]:
    """{finding key: who accepted it, when and why}."""
    return {one.finding: one for one in plan.acknowledgements.select_related("by")}
