"""Lengths of time in templates."""

from datetime import datetime, timedelta

from django import template

from gray.words import Lasting

register = template.Library()


@register.filter
def lasting(time: timedelta | None) -> str:
    """3 小时 12 分; the sign is left out."""
    return str(Lasting(abs(time))) if time is not None else ""


@register.filter
def ticking(moment: datetime | None, now: datetime) -> str:
    """3:21 or 1:02:03 between the two moments, as the script goes on counting it."""
    if moment is None:
        return ""
    seconds = abs(round((moment - now).total_seconds()))
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
