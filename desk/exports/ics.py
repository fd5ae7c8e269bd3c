"""The release window as a calendar entry (RFC 5545)."""

from datetime import UTC, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Event

from desk.exports.kinds import Export
from ground.errors import Invalid
from ground.models import Chain
from plans import states
from plans.models import Plan

_USUAL = timedelta(hours=1)
"""How long an entry is whose plan names no end."""

_UNSETTLED = frozenset({states.DRAFT, states.IN_REVIEW, states.REJECTED})


class Ics(Export):
    key, label, media = "ics", gettext_lazy("日历"), "text/calendar; charset=utf-8"

    def render(self, plan: Plan) -> bytes:
        if not plan.window_start:
            raise Invalid(_("计划还没有发布窗口，填好“窗口开始”后才能导出日历。"))
        return calendar_of([plan], name=str(plan))


def calendar_of(plans: list[Plan], *, name: str) -> bytes:
    """A calendar of the release windows; plans without a start are left out."""
    calendar = Calendar()
    calendar.add("prodid", "-//ReleasePlan//zh//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _on_one_line(name))
    for plan in plans:
        if plan.window_start:
            calendar.add_component(entry_of(plan))
    return calendar.to_ical()


def entry_of(plan: Plan) -> Event:
    """One entry; its sequence grows with the plan's events, so that calendars follow."""
    if plan.window_start is None:
        raise ValueError(plan.number)
    entry = Event()
    entry.add("uid", f"{plan.number}@{settings.BASE_URL.split('//')[-1]}")
    entry.add("summary", _on_one_line(f"{plan.number} {plan.title}"))
    entry.add("dtstart", plan.window_start.astimezone(UTC))
    entry.add("dtend", (plan.window_end or plan.window_start + _USUAL).astimezone(UTC))
    entry.add("dtstamp", plan.changed_at.astimezone(UTC).replace(microsecond=0))
    entry.add("sequence", _events(plan))
    entry.add("status", _status(plan))
    entry.add("url", f"{settings.BASE_URL}{plan.get_absolute_url()}")
    entry.add("description", _description(plan))
    return entry


def _on_one_line(text: str) -> str:
    """A line break in a title would be another line of the calendar."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _events(plan: Plan) -> int:
    return Chain.objects.filter(name=plan.chain).values_list("length", flat=True).first() or 0


def _status(plan: Plan) -> str:
    if plan.status == states.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if plan.status in _UNSETTLED else "CONFIRMED"


def _description(plan: Plan) -> str:
    return _("状态：%(state)s\n负责人：%(owner)s\n版本：%(version)s") % {
        "state": plan.get_status_display(),
        "owner": plan.owner.called,
        "version": plan.version or "—",
    }
