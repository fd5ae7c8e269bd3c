"""The gates with everybody who signed: for whom, when, and what exactly."""

from typing import Any

from approvals.models import Gate, SignOff, Waiver
from plans.models import Plan


def gates(plan: Plan) -> dict[str, Any]:
    """Every gate in order, its rule as it was frozen, its sign-offs and waivers, ended ones too."""
    found = plan.gates.order_by("rank", "id").prefetch_related(
        "signoffs__signer", "signoffs__on_behalf_of", "signoffs__revision",
        "waivers__asked_by", "waivers__confirmed_by", "waivers__reviewed_by",
    )  # fmt: skip
    return {"gates": [_gate(gate) for gate in found]}


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "id": gate.pk,
        "key": gate.key,
        "title": gate.title,
        "state": gate.state,
        "rule": gate.rule,
        "record": gate.record,
        "opened_at": gate.opened_at,
        "closed_at": gate.closed_at,
        "signoffs": [_signoff(one) for one in gate.signoffs.all()],
        "waivers": [_waiver(one) for one in gate.waivers.all()],
    }


def _signoff(one: SignOff) -> dict[str, Any]:
    giver = one.on_behalf_of
    return {
        "id": one.pk,
        "signer": one.signer.called,
        "signer_id": one.signer_id,
        "on_behalf_of": giver.called if giver else None,
        "on_behalf_of_id": one.on_behalf_of_id,
        "parts": one.codes,
        "state": one.state,
        "comment": one.comment,
        "revision": one.revision.number,
        "digest": one.digest,
        "digests": one.digests,
        "witnessed": one.witnessed,
        "record": one.record,
        "signed_at": one.signed_at,
        "ended_at": one.ended_at,
        "ended_why": one.ended_why,
    }


def _waiver(one: Waiver) -> dict[str, Any]:
    return {
        "id": one.pk,
        "state": one.state,
        "reason": one.reason,
        "digest": one.digest,
        "digests": one.digests,
        "asked_by": one.asked_by.called,
        "asked_by_id": one.asked_by_id,
        "asked_at": one.asked_at,
        "confirmed_by": one.confirmed_by.called if one.confirmed_by else None,
        "confirmed_by_id": one.confirmed_by_id,
        "confirmed_at": one.confirmed_at,
        "reviewed_by": one.reviewed_by.called if one.reviewed_by else None,
        "reviewed_by_id": one.reviewed_by_id,
        "reviewed_at": one.reviewed_at,
        "review": one.review,
        "ended_at": one.ended_at,
        "ended_why": one.ended_why,
    }
