"""Changing the gates of a template; plans under way keep those of their submission."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import events
from approvals.choosing import kept_rules, rules_of
from approvals.models import GateTemplate
from approvals.rules.shape import Rule
from approvals.rules.vetting import problems
from ground.clock import now
from ground.errors import Invalid, Stale, WrongState
from ground.journal import record
from ground.policies import authorize
from ground.words import in_row
from plans.actions import lock
from plans.models import Plan


@transaction.atomic
def save_gates(template: Plan, *, by: Any, version: int, rules: Sequence[Rule]) -> GateTemplate:
    """Write the template's gates, all of them, in order.

    Raises Invalid with one sentence when the rules are not sound, Stale when
    `version` (0 for gates that nobody changed yet) is not the one that is stored.
    """
    template = lock(template)
    authorize(by, "template.edit", template)
    if not template.is_template:
        raise WrongState(_("%(number)s 不是模板。") % {"number": template.number})
    authorize(by, "plan.edit", template)
    if said := problems(rules):
        raise Invalid(said[0], fields={"rules": said})
    kept, before = kept_rules(template), rules_of(template)
    if (kept.version if kept else 0) != version:
        raise Stale(_("关口刚被别人改过，请刷新后再改。"))
    after = [rule.as_json() for rule in rules]
    found, _made = GateTemplate.objects.update_or_create(
        plan=template,
        defaults={
            "rules": after, "version": version + 1, "changed_by": by, "changed_at": now(),
        },
    )  # fmt: skip
    record(
        events.GATES_CHANGED, chain=template.chain, by=by,
        data={"gates": in_row(rule.label for rule in rules), "version": found.version,
              "before": [rule.as_json() for rule in before], "after": after},
    )  # fmt: skip
    return found


def copy_gates(source: Plan, made: Plan, *, by: Any) -> None:
    """A template made from another, or from a plan, gets the gates that the other follows."""
    kept = kept_rules(source)
    if kept and made.is_template:
        GateTemplate.objects.create(plan=made, rules=kept.rules, changed_by=by, changed_at=now())
