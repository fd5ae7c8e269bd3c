"""When a row of the 沟通计划 is told: T-7天, D-1 18:00, 发布前2小时, 当天9点, 6月17日 18:00 (pure)."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from unicodedata import normalize
from zoneinfo import ZoneInfo

from announcements.occasions import DEPLOYED, DONE, RELEASED, STARTED, occasions_of
from plans.reading.clocks import first_clock
from plans.reading.durations import lengths

NEAR = timedelta(hours=2)
"""What 发布前 means when nobody says how long before."""
MORNING = time(9)

_COUNTED = re.compile(r"(?P<letter>[td])\s*(?P<sign>[-+–—−~]?)\s*(?P<rest>[\d日天].*|)$", re.DOTALL)
_BARE = re.compile(r"(\d+(?:\.\d+)?)(?![\d.:点])")
_HOURS = re.compile(r"(\d)\s*时(?!\d)")
_DATE = re.compile(
    r"(?:(?P<y>\d{4})\s?[-/.年]\s?)?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?:日|号)?(?![\d天小个分d])"
)
_BEFORE = re.compile(r"前|before|prior|ahead|earlier")
_AFTER = re.compile(r"后|after|later")
_SOON = re.compile(r"(?:发布|上线|升级|变更|投产|割接|开始|窗口)*(?:之)?前|before (?:the )?release")
_SAME_DAY = re.compile(r"当天|当日|发布日|上线日|release day|same day|the day")
_NEXT_DAY = re.compile(r"次日|翌日|第二天|隔天|next day")
_DAY = timedelta(days=1)
_RELEASE = frozenset({STARTED, DEPLOYED, RELEASED, DONE})


@dataclass(frozen=True, slots=True)
class Moment:
    """`days` and `rest` from the window's start (or its end), at `clock` if it is told; or a date.

    Days are those of the plan's calendar: a week before 22:00 is 22:00, whatever clocks do
    meanwhile. A date without a year is in the year of the window.
    """

    days: int = 0
    rest: timedelta = timedelta(0)
    clock: time | None = None
    from_end: bool = False
    date: tuple[int, int, int] | None = None

    def at(self, start: datetime | None, end: datetime | None, zone: ZoneInfo) -> datetime | None:
        """The instant, or None while the plan names no window; ValueError for no such day."""
        anchor = (end or start) if self.from_end else start
        if anchor is None:
            return None
        local = anchor.astimezone(zone)
        if self.date:
            year, month, day = self.date
            local = local.replace(year=year or local.year, month=month, day=day)
        if self.clock:
            local = datetime.combine(local.date(), self.clock, zone)
        return local + timedelta(days=self.days) + self.rest

    @property
    def lead(self) -> timedelta:
        """How long before the window's start, as a length without a sign."""
        return abs(timedelta(days=self.days) + self.rest)


def read(text: str) -> Moment | None:
    """The moment that the text names, or None: it names an occasion, or nothing."""
    plain = normalize("NFKC", text).casefold().strip()
    return _counted(plain) or _dated(plain) or _told(plain) or _of_the_day(plain)


def _counted(text: str) -> Moment | None:
    """T-7天, T-2h, T+30分钟, T-7, T, D-1 18:00."""
    match = _COUNTED.match(text)
    if not match:
        return None
    rest = _HOURS.sub(r"\1小时", match["rest"])
    back = match["sign"] != "+"
    found = next(lengths(rest), None)
    if found and found.start == 0:
        return _moved(found.value, back, rest[len(found.text) :])
    bare = _BARE.match(rest)
    days = timedelta(days=float(bare[1])) if bare else timedelta(0)
    return _moved(days, back, rest[bare.end() :] if bare else rest)


def _dated(text: str) -> Moment | None:
    """6月17日 18:00, 2026-06-17."""
    match = _DATE.match(text)
    if not match:
        return None
    month, day = int(match["m"]), int(match["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Moment(clock=_clock(text[match.end() :]), date=(int(match["y"] or 0), month, day))


def _told(text: str) -> Moment | None:
    """发布前3天, 提前2小时, 1 day before, 前一天 18:00, 发布后1天; not 异常后30分钟内."""
    back, after = bool(_BEFORE.search(text)), bool(_AFTER.search(text))
    if not back and (not after or occasions_of(text) - _RELEASE):
        return None
    found = next(lengths(text), None)
    if found:
        rest = text[found.start + len(found.text) :]
        return _moved(found.value, back, rest, from_end=not back and "开始" not in text)
    return Moment(rest=-NEAR) if back and _SOON.fullmatch(text) else None


def _of_the_day(text: str) -> Moment | None:
    """当天 9:00, 次日9点, 18:00."""
    clock = _clock(text)
    if _NEXT_DAY.search(text):
        return Moment(days=1, clock=clock or MORNING)
    if _SAME_DAY.search(text):
        return Moment(clock=clock or MORNING)
    found = first_clock(text)
    is_all = found is not None and len(text) - len(found[1]) <= len("时间:前")
    return Moment(clock=clock) if is_all else None


def _moved(length: timedelta, back: bool, after: str, *, from_end: bool = False) -> Moment:
    """Whole days are days of the calendar and may have a clock time; the rest is exact."""
    days, rest = divmod(length, _DAY)
    sign = -1 if back else 1
    clock = _clock(after) if not rest else None
    return Moment(sign * days, sign * rest, clock, from_end)


def _clock(text: str) -> time | None:
    found = first_clock(text)
    return found[0] if found else None
