"""Finding what a request names: everything starts from what the reader may see."""

from typing import Any

from django.utils.translation import gettext as _

from ground.errors import Hidden
from plans.models import Plan, Revision


def find_plan(user: Any, number: str) -> Plan:
    """The plan of that number, or Hidden: one that may not be seen does not exist."""
    plan = Plan.objects.visible_to(user).select_related("owner").filter(number=number).first()
    if plan is None:
        raise Hidden(_("没有 %(number)s 这个计划，或者你看不到它。") % {"number": number})
    return plan


def find_revision(plan: Plan, number: int) -> Revision:
    revision = plan.revisions.filter(number=number).first()
    if revision is None:
        raise Hidden(_("没有第 %(number)s 版。") % {"number": number})
    return revision
