"""What the gates page and the panel show."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from approvals.due_words import due_in_words
from approvals.models import Gate, Mention
from approvals.reading import imagine, look
from approvals.rules.conditions import ask
from approvals.rules.scene import OPEN, REJECTED, THROUGH, Scene
from approvals.rules.seating import seats_in
from approvals.rules.settling import settle
from approvals.rules.shape import ALL
from approvals.rules.vocabulary import ORDERS
from approvals.sheet import GateSheet
from approvals.showing import gates_of
from approvals.words import covers_in_words, seat_labels
from ground.clock import now
from ground.models import Event
from ground.policies import can
from ground.verdict import Verdict
from people.models import User
from plans import states
from plans.checks import acknowledged, findings_of, totals
from plans.document import Document, load
from plans.events import SUBMITTED
from plans.findings import ERROR, WARNING
from plans.heads import head_of
from plans.models import Plan
from plans.release import amendment_is_open


@dataclass(frozen=True)
class Coming:
    """A gate that a submission will open."""

    title: str
    seats: str
    order: str
    covers: str
    due: str


@dataclass(frozen=True)
class Steps:
    """The steps of the plan's life that this page offers, and whether the reader may."""

    may: Verdict
    can_submit: bool = False
    can_withdraw: bool = False
    can_complete: bool = False
    errors: int = 0
    warnings: int = 0


def page_of(plan: Plan, user: User) -> dict[str, Any]:
    """The context of the gates page."""
    document = load(plan)
    sheets = sheets_of(plan, user, document)
    is_open = plan.status in states.OPEN_TO_EDIT
    return {
        "plan": plan,
        "head": head_of(plan, user),
        "gates": [one for one in sheets if not one.is_spare],
        "source": source_of_gates(plan, user) if sheets else "",
        "has_mentions": Mention.objects.unread(user).filter(signoff__gate__plan=plan).exists(),
        "mine": [one for one in sheets if one.is_mine],
        "coming": _coming(plan, document) if is_open and not sheets else [],
        "steps": _steps(plan, user, sheets, document),
        "is_amending": plan.status in states.AMENDABLE and amendment_is_open(plan),
    }


def panel_of(plan: Plan, user: User) -> dict[str, Any]:
    """The gates that wait, for the card beside the plan."""
    sheets = [one for one in sheets_of(plan, user) if not one.is_spare]
    return {
        "plan": plan,
        "gates": sheets,
        "waiting": [one for one in sheets if one.state in (OPEN, REJECTED)],
        "is_draft": plan.status in states.OPEN_TO_EDIT,
    }


def sheets_of(plan: Plan, user: Any, document: Document | None = None) -> list[GateSheet]:
    """The plan's gates as they should be now; none before the first submission."""
    if not Gate.objects.filter(plan=plan).exists():
        return []
    return gates_of(plan, settle(look(plan, now(), document)).scene, user)


def source_of_gates(plan: Plan, user: User) -> str:
    """For signers: whose gates these are, when they are not the usual ones."""
    submissions = Event.objects.filter(chain=plan.chain, kind=SUBMITTED.key)
    told = submissions.order_by("-position").first()
    if told is None or "template" not in told.data:
        return ""
    seen = plan.template and can(user, "plan.view", plan.template)
    words = {"number": told.data["template"] if seen else "…", "n": told.data["template_version"]}
    return (
        _("这些关口不是默认流程，来自模板 %(number)s 的第 %(n)s 版：签字前请看清由谁签、签什么。")
        % words
    )


def _coming(plan: Plan, document: Document) -> list[Coming]:
    scene: Scene = imagine(plan, now(), document, None)
    return [
        Coming(
            gate.rule.title,
            seat_labels(seats_in(scene, gate)),
            str(ORDERS[gate.rule.order][0]) if gate.rule.order != ALL else "",
            covers_in_words(gate.rule),
            due_in_words(gate.rule),
        )
        for gate in scene.gates
        if ask(gate.rule.applies, scene, gate)
    ]


def _steps(plan: Plan, user: User, sheets: list[GateSheet], document: Document) -> Steps:
    may = can(user, "plan.manage", plan)
    if plan.status in states.OPEN_TO_EDIT:
        found = findings_of(plan, now(), document)
        accepted = acknowledged(plan)
        left = totals([one for one in found if one.key not in accepted])
        return Steps(may, can_submit=True, errors=left[ERROR], warnings=left[WARNING])
    return Steps(
        may,
        can_withdraw=plan.status in (states.IN_REVIEW, states.APPROVED),
        can_complete=plan.status == states.OBSERVING
        and bool(sheets)
        and all(one.state in THROUGH for one in sheets if not one.is_stage),
    )
