"""Finding what a request names, within a plan that the reader may see."""

from django.utils.translation import gettext as _

from approvals.models import Gate, SignOff, Waiver
from ground.errors import Hidden
from plans.models import Plan


def find_gate(plan: Plan, pk: int) -> Gate:
    """The gate of this plan, or Hidden."""
    gate = Gate.objects.filter(plan=plan).select_related("clearance").filter(pk=pk).first()
    if gate is None:
        raise Hidden(_("这个计划没有这个关口。"))
    gate.plan = plan
    return gate


def find_signoff(plan: Plan, gate: int, pk: int) -> SignOff:
    """The sign-off with the revision it was given on, or Hidden."""
    found = SignOff.objects.select_related("revision", "signer", "on_behalf_of", "gate").filter(
        gate__plan=plan, gate_id=gate, pk=pk
    )
    if (signoff := found.first()) is None:
        raise Hidden(_("没有这个签字。"))
    signoff.gate.plan = plan
    return signoff


def find_waiver(plan: Plan, gate: int, pk: int) -> Waiver:
    """The waiver of that gate, or Hidden."""
    found = Waiver.objects.select_related("gate__clearance", "asked_by", "confirmed_by").filter(
        gate__plan=plan, gate_id=gate, pk=pk
    )
    if (waiver := found.first()) is None:
        raise Hidden(_("没有这个豁免。"))
    waiver.gate.plan = plan
    return waiver
