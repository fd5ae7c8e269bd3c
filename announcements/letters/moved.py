"""The window moved: when it was, when it is, and what is told next."""

from django.utils.translation import gettext as _

from announcements.letters.facts import about, window_in_words
from announcements.letters.state import told_by
from ground.models import Event
from plans.letters import Draft
from plans.models import Plan


def moved(plan: Plan, before: Plan, event: Event) -> Draft:
    """`before` bears the former window."""
    known = [(_("原来的窗口"), window_in_words(before))] if before.window_start else []
    return Draft(
        heading=_("发布窗口改了"),
        lines=[told_by(plan, event), _("之前的提醒不再算数，提醒时间跟着新窗口走。")],
        facts=[*known, *about(plan)],
        quote=event.reason,
        button=_("查看计划"),
    )
