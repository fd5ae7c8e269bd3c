"""From when a rehearsal counts."""

import re
from datetime import UTC, datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from calendars.models import EARLIEST, LATEST
from ground.errors import Invalid
from plans.models import Plan

_EATEN_PLUS = re.compile(r"(?<=:\d\d) (?=\d\d:?\d\d$)")
"""An address turns the + of an offset into a blank."""


def usual_start(plan: Plan, now: datetime) -> datetime:
    """The release window's start while that lies ahead, else `now`."""
    first = plan.window_start
    return first if first and first > now and plan.started_at is None else now


def read_start(text: str, plan: Plan) -> datetime:
    """An ISO 8601 moment; without an offset in the plan's time zone.

    Raises Invalid with one sentence for what is none, or is out of all reach.
    """
    try:
        found = parse_datetime(_EATEN_PLUS.sub("+", text.strip()))
    except ValueError:
        found = None
    if found is None:
        words = _("“%(text)s”不是 ISO 8601 时间，请写成 2026-06-18T23:00。")
        raise _no(words % {"text": text[:100]})
    if not EARLIEST < found.year < LATEST:
        raise _no(_("开始时间的年份要在 2000 到 2100 之间。"))
    return (found if found.tzinfo else found.replace(tzinfo=plan.zone)).astimezone(UTC)


def _no(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"start": [sentence]})
