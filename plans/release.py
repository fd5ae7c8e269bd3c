"""May the release begin, may something be deployed now: first the amendment, then the times."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ground.ahead import listed
from ground.verdict import Verdict, denied
from plans.models import Clearance, Plan
from plans.times import in_change_window, in_release_window, times_of

AMENDMENT = "amendment"
"""The subject of the clearance that an amendment waits for."""


def open_amendments() -> QuerySet[Clearance]:
    """Of all plans; nothing new is deployed and no traffic rises while there is one."""
    return Clearance.objects.filter(subject=AMENDMENT).exclude(state="granted")


def amendment_is_open(plan: Plan) -> bool:
    found = listed(plan, "clearances", lambda: open_amendments().filter(plan=plan))
    return any(one.subject == AMENDMENT and one.state != "granted" for one in found)


def may_begin(plan: Plan, now: datetime) -> Verdict:
    """Could an approved plan be started now, whoever asks?"""
    if amendment_is_open(plan):
        return denied(_("计划有变更待签，签完之前不能开始。"))
    return in_release_window(plan, now)


def may_deploy(plan: Plan, now: datetime) -> Verdict:
    """Batches need every signature, the release window, a change window, and no freeze."""
    if amendment_is_open(plan):
        return denied(_("计划有变更待签，签完之前不能发布新的应用。"))
    return in_release_window(plan, now) and in_change_window(times_of(plan, now), now)
