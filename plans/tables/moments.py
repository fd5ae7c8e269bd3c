"""Moments, times of day and days of the week as people type them."""

import re
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from ground.words import in_row

_MOMENT = re.compile(
    r"(?P<y>\d{4})\s*[-/.年]\s*(?P<mo>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?"
    r"(?:[T\s]*(?P<h>\d{1,2})\s*[:：时点]\s*(?P<mi>\d{1,2})?(?:\s*[:：分]\s*(?P<s>\d{1,2}))?\s*[分秒]?)?"
    r"(?P<zone>\s*(?:Z|[+-]\d{2}:?\d{2}))?$"
)
_CLOCK = re.compile(r"(?P<h>\d{1,2})\s*[:：时点]\s*(?P<m>\d{1,2})?\s*分?$")
_DAY_WORDS = {
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7,
    "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7,
}  # fmt: skip
EARLIEST, LATEST = 1900, 2199
"""Years; beyond them no clock, calendar or time zone is sure of itself."""

_FIRST, _END = datetime(EARLIEST, 1, 1, tzinfo=UTC), datetime(LATEST + 1, 1, 1, tzinfo=UTC)
_RANGES = {"工作日": [1, 2, 3, 4, 5], "周末": [6, 7], "每天": [], "每日": []}


def read_moment(text: str, zone: ZoneInfo | None = None) -> datetime:
    """2026-06-18 22:00, 2026年6月18日 22:00, or ISO; without an offset in `zone`."""
    match = _MOMENT.match(text.strip())
    if not match:
        raise ValueError(_("“%(text)s”不是时间，请写成 2026-06-18 22:00。") % {"text": text})
    try:
        found = _found(match, zone)
    except ValueError:
        raise ValueError(_("“%(text)s”不是存在的日期或时间。") % {"text": text}) from None
    return bounded(found)


def _found(match: re.Match[str], zone: ZoneInfo | None) -> datetime:
    if match["zone"]:
        return datetime.fromisoformat(match[0].replace("Z", "+00:00"))
    parts = [int(match[name] or 0) for name in ("y", "mo", "d", "h", "mi", "s")]
    return datetime(*parts, tzinfo=zone or get_current_timezone())  # type: ignore[misc,arg-type]


def bounded(moment: datetime) -> datetime:
    """The moment itself; ValueError outside the years that can be reckoned with."""
    if not _FIRST <= moment < _END:
        years = {"first": EARLIEST, "last": LATEST}
        raise ValueError(_("年份要在 %(first)s 到 %(last)s 之间。") % years)
    return moment


def read_clock(text: str) -> time:
    """HH:MM; 24:00 is midnight."""
    match = _CLOCK.match(text.strip())
    hour, minute = (int(match["h"]), int(match["m"] or 0)) if match else (99, 99)
    if (hour, minute) == (24, 0):
        hour = 0
    if hour > 23 or minute > 59:
        raise ValueError(_("“%(text)s”不是时刻，请写成 09:30。") % {"text": text})
    return time(hour, minute)


def read_days(text: str) -> list[int]:
    """周一至周五, 1,2,3, 工作日 … as a sorted list of 1–7; empty is every day."""
    plain = text.strip().casefold()
    if plain in _RANGES:
        return _RANGES[plain]
    if plain in ("", _("每天").casefold()):
        return []
    plain = re.sub(r"周|星期|礼拜|\s", "", plain)
    days: set[int] = set()
    for part in re.split(r"[,，、;；/]", plain):
        days.update(_day_range(part, text))
    return sorted(days) if days != set(range(1, 8)) else []


def _day_range(part: str, text: str) -> list[int]:
    if not part:
        return []
    first, *rest = [_day(word, text) for word in re.split(r"[-–—~至到]", part)]
    if not rest:
        return [first]
    last = rest[-1]
    if first <= last:
        return list(range(first, last + 1))
    return [*range(first, 8), *range(1, last + 1)]


def _day(word: str, text: str) -> int:
    if word in "1234567" and word:
        return int(word)
    day = _DAY_WORDS.get(word[:3]) or _DAY_WORDS.get(word)
    if not day:
        raise ValueError(_("“%(text)s”不是星期，请写成 周一至周五。") % {"text": text})
    return day


def write_days(days: list[int]) -> str:
    """The text that `read_days` reads back."""
    names = ["", _("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")]
    return in_row(names[day] for day in sorted(days)) if days else _("每天")
