"""Small words of plans in templates."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ground.clock import now
from plans import prose
from plans.models import Plan

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    return prose.render(text)


@register.filter
def window(plan: Plan) -> str:
    """06-18（四）22:00 – 次日 02:00, in the plan's time zone; empty without a window."""
    start, end = _local(plan, plan.window_start), _local(plan, plan.window_end)
    if not start:
        return _("%(end)s 之前") % {"end": _day(end)} if end else ""
    if not end:
        return _day(start)
    nights = (end.date() - start.date()).days
    if nights > 1:
        return f"{_day(start)} – {_day(end)}"
    clock = end.strftime("%H:%M")
    until = _("次日 %(clock)s") % {"clock": clock} if nights else clock
    return f"{_day(start)} – {until}"


@register.filter
def in_zone(moment: datetime | None, plan: Plan) -> str:
    """06-18 22:00 in the plan's time zone; another year than this one is told."""
    local = _local(plan, moment)
    return f"{_year(local)}{local:%m-%d %H:%M}" if local else ""


@register.filter
def who(names: Any) -> SafeString:
    """One chip per name."""
    listed = [names] if isinstance(names, str) else list(names or ())
    chips = ((name[:1], name) for name in map(str, listed) if name)
    return format_html_join("", '<span class="who"><i aria-hidden="true">{}</i>{}</span>', chips)


@register.filter
def pill(label: Any, tone: str) -> SafeString:
    return format_html('<span class="pill {}">{}</span>', tone, label)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """`mapping[key]`, or nothing."""
    return mapping.get(key) if mapping else None


def _local(plan: Plan, moment: datetime | None) -> datetime | None:
    return moment.astimezone(plan.zone) if moment else None


def _day(moment: datetime | None) -> str:
    if moment is None:
        return ""
    day = _("（%(day)s）") % {"day": _weekday(moment)}
    return f"{_year(moment)}{moment:%m-%d}{day}{moment:%H:%M}"


def _year(moment: datetime) -> str:
    return "" if moment.year == now().year else f"{moment:%Y}-"


def _weekday(moment: datetime) -> str:
    names = (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))
    return names[moment.weekday()]
