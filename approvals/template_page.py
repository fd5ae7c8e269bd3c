"""What the gate editor of a template shows, and who could sign its gates on a real plan."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from approvals.choosing import is_unreadable, kept_rules, rules_of
from approvals.editing import lines_of
from approvals.reading import imagine
from approvals.rules.conditions import ask
from approvals.rules.scene import GateScene, Scene
from approvals.rules.seating import seats_in
from approvals.rules.shape import Rule
from approvals.rules.signing import candidates, suits, unfillable
from approvals.words import covers_in_words, seat_labels
from ground.clock import now
from ground.policies import can
from ground.words import in_row, labelled
from plans.document import load
from plans.heads import head_of
from plans.lookup import find_plan
from plans.models import Plan

RECENT = 30


@dataclass(frozen=True)
class Trial:
    """One gate on a real plan: who could sign each seat, and which seat nobody could fill."""

    title: str
    covers: str
    seats: list[tuple[str, list[str]]]
    lines: list[str]
    missing: str
    is_needed: bool


def editor_of(
    template: Plan,
    user: Any,
    rules: Sequence[Rule] | None = None,
    opened: Collection[str] = (),
    **more: Any,
) -> dict[str, Any]:
    """The context of the editor; `rules` are those that are being typed, `opened` unfolded."""
    kept = kept_rules(template)
    shown = rules_of(template) if rules is None else rules
    unreadable = is_unreadable(shown)
    return {
        "plan": template,
        "head": head_of(template, user),
        "lines": [] if unreadable else lines_of(shown, opened),
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
    return {"recent": recent, "on": plan, "trials": [_trial(scene, gate) for gate in scene.gates]}


def _trial(scene: Scene, gate: GateScene) -> Trial:
    able = candidates(scene, gate)
    seats = [
        (seat.label, [one.name for one in able if suits(scene, gate, one, seat)])
        for seat in seats_in(scene, gate)
    ]
    return Trial(
        gate.rule.title,
        covers_in_words(gate.rule),
        seats,
        [labelled(label, in_row(names) or "—") for label, names in seats],
        seat_labels(unfillable(scene, gate)),
        bool(ask(gate.rule.applies, scene, gate)),
    )
