"""The gates that are not signed yet: as fast as people sign."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from approvals.choosing import rules_of
from approvals.reading import gates_of, glance
from approvals.rules.scene import SPARE, THROUGH
from approvals.rules.seats import seats_of
from approvals.rules.shape import Rule
from approvals.rules.signing import free_seats
from approvals.words import seat_labels
from desk.rehearsal.points import GATE, Point
from plans.models import Plan
from plans.tables.registry import section

Awaited = list[tuple[Rule, str]]
"""A gate, and whose signatures it lacks."""


def awaited_gates(plan: Plan, now: datetime) -> Awaited:
    """The gates that nobody is through with, in their order."""
    rows = list(gates_of(plan))
    if not rows:
        return _planned(plan)
    scene = glance(plan, rows, now)
    return [
        (gate.rule, seat_labels(free_seats(scene, gate)))
        for gate in scene.gates
        if gate.state not in (*THROUGH, SPARE)
    ]


def _planned(plan: Plan) -> Awaited:
    """What a plan that was never submitted would get."""
    has_sql = section("sql_changes").rows(plan).exists()
    rules = (rule for rule in rules_of(plan) if has_sql or "has_sql" not in rule.applies)
    return [(rule, seat_labels(seats_of(rule))) for rule in rules]


def gate_points(
    gates: Iterable[tuple[Rule, str]], phase: str, at: datetime | None, held: str = ""
) -> Iterator[Point]:
    """The gates of that phase at that moment."""
    for rule, seats in gates:
        if rule.phase == phase:
            who = _("%(seats)s 当即签字") % {"seats": seats} if seats else _("当即签完")
            yield Point(GATE, rule.title, at, held=held, assumed=[who])
