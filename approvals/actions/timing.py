"""Keeping by when gates should be signed; a part of settling a plan that is locked."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from approvals.models import Gate
from approvals.rules.due import Times, times
from approvals.rules.scene import Scene
from approvals.rules.settling import is_asked
from plans.models import Plan


def time_gates(plan: Plan, scene: Scene, gates: Mapping[int, Gate], *, at: datetime) -> None:
    """Start the clock of gates that can be signed now, stop that of the others."""
    for here in scene.gates:
        before = times_of(gates[here.id])
        after = times(
            here.rule,
            before,
            is_asked=is_asked(scene, here),
            window_start=plan.window_start,
            now=at,
        )
        if after != before:
            Gate.objects.filter(pk=here.id).update(**asdict(after))


def times_of(gate: Gate) -> Times:
    return Times(gate.asked_at, gate.due_at, gate.nudge_at, gate.nudges)
