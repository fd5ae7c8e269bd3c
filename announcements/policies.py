"""Who may send again what did not arrive. Whoever reads the plan reads what is told of it."""

from typing import Any

from ground.policies import can, policy
from ground.verdict import Verdict
from plans.models import Plan


@policy("announcement.resend")
def resend(user: Any, plan: Plan) -> Verdict:
    """The owner's side of the plan, and administrators, who look after the post."""
    administers = can(user, "installation.administer")
    return administers or can(user, "plan.manage", plan)


@policy("announcement.robots")
def robots(user: Any, plan: Plan) -> Verdict:
    """Which groups hear of the plan is for the owner's side to say."""
    return can(user, "plan.manage", plan)
