"""Making the rows what the pure rules say they should be, and telling people."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from approvals import events, letters
from approvals.actions.issuing import link_people
from approvals.actions.timing import time_gates
from approvals.actions.unwaiving import end_outdated_waivers
from approvals.models import Gate, SignOff
from approvals.reading import look
from approvals.rules.covering import signed_digest
from approvals.rules.scene import OPEN, SIGNED, WAITING, Scene
from approvals.rules.settling import Outcome, Void, is_passed, next_look, settle
from approvals.rules.shape import STAGE
from approvals.rules.signing import candidates, free_seats
from approvals.rules.validity import is_waived
from approvals.words import seat_labels
from ground.clock import now
from ground.journal import record
from ground.kinds import EventKind
from ground.words import in_row
from plans import events as plan_events
from plans import states
from plans.actions import answer_clearance, change_state
from plans.document import Document
from plans.models import Clearance, Plan
from plans.release import AMENDMENT, open_amendments


def settle_plan(
    plan: Plan, *, by: Any, at: datetime | None = None, document: Document | None = None
) -> Scene:
    """Void what counts no more, open and close gates, and draw the plan's conclusions.

    For a plan that is locked; nothing happens when everything is as it should be.
    `document` is the plan's as it stands, if the caller has read it already.
    """
    moment = at or now()
    outcome = settle(look(plan, moment, document))
    gates = {gate.pk: gate for gate in Gate.objects.filter(plan=plan).select_related("clearance")}
    for gate in gates.values():
        gate.plan = plan
    end_signatures(outcome.voids, gates, by=by, at=moment)
    end_outdated_waivers(plan, outcome.scene, by=by, at=moment)
    _move_gates(outcome, gates, by=by, at=moment)
    Gate.objects.filter(plan=plan, state=WAITING).update(look_at=next_look(outcome.scene))
    time_gates(plan, outcome.scene, gates, at=moment)
    _answer_stages(outcome, gates, by=by, at=moment)
    _conclude(plan, outcome.scene, by=by, at=moment)
    return outcome.scene


def end_signatures(voids: Iterable[Void], gates: dict[int, Gate], *, by: Any, at: datetime) -> None:
    """Take signatures out, with one event and one letter for each gate and reason."""
    order = sorted(voids, key=lambda void: (void.gate, void.why))
    for (gate_id, why), several in groupby(order, key=lambda void: (void.gate, void.why)):
        gate, found = gates[gate_id], list(several)
        signed = SignOff.objects.filter(pk__in=[void.signature for void in found])
        signed.filter(state=SignOff.SIGNED).update(state=SignOff.VOID, ended_at=at, ended_why=why)
        names = [void.name for void in found]
        covers = sorted({name for void in found for name in void.covers if why == "content"})
        event = record(
            events.VOIDED,
            chain=gate.plan.chain,
            by=by,
            subject=f"gate:{gate.pk}",
            data={
                "gate": gate.title,
                "names": in_row(names),
                "why": str(SignOff.WHYS.get(why, why)),
                "signoffs": [void.signature for void in found],
                "covers": covers,
            },
        )
        letters.voided(gate.plan, gate, event, signed.select_related("signer"), covers, why)


def end_rejections(gates: Iterable[int], *, why: str, at: datetime) -> None:
    """What was rejected there is being decided anew; the rejections stay as history."""
    standing = SignOff.objects.filter(gate__in=gates, state=SignOff.REJECTED, ended_at=None)
    standing.update(ended_at=at, ended_why=why)


def _move_gates(outcome: Outcome, gates: dict[int, Gate], *, by: Any, at: datetime) -> None:
    for pk, state in outcome.moved.items():
        gate = gates[pk]
        times = {OPEN: {"opened_at": at}, SIGNED: {"closed_at": at}}.get(state, {})
        Gate.objects.filter(pk=pk).update(state=state, look_at=None, **times)
        gate.state = state
        if state == OPEN:
            _announce_open(gate, outcome.scene, by=by)
        elif state == SIGNED and not is_waived(outcome.scene, outcome.scene.gate(pk)):
            record(
                events.PASSED, chain=gate.plan.chain, by=by, subject=f"gate:{pk}",
                data={"gate": gate.title},
            )  # fmt: skip


def _announce_open(gate: Gate, scene: Scene, *, by: Any) -> None:
    event = record(
        events.OPENED,
        chain=gate.plan.chain,
        by=by,
        subject=f"gate:{gate.pk}",
        data={"gate": gate.title, "seats": seat_labels(free_seats(scene, scene.gate(gate.pk)))},
    )
    here = scene.gate(gate.pk)
    able = [person.id for person in candidates(scene, here)]
    digest = signed_digest(here.key, here.covered)
    links = link_people(gate, able, digest=digest, at=event.at)
    letters.opened(gate.plan, gate, scene, event, links)


def _answer_stages(outcome: Outcome, gates: dict[int, Gate], *, by: Any, at: datetime) -> None:
    """Grant the clearance of a stage whose gate is signed; ask again when it is so no more."""
    for scene in outcome.scene.gates:
        clearance = gates[scene.id].clearance
        if scene.rule.phase != STAGE or clearance is None or scene.is_spent:
            continue
        if scene.state == SIGNED and clearance.state == "asked":
            record(
                events.STAGE_GRANTED, chain=clearance.plan.chain, by=by,
                subject=f"gate:{scene.id}", data={"title": scene.rule.title},
            )  # fmt: skip
            answer_clearance(clearance, "granted", at=at)
        elif scene.state != SIGNED and clearance.state == "granted":
            answer_clearance(clearance, "asked", at=at)


def _conclude(plan: Plan, scene: Scene, *, by: Any, at: datetime) -> None:
    """The review is over: the plan is approved, or its amendment is cleared."""
    has_passed = is_passed(scene)
    if plan.status == states.IN_REVIEW and has_passed:
        _clear_amendment(plan, by=None, at=at)
        change_state(plan, plan_events.APPROVED, frm=states.IN_REVIEW, to=states.APPROVED, by=by)
    elif plan.status in states.AMENDABLE and has_passed:
        _clear_amendment(plan, by=by, at=at)
    elif plan.status in states.AMENDABLE and scene.gates:
        note = _("已签过的用例或检查变差，要重新签字。")
        hold(plan, events.REOPENED_BY_PROGRESS, by=by, at=at, note=note)


def _clear_amendment(plan: Plan, *, by: Any, at: datetime) -> None:
    waiting = open_amendments().filter(plan=plan)
    for clearance in waiting:
        answer_clearance(clearance, "granted", at=at)
        record(events.AMENDMENT_CLEARED, chain=plan.chain, by=by)


def hold(plan: Plan, kind: EventKind, *, by: Any, at: datetime, note: str) -> None:
    """A gate of the review opened again without an amendment: hold what an amendment holds."""
    clearance, created = Clearance.objects.get_or_create(
        plan=plan, subject=AMENDMENT, defaults={"asked_at": at, "note": note}
    )
    if created or clearance.state == "granted":
        record(kind, chain=plan.chain, by=by)
        answer_clearance(clearance, "asked", at=at, note=note)
