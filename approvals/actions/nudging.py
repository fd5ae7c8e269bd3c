"""Telling people that a gate should be signed: before its time, at it, and up the line after."""

from collections.abc import Sequence
from datetime import datetime

from approvals import due_letters, events
from approvals.actions.issuing import link_people
from approvals.models import Gate
from approvals.rules.covering import signed_digest
from approvals.rules.due import ESCALATED, OVERDUE, SOON, Nudge, nudges, passed
from approvals.rules.scene import OPEN, Scene
from approvals.rules.signing import candidates, free_seats
from approvals.telling import playing, told_part
from approvals.words import seat_labels
from ground.journal import record
from ground.kinds import EventKind
from ground.models import Event
from ground.words import in_row
from plans.models import Plan


def nudge(plan: Plan, scene: Scene, *, at: datetime) -> int:
    """Say what is due to be said at the plan's open gates; how many had something to say.

    For a plan that is locked and settled. What was told is counted in the same transaction.
    """
    waiting = Gate.objects.filter(plan=plan, state=OPEN, nudge_at__lte=at).order_by("rank", "id")
    return sum(_nudge(plan, gate, scene, at) for gate in waiting)


def _nudge(plan: Plan, gate: Gate, scene: Scene, at: datetime) -> bool:
    asked, due = gate.asked_at, gate.due_at
    if asked is None or due is None:
        return False
    gate.plan = plan
    planned = nudges(gate.asks, asked, due)
    done = sum(one.at <= at for one in planned)
    for kind, several in _by_kind(passed(planned, gate.nudges, at)):
        if kind == ESCALATED:
            done = max(done, _escalate(plan, gate, scene, several, planned, at))
        else:
            _TELL[kind](plan, gate, scene, at)
    after = planned[done].at if done < len(planned) else None
    Gate.objects.filter(pk=gate.pk).update(nudges=done, nudge_at=after)
    return True


def _by_kind(found: Sequence[Nudge]) -> list[tuple[str, list[Nudge]]]:
    kinds = dict.fromkeys(one.kind for one in found)
    return [(kind, [one for one in found if one.kind == kind]) for kind in kinds]


def _soon(plan: Plan, gate: Gate, scene: Scene, at: datetime) -> None:
    here = scene.gate(gate.pk)
    able = candidates(scene, here)
    names = in_row(one.name for one in able)
    event = _record(events.DUE_SOON, plan, gate, scene, at, names=names)
    digest = signed_digest(here.key, here.covered)
    links = link_people(gate, [one.id for one in able], digest=digest, at=at)
    due_letters.due_soon(plan, gate, scene, event, links)


def _overdue(plan: Plan, gate: Gate, scene: Scene, at: datetime) -> None:
    event = _record(events.OVERDUE, plan, gate, scene, at)
    due_letters.overdue(plan, gate, scene, event)


_TELL = {SOON: _soon, OVERDUE: _overdue}


def _escalate(
    plan: Plan, gate: Gate, scene: Scene, due: list[Nudge], planned: Sequence[Nudge], at: datetime
) -> int:
    """Tell the parts whose turn it is, and the next at once where nobody plays them.

    Returns how many nudges of the gate are done with that.
    """
    parts = [one.part for one in due]
    done = planned.index(due[-1]) + 1
    while not (people := playing(plan, parts)) and done < len(planned):
        parts.append(planned[done].part)
        done += 1
    names = in_row(one.called for one in people)
    said = in_row(dict.fromkeys(told_part(part) for part in parts))
    event = _record(events.ESCALATED, plan, gate, scene, at, parts=said, names=names)
    due_letters.escalated(plan, gate, scene, event, people)
    return done


def _record(
    kind: EventKind, plan: Plan, gate: Gate, scene: Scene, at: datetime, **more: str
) -> Event:
    seats = seat_labels(free_seats(scene, scene.gate(gate.pk)))
    due = gate.due_at.isoformat() if gate.due_at else ""
    data = {"gate": gate.title, "seats": seats, "due": due, **more}
    return record(kind, chain=plan.chain, by=None, subject=f"gate:{gate.pk}", at=at, data=data)
