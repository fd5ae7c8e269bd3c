"""What an edit of content does to gates: it bars its author and voids what it covers."""

from typing import Any

from approvals.actions.settling import end_rejections, settle_plan
from approvals.models import Gate, LateEdit, SignOff
from approvals.reading import look
from approvals.rules.covering import changed
from approvals.rules.scene import LIVE, REJECTED, WAITING, GateScene
from ground.clock import now
from plans import states
from plans.models import Plan


def note_edit(plan: Plan, *, by: Any) -> None:
    """Content of a locked plan has changed: remember who, then settle.

    In draft and after a reject an edit bars nobody; it belongs to the next revision.
    """
    gates = {gate.pk: gate for gate in Gate.objects.filter(plan=plan)}
    if not gates or not _concerns(plan):
        return
    scene, moment = look(plan, now()), now()
    for here in scene.gates:
        gate = gates[here.id]
        if not changed(gate.covered, here.covered):
            continue
        Gate.objects.filter(pk=gate.pk).update(covered=dict(here.covered))
        if plan.status not in states.OPEN_TO_EDIT:
            _bar(gate, by, moment)
            _open_anew(plan, gate, here)
    settle_plan(plan, by=by, document=scene.document)


def _concerns(plan: Plan) -> bool:
    """While nobody's signature stands, an edit of a draft changes nothing at any gate."""
    signed = SignOff.objects.filter(gate__plan=plan, state=SignOff.SIGNED)
    return plan.status not in states.OPEN_TO_EDIT or signed.exists()


def _bar(gate: Gate, by: Any, moment: Any) -> None:
    if by is not None:
        LateEdit.objects.get_or_create(gate=gate, by=by, defaults={"at": moment})


def _open_anew(plan: Plan, gate: Gate, here: GateScene) -> None:
    """What was rejected after the start has been repaired: it may be signed again."""
    if gate.state == REJECTED and plan.status in LIVE[here.rule.phase]:
        Gate.objects.filter(pk=gate.pk, state=REJECTED).update(state=WAITING)
        end_rejections([gate.pk], why="content", at=now())
