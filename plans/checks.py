"""The plan check of a stored plan: the pure rules, what the wings know, what was accepted."""

from dataclasses import dataclass
from typing import Any

from ground.clock import now
from plans.contribute import gather
from plans.document import Document, load
from plans.findings import ERROR, HINT, WARNING, Context, Finding, check
from plans.models import Acknowledgement, Plan


@dataclass(frozen=True)
class Checked:
    """A finding and, for an accepted warning, who accepted it and why."""

    finding: Finding
    accepted: Acknowledgement | None = None

    @property
    def is_open(self) -> bool:
        """Still in the way of a submission."""
        if self.finding.level == WARNING:
            return self.accepted is None
        return self.finding.level == ERROR

    def as_json(self) -> dict[str, Any]:
        accepted = self.accepted
        return {
            **self.finding.as_json(),
            "acknowledged": accepted
            and {
                "by": accepted.by.called,
                "at": accepted.at.isoformat(),
                "reason": accepted.reason,
            },
        }


def check_plan(plan: Plan, document: Document | None = None) -> list[Checked]:
    """All findings, the worst first."""
    document = document or load(plan)
    context = Context(now().astimezone(plan.zone))
    order = {ERROR: 0, WARNING: 1, HINT: 2}
    found = [*check(document, context), *gather("findings", plan, document)]
    accepted = {one.finding: one for one in plan.acknowledgements.select_related("by")}
    return sorted(
        (Checked(one, accepted.get(one.key) if one.level == WARNING else None) for one in found),
        key=lambda one: order[one.finding.level],
    )


def counts(found: list[Checked]) -> dict[str, int]:
    """{"error": n, "warning": open ones, "hint": n}."""
    total = {ERROR: 0, WARNING: 0, HINT: 0}
    for one in found:
        if one.is_open or one.finding.level == HINT:
            total[one.finding.level] += 1
    return total
