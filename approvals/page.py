"""What the gates page and the panel show."""

from typing import Any

from approvals.models import Gate
from approvals.reading import imagine, look
from approvals.rules.conditions import ask
from approvals.rules.scene import OPEN
from approvals.rules.seats import seats_of
from approvals.rules.settling import settle
from approvals.sheet import GateSheet, gates_of
from approvals.words import covers_in_words, seat_labels
from ground.clock import now
from ground.policies import can
from people.models import User
from plans import states
from plans.actions import amendment_is_open
from plans.document import load
from plans.models import Plan


def page_of(plan: Plan, user: User) -> dict[str, Any]:
    """The context of the gates page."""
    sheets = sheets_of(plan, user)
    return {
        "plan": plan,
        "gates": sheets,
        "mine": [one for one in sheets if one.is_mine],
        "coming": [] if sheets else _coming(plan),
        "steps": _steps(plan, user, sheets),
        "is_amending": plan.status in states.AMENDABLE and amendment_is_open(plan),
    }


def panel_of(plan: Plan, user: User) -> dict[str, Any]:
    """The gates that wait, for the card beside the plan."""
    sheets = sheets_of(plan, user)
    waiting = [one for one in sheets if one.state in (OPEN, "rejected")]
    return {
        "plan": plan,
        "waiting": waiting,
        "done": sum(one.state == "signed" for one in sheets),
        "total": sum(not one.is_spare for one in sheets),
        "steps": _steps(plan, user, sheets),
    }


def sheets_of(plan: Plan, user: Any) -> list[GateSheet]:
    """The plan's gates as they should be now; none before the first submission."""
    if not Gate.objects.filter(plan=plan).exists():
        return []
    return gates_of(plan, settle(look(plan, now())).scene, user)


def _coming(plan: Plan) -> list[dict[str, str]]:
    """The gates that a submission would open, for a plan that has none yet."""
    scene = imagine(plan, now(), load(plan), None)
    return [
        {
            "title": gate.rule.title,
            "seats": seat_labels(seats_of(gate.rule)),
            "covers": covers_in_words(gate.rule),
        }
        for gate in scene.gates
        if ask(gate.rule.applies, scene, gate)
    ]


def _steps(plan: Plan, user: User, sheets: list[GateSheet]) -> dict[str, Any]:
    """Which steps of the plan's life the page offers, and to whom."""
    may = can(user, "plan.manage", plan)
    return {
        "may": may,
        "submit": plan.status in states.OPEN_TO_EDIT,
        "withdraw": plan.status in (states.IN_REVIEW, states.APPROVED),
        "complete": plan.status == states.OBSERVING,
        "ready": plan.status == states.OBSERVING
        and all(one.state in ("signed", "spare") for one in sheets),
    }
