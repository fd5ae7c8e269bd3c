"""Taking one's own signature back, while what followed from it can still be undone."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import events, letters
from approvals.actions.settling import hold, settle_plan
from approvals.lookup import find_gate
from approvals.models import Gate, SignOff
from approvals.reading import look
from approvals.rules.scene import SIGNED, WAITING
from approvals.rules.settling import settle
from approvals.rules.shape import REVIEW
from approvals.rules.undoing import may_take_back
from ground.clock import now
from ground.errors import WrongState
from ground.journal import record
from ground.policies import authorize
from plans import states
from plans.actions import lock
from plans.actions.lifecycle import require


@transaction.atomic
def take_back(signoff: SignOff, *, by: Any, reason: str) -> SignOff:
    """End one's own approval; the gate asks again, and an approved plan deploys nothing new.

    Raises Denied for somebody else's, WrongState when it counts no more or its consequence
    cannot be undone, Invalid without a reason.
    """
    plan, moment = lock(signoff.gate.plan), now()
    authorize(by, "plan.view", plan)
    gate = find_gate(plan, signoff.gate_id)
    authorize(by, "signoff.withdraw", signoff)
    scene = settle(look(plan, moment)).scene
    here = scene.gate(gate.pk)
    if all(one.id != signoff.pk for one in here.signatures):
        raise WrongState(_("这个签字已经不算数，不用撤回。"))
    if not (verdict := may_take_back(scene, here)):
        raise WrongState(verdict.reason)
    require(reason)
    ended = {"state": SignOff.VOID, "ended_at": moment, "ended_why": "withdrawn"}
    if not SignOff.objects.filter(pk=signoff.pk, state=SignOff.SIGNED).update(**ended):
        raise WrongState(_("这个签字已经不算数，不用撤回。"))
    Gate.objects.filter(pk=gate.pk, state=SIGNED).update(state=WAITING, closed_at=None)
    event = record(
        events.WITHDRAWN, chain=plan.chain, by=by, subject=f"gate:{gate.pk}", at=moment,
        reason=reason, data={"gate": gate.title, "signoff": signoff.pk},
    )  # fmt: skip
    if here.rule.phase == REVIEW and here.state == SIGNED and plan.status == states.APPROVED:
        note = _("评审的签字被撤回，要重新签字。")
        hold(plan, events.REOPENED_BY_WITHDRAWAL, by=by, at=moment, note=note)
    settle_plan(plan, by=by, at=moment, document=scene.document)
    signoff.refresh_from_db(fields=["state", "ended_at", "ended_why"])
    letters.withdrawn(plan, signoff, event)
    return signoff
