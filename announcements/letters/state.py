"""A letter of what became of a plan: approved, started, paused, rolled back …"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from announcements.letters.facts import about
from ground.models import Event
from plans.letters import Draft
from plans.models import Plan

HEADINGS = {
    "plan.approved": gettext_lazy("计划已通过评审"),
    "plan.started": gettext_lazy("发布开始了"),
    "plan.paused": gettext_lazy("发布已暂停"),
    "plan.resumed": gettext_lazy("发布已继续"),
    "plan.rollback_begun": gettext_lazy("正在回滚"),
    "plan.rolled_back": gettext_lazy("回滚已完成"),
    "plan.done": gettext_lazy("计划已完成"),
    "plan.cancelled": gettext_lazy("计划已取消"),
}
"""The changes of state of which everybody in the plan hears. Gates write their own letters."""


def changed(plan: Plan, event: Event) -> Draft:
    """What became of the plan, who did it, and why."""
    return Draft(
        heading=heading_of(event),
        lines=[told_by(plan, event)],
        facts=about(plan),
        quote=event.reason,
        button=_("查看计划"),
    )


def heading_of(event: Event) -> str:
    return str(HEADINGS.get(event.kind) or event.sentence)


def told_by(plan: Plan, event: Event) -> str:
    """Who did it and when, in the plan's zone."""
    at = event.at.astimezone(plan.zone).strftime("%m-%d %H:%M")
    return _("%(who)s · %(at)s · 计划现在：%(state)s。") % {
        "who": event.who, "at": at, "state": plan.get_status_display(),
    }  # fmt: skip
