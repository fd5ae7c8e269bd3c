"""Gates of a plan, the sign-offs on them, and what stands in for a sign-off."""

from approvals.models.gates import GATE_TONES, Gate, GateTemplate
from approvals.models.links import SignLink
from approvals.models.mentions import Mention
from approvals.models.signatures import LateEdit, SignOff
from approvals.models.waivers import Waiver

__all__ = [
    "GATE_TONES", "Gate", "GateTemplate", "LateEdit", "Mention", "SignLink", "SignOff", "Waiver",
]  # fmt: skip
