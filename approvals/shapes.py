"""Gates and sign-offs in JSON."""

from typing import Any

from approvals.models import SignOff, Waiver
from approvals.sheet import GateSheet, SeatSheet
from ground.verdict import Verdict


def gate_json(sheet: GateSheet) -> dict[str, Any]:
    """One gate: `seats` say who signed or who can, `digest` is what a signature must carry."""
    row = sheet.row
    return {
        "id": row.pk,
        "key": row.key,
        "title": sheet.title,
        "state": row.state,
        "state_label": sheet.state_label,
        "why": sheet.why,
        "missing": sheet.missing,
        "covers": sheet.cover_names,
        "digest": sheet.digest,
        "seats": [_seat(seat) for seat in sheet.seats],
        "record": {one.blank.key: one.value for one in sheet.record},
        "record_version": row.record_version,
        "may_sign": _verdict(sheet.mine),
        "on_behalf_of": sheet.behalf,
        "opened_at": row.opened_at.isoformat() if row.opened_at else None,
        "due_at": row.due_at.isoformat() if row.due_at else None,
        "is_overdue": sheet.is_late,
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "signoffs": [signoff_json(one) for one in sheet.signoffs],
        "waiver": waiver_json(sheet.glass.row) if sheet.glass.row else None,
        "former_waivers": [waiver_json(one) for one in sheet.glass.past],
        "may_waive": _verdict(sheet.glass.may_ask),
    }


def signoff_json(signoff: SignOff) -> dict[str, Any]:
    return {
        "id": signoff.pk,
        "signer": signoff.signer.called,
        "username": signoff.signer.username,
        "on_behalf_of": signoff.on_behalf_of.called if signoff.on_behalf_of else None,
        "state": signoff.state,
        "state_label": signoff.get_state_display(),
        "comment": signoff.comment,
        "digest": signoff.digest,
        "revision": signoff.revision.number,
        "signed_at": signoff.signed_at.isoformat(),
        "ended_at": signoff.ended_at.isoformat() if signoff.ended_at else None,
        "ended_why": signoff.why,
    }


def waiver_json(waiver: Waiver) -> dict[str, Any]:
    """A broken glass: who asked, who confirmed, who looked at it afterwards."""
    confirmed, reviewed = waiver.confirmed_by, waiver.reviewed_by
    return {
        "id": waiver.pk,
        "state": waiver.state,
        "state_label": waiver.get_state_display(),
        "reason": waiver.reason,
        "digest": waiver.digest,
        "asked_by": waiver.asked_by.called,
        "asked_at": waiver.asked_at.isoformat(),
        "confirmed_by": confirmed.called if confirmed else None,
        "confirmed_at": waiver.confirmed_at.isoformat() if waiver.confirmed_at else None,
        "reviewed_by": reviewed.called if reviewed else None,
        "reviewed_at": waiver.reviewed_at.isoformat() if waiver.reviewed_at else None,
        "review": waiver.review,
        "ended_at": waiver.ended_at.isoformat() if waiver.ended_at else None,
        "ended_why": waiver.why,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {"allowed": bool(verdict), "reason": verdict.reason}


def _seat(seat: SeatSheet) -> dict[str, Any]:
    return {
        "label": seat.label,
        "signer": seat.signoff.signer.called if seat.signoff else None,
        "signoff": seat.signoff.pk if seat.signoff else None,
        "can_sign": seat.able,
    }
