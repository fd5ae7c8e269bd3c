"""A gate of a template on a real plan: who could sign, by when, what is not so yet, who hears."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from approvals.due_words import due_in_words, line_in_words
from approvals.rules.conditions import ask
from approvals.rules.due import due_at
from approvals.rules.scene import GateScene, Scene
from approvals.rules.seating import seats_in
from approvals.rules.shape import ALL, Rule
from approvals.rules.signing import unfillable
from approvals.rules.vocabulary import ORDERS, SIGNED_BEFORE
from approvals.telling import hearing
from approvals.words import able_names, covers_in_words, seat_labels
from ground.words import in_row
from plans.models import Plan
from plans.templatetags.plan_words import in_zone

OF_GATES = (SIGNED_BEFORE, "earlier_signed")
"""Conditions that say in which order gates open: before a submission none of them holds."""


@dataclass(frozen=True)
class Trial:
    """`seats` are (label, who could sign it), `missing` those that nobody could.

    `due` says by when, `moment` which moment that is if it opened now; `unmet` are the reasons
    of conditions that do not hold yet, `told` who hears of it, `line` who when it is late.
    """

    title: str
    covers: str
    order: str
    seats: list[tuple[str, list[str]]]
    missing: str
    is_needed: bool
    due: str
    moment: str
    unmet: list[str]
    told: str
    line: str


def tried(plan: Plan, scene: Scene, gate: GateScene) -> Trial:
    """The gate as the plan would get it."""
    rule = gate.rule
    due = due_at(rule, scene.now, plan.window_start)
    return Trial(
        title=rule.title,
        covers=covers_in_words(rule),
        order=str(ORDERS[rule.order][0]) if rule.order != ALL else "",
        seats=[(one.label, able_names(scene, gate, one)) for one in seats_in(scene, gate)],
        missing=seat_labels(unfillable(scene, gate)),
        is_needed=bool(ask(rule.applies, scene, gate)),
        due=due_in_words(rule),
        moment=in_zone(due, plan) if due else "",
        unmet=_unmet(scene, gate),
        told=_told(plan, rule),
        line=line_in_words(rule) if due else "",
    )


def _unmet(scene: Scene, gate: GateScene) -> list[str]:
    asked = [*gate.rule.opens, *gate.rule.signs]
    own = [text for text in asked if text.partition(":")[0] not in OF_GATES]
    verdicts = [ask((text,), scene, gate) for text in own]
    return [verdict.reason for verdict in verdicts if not verdict]


def _told(plan: Plan, rule: Rule) -> str:
    if not rule.tells:
        return _("计划的所有人")
    return in_row(person.called for person in hearing(plan, rule))
