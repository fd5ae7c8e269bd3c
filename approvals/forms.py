"""What the forms of the gates page send, as arguments of actions."""

from typing import Any

from django.http import QueryDict

from approvals.models import Gate
from approvals.rules.readings import PREFIX as READINGS
from ground.numbers import whole

PREFIX = "record-"


def decision_of(sent: QueryDict, gate: Gate) -> dict[str, Any]:
    """decision, digest, comment, and the blanks of the record that the form showed."""
    return {
        "decision": sent.get("decision", ""),
        "digest": sent.get("digest", ""),
        "comment": sent.get("comment", ""),
        "written": _blanks(sent, gate),
        "on_behalf_of": whole(sent.get("on_behalf_of", "")) or 0,
    }


def record_of(sent: QueryDict, gate: Gate) -> tuple[int, dict[str, Any]]:
    """(version that the reader saw, {blank: text})."""
    return whole(sent.get("version", "")) or 0, _blanks(sent, gate)


def _blanks(sent: QueryDict, gate: Gate) -> dict[str, Any]:
    named = [blank.key for blank in gate.asks.record if f"{PREFIX}{blank.key}" in sent]
    named += [name.removeprefix(PREFIX) for name in sent if name.startswith(f"{PREFIX}{READINGS}")]
    return {key: sent[f"{PREFIX}{key}"] for key in named}
