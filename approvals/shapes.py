"""Gates and sign-offs in JSON."""

from typing import Any

from approvals.models import SignOff
from approvals.sheet import GateSheet, SeatSheet


def gate_json(sheet: GateSheet) -> dict[str, Any]:
    """One gate: `seats` say who signed or who can, `digest` is what a signature must carry."""
    row = sheet.row
    return {
        "id": row.pk,
        "key": row.key,
        "title": sheet.title,
        "state": row.state,
        "state_label": row.get_state_display(),
        "why": sheet.why,
        "missing": sheet.missing,
        "covers": sheet.cover_names,
        "digest": sheet.digest,
        "seats": [_seat(seat) for seat in sheet.seats],
        "record": {one.blank.key: one.value for one in sheet.record},
        "record_version": row.record_version,
        "may_sign": {"allowed": bool(sheet.mine), "reason": sheet.mine.reason},
        "on_behalf_of": sheet.behalf,
        "opened_at": row.opened_at.isoformat() if row.opened_at else None,
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "signoffs": [signoff_json(one) for one in sheet.signoffs],
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


def _seat(seat: SeatSheet) -> dict[str, Any]:
    return {
        "label": seat.label,
        "signer": seat.signoff.signer.called if seat.signoff else None,
        "signoff": seat.signoff.pk if seat.signoff else None,
        "can_sign": seat.able,
    }
