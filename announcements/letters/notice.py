"""A letter that announces the window, as the 沟通计划 or the default asks."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from announcements.letters.facts import about, missing, time_left
from announcements.letters.state import heading_of, told_by
from announcements.models import Announcement
from ground.models import Event
from plans.letters import Draft
from plans.models import Plan

USUAL = {
    "T-7d": gettext_lazy("发布计划通知：请看内容、窗口和影响范围。"),
    "T-3d": gettext_lazy("准备情况确认：没有完成的检查请尽快完成。"),
    "T-1d": gettext_lazy("最终确认：请确认值班、回滚方案和联系方式。"),
    "T-2h": gettext_lazy("发布就要开始，请相关人员到岗。"),
}
"""What the defaults say, for plans that say nothing themselves."""


def before_window(plan: Plan, announcement: Announcement, now: datetime) -> Draft:
    """In so many days: what, when, where, and what still misses."""
    left = time_left(plan.window_start - now) if plan.window_start else ""
    return Draft(
        heading=left or announcement.moment,
        lines=[words_of(announcement)],
        facts=[*about(plan), *missing(plan), *_addressed(announcement)],
        button=_("查看计划"),
    )


def on_event(plan: Plan, announcement: Announcement, event: Event) -> Draft:
    """Something happened for which a row of the 沟通计划 waited."""
    return Draft(
        heading=heading_of(event),
        lines=[words_of(announcement), told_by(plan, event)],
        facts=[*about(plan), *_addressed(announcement)],
        quote=event.reason,
        button=_("查看计划"),
    )


def words_of(announcement: Announcement) -> str:
    """What people wrote, or what we say at that moment."""
    return announcement.content or str(USUAL.get(announcement.rule, ""))


def _addressed(announcement: Announcement) -> list[tuple[str, str]]:
    return [(_("通知对象"), announcement.audience)] if announcement.audience else []
