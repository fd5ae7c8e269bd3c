"""What conditions ask beyond the document, found out once and only when one asks."""

from datetime import datetime
from functools import cache

from approvals.rules.outside import Outside
from attachments.evidence import attached_rows
from ground.verdict import ALLOWED, Verdict, denied
from plans.checks import acknowledged, findings_of, totals
from plans.contribute import gather
from plans.document import Document
from plans.findings import ERROR, WARNING
from plans.models import Plan


def outside_of(plan: Plan, now: datetime, document: Document) -> Outside:
    """The answers for this plan as it stands."""

    @cache
    def unclean() -> tuple[int, int]:
        accepted = acknowledged(plan)
        found = [one for one in findings_of(plan, now, document) if one.key not in accepted]
        counted = totals(found)
        return counted[ERROR], counted[WARNING]

    @cache
    def attached() -> frozenset[int]:
        return attached_rows(plan, "checks")

    @cache
    def measured() -> dict[int, Verdict]:
        return {
            metric: ALLOWED if passed else denied(words)
            for metric, passed, words in gather("readings", plan)
        }

    return Outside(unclean, attached, measured)
