"""The demo's templates: those of the house, and one that a team keeps for itself."""

from dataclasses import replace

from django.db import transaction

from approvals.actions import save_gates
from approvals.rules.norm import CLOSED, DATABASE, GO_NO_GO, TESTED, VERIFIED
from approvals.rules.shape import Need
from desk.demo.people import People
from plans.actions import save_as_template, stock_shelf
from plans.models import Plan

TEAM = "会员线小版本"

GATES = (
    replace(TESTED, needs=(Need(("test",)),), opens=()),
    replace(GO_NO_GO, needs=(Need(("dev_lead",)), Need(("test",)), Need(("ops",))), record=()),
    DATABASE,
    VERIFIED,
    CLOSED,
)
"""Without 提测 and staging: small changes that went through their pipeline."""


@transaction.atomic
def make_templates(people: People, former: Plan) -> list[Plan]:
    """Once; twice changes nothing."""
    made = stock_shelf(by=people["guanli"])
    team = Plan.objects.templates_for(people["linqiao"]).filter(title=TEAM).first()
    if team is None:
        team = save_as_template(former, by=people["linqiao"], title=TEAM)
        save_gates(team, by=people["linqiao"], version=0, rules=GATES)
    return [*made, team]
