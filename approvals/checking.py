"""Gates that nobody can sign, as findings of the plan check."""

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext_lazy

from approvals.promoting import Promotions, promotions
from approvals.reading import cast_of, imagine
from approvals.rules.bars import is_barred
from approvals.rules.conditions import ask
from approvals.rules.scene import SIGNED, GateScene, Scene
from approvals.rules.seats import Hand, Seat
from approvals.rules.signing import unfillable
from approvals.words import seat_labels
from plans.document import Document
from plans.findings import ERROR, Finding
from plans.models import Plan

CODE = "gate-without-signer"


def findings(plan: Plan, document: Document, now: datetime) -> list[Finding]:
    """What stands in the way whoever of the owner's side submits; the best submitter counts."""
    scene = imagine(plan, now, document, None, people=cast_of(plan))
    submitters = [person.id for person in scene.people.values() if "pm" in person.codes]
    tries = [replace(scene, submitter=pk) for pk in submitters]
    best = min(tries, key=lambda one: len(unsignable(one)), default=scene)
    return unsignable(best, promotions(plan, document)) if unsignable(best) else []


def unsignable(scene: Scene, leads: Promotions = MappingProxyType({})) -> list[Finding]:
    """An error for each gate of which a seat has nobody left to fill it."""
    return [
        _finding(scene, gate, seats, leads)
        for gate in scene.gates
        if gate.state != SIGNED and ask(gate.rule.applies, scene, gate)
        if (seats := unfillable(scene, gate))
    ]


def unreadable(plan: Plan) -> Finding:
    """Instead of gates that nobody could check: the template has to be mended first."""
    template = plan.template or plan
    text = gettext_lazy("模板 %(number)s 的审批关口读不出来：请在模板里改好，或恢复默认。")
    return Finding(ERROR, "gates-unreadable", text, {"number": template.number})


def _finding(scene: Scene, gate: GateScene, seats: list[Seat], leads: Promotions) -> Finding:
    words: dict[str, object] = {"gate": gate.rule.title, "seats": seat_labels(seats)}
    text = gettext_lazy("“%(gate)s”缺能签字的%(seats)s：请在“发布人员”里加人，并关联账号。")
    fixes = tuple(fix for one in seats for code in one.codes for fix in leads.get(code, ()))
    shut_out = [
        person.name
        for person in scene.people.values()
        if is_barred(scene, gate, person.id)
        and any(one.suits(Hand(person.id, person.codes)) for one in seats)
    ]
    if shut_out:
        words["names"] = shut_out
        text = gettext_lazy(
            "“%(gate)s”缺能签字的%(seats)s：请在“发布人员”里加人，并关联账号。"
            "%(names)s 因提交或改过内容不能签。"
        )
    elif fixes and all(leads.keys() & one.codes for one in seats):
        text = gettext_lazy("“%(gate)s”缺%(seats)s：请在“发布人员”里选一位勾成“负责人”。")
    return Finding(ERROR, CODE, text, words, section="members", title=gate.rule.title, fixes=fixes)
