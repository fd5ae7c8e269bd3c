"""Which groups and machines hear of one plan."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.errors import Hidden
from ground.policies import authorize
from notices.actions import subscribe, unsubscribe
from notices.models import Robot
from plans.actions import lock
from plans.models import Plan


@transaction.atomic
def set_hearing(plan: Plan, pk: int, *, by: Any, hears: bool) -> None:
    """Let the robot `pk` hear of the plan, or no more; asking twice changes nothing.

    Raises Denied, or Hidden when there is no such robot.
    """
    plan = lock(plan)
    authorize(by, "announcement.robots", plan)
    robot = Robot.objects.filter(pk=pk, is_active=True).first() if pk < 2**63 else None
    if robot is None:
        raise Hidden(_("没有这个机器人。"))
    (subscribe if hears else unsubscribe)(robot, thread=plan.chain, by=by)
