"""What the gate editor of a template shows, and its gates tried on a real plan."""

from collections.abc import Collection, Sequence
from typing import Any

from approvals.choosing import is_unreadable, kept_rules, rules_of
from approvals.gate_lines import lines_of
from approvals.reading import imagine
from approvals.rules.shape import Rule
from approvals.trial import tried
from ground.clock import now
from ground.policies import can
from plans.document import load
from plans.heads import head_of
from plans.lookup import find_plan
from plans.models import Plan
from plans.tables.registry import section

RECENT = 30


def editor_of(
    template: Plan,
    user: Any,
    rules: Sequence[Rule] | None = None,
    opened: Collection[str] = (),
    on: Plan | None = None,
    **more: Any,
) -> dict[str, Any]:
    """The context of the editor; `rules` are those that are being typed, `opened` unfolded.

    `on` is the plan on which they are tried, whose checklist conditions may name, too.
    """
    kept = kept_rules(template)
    shown = rules_of(template) if rules is None else rules
    unreadable = is_unreadable(shown)
    return {
        "plan": template,
        "head": head_of(template, user),
        "lines": [] if unreadable else lines_of(shown, opened, _groups(template, on)),
        "is_unreadable": unreadable,
        "is_usual": kept is None,
        "version": kept.version if kept else 0,
        "may": can(user, "template.edit", template) and can(user, "plan.edit", template),
        "is_typed": rules is not None,
        **more,
    }


def trial_of(template: Plan, user: Any, number: str) -> dict[str, Any]:
    """The saved gates tried on the plan of that number; nothing without one."""
    recent = Plan.objects.visible_to(user).order_by("-changed_at")[:RECENT]
    if not number:
        return {"recent": recent, "on": None, "trials": []}
    plan = find_plan(user, number)
    scene = imagine(plan, now(), load(plan), None, rules_of(template))
    trials = [tried(plan, scene, gate) for gate in scene.gates]
    return {"recent": recent, "on": plan, "trials": trials}


def _groups(*plans: Plan | None) -> list[str]:
    """The groups of their checklists, each once."""
    several = [plan.pk for plan in plans if plan is not None]
    rows: Any = section("checks").model._default_manager.filter(plan__in=several)
    found = rows.order_by("rank", "id").values_list("group", flat=True)
    return [name for name in dict.fromkeys(group.strip() for group in found) if name]
