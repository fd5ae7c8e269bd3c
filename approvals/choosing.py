"""Which rules a plan follows: its template's, else those of its kind."""

from collections.abc import Sequence
from typing import Any

from approvals.models import GateTemplate
from approvals.rules.shape import Rule
from approvals.rules.templates import template_of
from approvals.rules.vetting import UNREADABLE, problems
from plans.models import Plan


def rules_of(plan: Plan) -> tuple[Rule, ...]:
    """The gates that a submission now would get; of a template, its own."""
    kept = kept_rules(plan)
    return read_rules(kept.rules) if kept else template_of(plan.kind).rules


def kept_rules(plan: Plan) -> GateTemplate | None:
    """What the template of the plan says of gates; None when nobody changed the usual ones."""
    template = plan.pk if plan.is_template else plan.template_id
    return GateTemplate.objects.filter(plan=template).first() if template else None


def read_rules(raw: Sequence[Any]) -> tuple[Rule, ...]:
    """The rules of that JSON; one gate that never opens instead of any that are not sound."""
    try:
        rules = tuple(Rule.from_json(one) for one in raw)
        return rules if not problems(rules) else (UNREADABLE,)
    except (AttributeError, KeyError, TypeError, ValueError):
        return (UNREADABLE,)


def is_unreadable(rules: Sequence[Rule]) -> bool:
    return UNREADABLE in rules
