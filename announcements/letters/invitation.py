"""A letter that brings an invitation, where no other letter of the same moment does."""

from django.utils.translation import gettext as _

from announcements.entries import CANCEL
from announcements.letters.facts import about
from plans.letters import Draft
from plans.models import Plan


def invitation(plan: Plan, method: str) -> Draft:
    """Into the calendar, moved there, or out of it."""
    if method == CANCEL:
        return Draft(
            heading=_("日历邀请已撤回"),
            lines=[_("你不再需要参加这次发布，或计划已经撤回、取消。")],
            facts=[(_("计划现在"), plan.get_status_display())],
            button=_("查看计划"),
        )
    return Draft(
        heading=_("发布窗口的日历邀请"),
        lines=[_("接受后会出现在你的日历里；窗口改动时日历会自己更新。")],
        facts=about(plan),
        button=_("查看计划"),
    )
