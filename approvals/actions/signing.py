"""Signing and rejecting: one person, one gate, exactly this content."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import events, letters
from approvals.actions.mentioning import mention
from approvals.actions.recording import read_record
from approvals.actions.settling import end_signatures, settle_plan
from approvals.lookup import find_gate
from approvals.models import Gate, SignOff
from approvals.reading import look, signature_of
from approvals.rules.covering import signed_digest
from approvals.rules.readings import all_read
from approvals.rules.scene import REJECTED, GateScene, Scene
from approvals.rules.seats import Hand
from approvals.rules.settling import Void, settle
from approvals.rules.shape import REVIEW, STAGE
from approvals.rules.signing import acting_hand, may_decide
from approvals.rules.witness import witness
from approvals.words import seat_of
from ground.clock import now
from ground.errors import Invalid, Stale, WrongState
from ground.journal import record
from ground.policies import authorize
from plans import events as plan_events
from plans import states
from plans.actions import answer_clearance, change_state, lock, seal_locked
from plans.document import Document, whole_digest
from plans.models import Plan, Revision

APPROVE, REJECT = "approve", "reject"
LONGEST = 5_000


@transaction.atomic
def sign(
    gate: Gate,
    *,
    by: Any,
    decision: str,
    digest: str,
    comment: str = "",
    written: Mapping[str, Any] | None = None,
    on_behalf_of: int = 0,
) -> SignOff:
    """Approve or reject what the gate covers; `digest` says what the person has seen.

    `written` fills blanks of the gate's record in the same step. `on_behalf_of` is the person
    for whom a delegate knows to be signing, 0 for oneself. Raises Denied with
    the reason, WrongState when it is not the moment or somebody was first, Stale when
    the content or the delegation has changed since, Invalid for a decision without sense
    or reason.
    """
    plan = lock(gate.plan)
    authorize(by, "plan.view", plan)
    gate = find_gate(plan, gate.pk)
    scene = settle(look(plan, now())).scene
    here = scene.gate(gate.pk)
    authorize(by, "gate.sign", (scene, here))
    approves = _approves(decision, comment)
    _write_down(gate, here, written or {}, approves=approves)
    scene = _with_record(scene, here, gate)
    _require_moment(scene, scene.gate(gate.pk), by, digest, approves=approves)
    hand = _hand(scene, scene.gate(gate.pk), by, on_behalf_of)
    signoff = _keep(plan, gate, scene, hand, by=by, comment=comment, approves=approves)
    if approves:
        _approved(plan, gate, signoff, scene)
    else:
        _rejected(plan, gate, signoff, scene)
    mention(signoff, plan)
    return signoff


def _approves(decision: str, comment: str) -> bool:
    if decision not in (APPROVE, REJECT):
        raise Invalid(
            _("请选择同意或拒绝。"),
            fields={"decision": [_("请填 approve 或 reject。")]},
        )
    if len(comment) > LONGEST or "\x00" in comment:
        raise Invalid(_("意见最多五千字。"), fields={"comment": [_("意见最多五千字。")]})
    if decision == REJECT and not comment.strip():
        raise Invalid(_("拒绝要写明原因。"), fields={"comment": [_("请写明原因。")]})
    return decision == APPROVE


def _write_down(gate: Gate, here: GateScene, written: Mapping[str, Any], *, approves: bool) -> None:
    """Keep what the signer writes; a signature states that bounded numbers are at their bound."""
    values = read_record(here.blanks, written)
    stated = {
        blank.key: 0
        for blank in here.rule.record
        if approves and blank.most == 0 and {**gate.record, **values}.get(blank.key) is None
    }
    if values or stated:
        gate.record = {**gate.record, **values, **stated}
        gate.record_version += 1
        gate.save(update_fields=["record", "record_version"])


def _with_record(scene: Scene, here: GateScene, gate: Gate) -> Scene:
    """The scene with what was written down just now, which the signature witnesses."""
    seen = witness(here.rule, scene.document, gate.record)
    return scene.having(here, record=gate.record, witnessed=seen)


def _require_moment(scene: Scene, here: GateScene, by: Any, digest: str, *, approves: bool) -> None:
    verdict = may_decide(scene, here, by.pk, approves=approves)
    if approves:
        verdict = verdict and all_read(here.readings, here.record)
    if not verdict:
        raise WrongState(verdict.reason)
    if not digest:
        raise Invalid(_("请带上你看到的内容的摘要（digest）。"), fields={"digest": [_("必填。")]})
    current = signed_digest(here.key, here.covered)
    if digest != current:
        raise Stale(
            _("“%(gate)s”覆盖的内容刚有改动，请看过之后再签。") % {"gate": here.rule.title},
            extra={"current": {"id": here.id, "digest": current}},
        )


def _hand(scene: Scene, here: GateScene, by: Any, on_behalf_of: int) -> Hand:
    """With which part this person decides; nobody signs for somebody else without knowing."""
    hand = acting_hand(scene, here, by.pk)
    if hand.principal == on_behalf_of:
        return hand
    name = scene.people[hand.principal].name if hand.principal else by.called
    raise Stale(
        _("现在你是以 %(name)s 的身份签“%(gate)s”，请看清之后再签一次。")
        % {"name": name, "gate": here.rule.title},
        extra={"current": {"id": here.id, "on_behalf_of": hand.principal}},
    )


def _keep(
    plan: Plan, gate: Gate, scene: Scene, hand: Hand, *, by: Any, comment: str, approves: bool
) -> SignOff:
    here = scene.gate(gate.pk)
    moment: datetime = scene.now
    return SignOff.objects.create(
        gate=gate,
        signer=by,
        on_behalf_of_id=hand.principal or None,
        state=SignOff.SIGNED if approves else SignOff.REJECTED,
        comment=comment.strip(),
        codes=sorted(hand.codes),
        digest=signed_digest(here.key, here.covered),
        digests=dict(here.covered),
        witnessed=dict(here.witnessed),
        record=gate.record,
        revision=_revision(plan, scene.document, by=by),
        signed_at=moment,
    )


def _revision(plan: Plan, document: Document, *, by: Any) -> Revision:
    """The sealed revision with exactly this content; a new one when there is none."""
    last = plan.revisions.first()
    if last and last.digest == whole_digest(document):
        return last
    return seal_locked(plan, by=by, reason=_("签字时的内容"))


def _approved(plan: Plan, gate: Gate, signoff: SignOff, scene: Scene) -> None:
    here = scene.gate(gate.pk)
    after = scene.having(here, signatures=(*here.signatures, signature_of(signoff)))
    seat = seat_of(after, after.gate(gate.pk), signoff.signer_id)
    event = record(
        events.SIGNED_FOR if signoff.on_behalf_of else events.SIGNED,
        chain=plan.chain,
        by=signoff.signer,
        subject=f"gate:{gate.pk}",
        reason=signoff.comment,
        data={
            "gate": gate.title, "parts": seat, "signoff": signoff.pk, "digest": signoff.digest,
            "digests": signoff.digests, "record": signoff.record,
            "revision": signoff.revision.number, **_for_whom(signoff),
        },
    )  # fmt: skip
    settled = settle_plan(plan, by=signoff.signer, document=scene.document)
    letters.signed(plan, signoff, settled, event, seat)


def _for_whom(signoff: SignOff) -> dict[str, Any]:
    """For whom a delegate signed, for the log."""
    giver = signoff.on_behalf_of
    return {"whom": giver.called, "on_behalf_of": giver.pk} if giver else {}


def _rejected(plan: Plan, gate: Gate, signoff: SignOff, scene: Scene) -> None:
    """That gate's signatures end; before the start the plan goes back to its owner."""
    here = scene.gate(gate.pk)
    Gate.objects.filter(pk=gate.pk).update(state=REJECTED, closed_at=signoff.signed_at)
    event = record(
        events.REJECTED,
        chain=plan.chain,
        by=signoff.signer,
        subject=f"gate:{gate.pk}",
        reason=signoff.comment,
        data={
            "gate": gate.title,
            "signoff": signoff.pk,
            "digest": signoff.digest,
            **_for_whom(signoff),
        },
    )
    ended = [Void(gate.pk, one.id, one.name, "rejected") for one in here.signatures]
    end_signatures(ended, {gate.pk: gate}, by=signoff.signer, at=signoff.signed_at)
    if here.rule.phase == REVIEW and plan.status in (states.IN_REVIEW, states.APPROVED):
        change_state(
            plan, plan_events.REJECTED, frm=(states.IN_REVIEW, states.APPROVED),
            to=states.REJECTED, by=signoff.signer, reason=signoff.comment,
            data={"gate": gate.title},
        )  # fmt: skip
    elif here.rule.phase == STAGE and gate.clearance is not None:
        record(
            events.STAGE_REFUSED, chain=plan.chain, by=signoff.signer,
            subject=f"gate:{gate.pk}", reason=signoff.comment, data={"title": gate.title},
        )  # fmt: skip
        answer_clearance(gate.clearance, "refused", at=signoff.signed_at, note=signoff.comment)
    letters.rejected(plan, signoff, event)
