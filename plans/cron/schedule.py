"""Quartz cron as XXL-JOB understands it: read, and the next times it fires.

Six fields and an optional year; exactly one of day-of-month and day-of-week is
`?`; 1 is Sunday. Rules and golden cases: XXL-JOB's CronExpression as observed.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

_MONTHS = {
    "JAN": 1, "FEB": 2, "MAR": 3, "APR": 4, "MAY": 5, "JUN": 6,
    "JUL": 7, "AUG": 8, "SEP": 9, "OCT": 10, "NOV": 11, "DEC": 12,
}  # fmt: skip
_WEEKDAYS = {"SUN": 1, "MON": 2, "TUE": 3, "WED": 4, "THU": 5, "FRI": 6, "SAT": 7}
_FAR = 100
"""Years ahead in which a time is looked for."""


@dataclass(frozen=True)
class Cron:
    """The field sets of an expression; `days` and `weekdays` hold special rules as text."""

    text: str
    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: str
    months: frozenset[int]
    weekdays: str
    years: frozenset[int] | None


def read_cron(text: str) -> Cron:
    """The expression, or ValueError with a sentence on what is wrong."""
    fields = text.split()
    if len(fields) not in (6, 7):
        raise ValueError(
            _("cron“%(cron)s”应是 6 或 7 段（秒 分 时 日 月 周 [年]），现在是 %(n)s 段。")
            % {"cron": text, "n": len(fields)}
        )
    second, minute, hour, day, month, weekday = (field.upper() for field in fields[:6])
    if (day == "?") == (weekday == "?"):
        raise ValueError(_("cron“%(cron)s”的“日”和“周”必须恰好有一个是 ?。") % {"cron": text})
    if day != "?":
        _check_days(day, text)
    if weekday != "?":
        _check_weekdays(weekday, text)
    return Cron(
        text,
        tuple(sorted(_numbers(second, 0, 59, text))),
        tuple(sorted(_numbers(minute, 0, 59, text))),
        tuple(sorted(_numbers(hour, 0, 23, text))),
        day,
        frozenset(_numbers(month, 1, 12, text, _MONTHS)),
        weekday,
        frozenset(_numbers(fields[6], 1970, 2199, text)) if len(fields) == 7 else None,
    )


def next_runs(cron: Cron, after: datetime, count: int) -> list[datetime]:
    """The next `count` times after `after`, in its time zone; fewer when it ends."""
    found: list[datetime] = []
    day, last = after.date(), after.year + _FAR
    month, fires = (0, 0), set[int]()
    while len(found) < count and day.year <= last:
        if day.month not in cron.months or (cron.years is not None and day.year not in cron.years):
            day = _next_month(day, cron)
            continue
        if month != (day.year, day.month):
            month, fires = (day.year, day.month), _days_of_month(cron, day.year, day.month)
        if day.day in fires:
            found += _times_on(cron, day, after, count - len(found))
        day += timedelta(days=1)
    return found


def _next_month(day: date, cron: Cron) -> date:
    if cron.years is not None and day.year not in cron.years:
        later = [year for year in cron.years if year > day.year]
        return date(min(later), 1, 1) if later else date(day.year + _FAR + 1, 1, 1)
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _times_on(cron: Cron, day: date, after: datetime, count: int) -> list[datetime]:
    found: list[datetime] = []
    for hour in cron.hours:
        for minute in cron.minutes:
            for second in cron.seconds:
                moment = datetime(
                    day.year, day.month, day.day, hour, minute, second, tzinfo=after.tzinfo
                )
                if moment > after:
                    found.append(moment)
                    if len(found) == count:
                        return found
    return found


def _days_of_month(cron: Cron, year: int, month: int) -> set[int]:
    length = monthrange(year, month)[1]
    if cron.weekdays == "?":
        parts = set(cron.days.split(","))
        return {day for part in parts for day in _day_part(part, year, month, length)}
    parts = set(cron.weekdays.split(","))
    return {day for part in parts for day in _weekday_part(part, year, month, length)}


def _day_part(part: str, year: int, month: int, length: int) -> set[int]:
    if part == "L":
        return {length}
    if part == "LW":
        return {_nearest_workday(year, month, length, length)}
    if match := re.fullmatch(r"L-(\d+)(W?)", part):
        day = length - int(match[1])
        if day < 1:
            return set()
        return {_nearest_workday(year, month, day, length) if match[2] else day}
    if match := re.fullmatch(r"(\d+)W", part):
        return {_nearest_workday(year, month, min(int(match[1]), length), length)}
    return {day for day in _numbers(part, 1, 31, part) if day <= length}


def _nearest_workday(year: int, month: int, day: int, length: int) -> int:
    """Monday to Friday nearest to the day, never in another month."""
    weekday = date(year, month, day).isoweekday()
    if weekday == 6:
        return day - 1 if day > 1 else day + 2
    if weekday == 7:
        return day + 1 if day < length else day - 2
    return day


@lru_cache(maxsize=4096)
def _weekday_part(part: str, year: int, month: int, length: int) -> set[int]:
    def all_of(quartz: int) -> list[int]:
        iso = 7 if quartz == 1 else quartz - 1
        return [d for d in range(1, length + 1) if date(year, month, d).isoweekday() == iso]

    if part == "L":
        return set(all_of(7))
    if match := re.fullmatch(r"(\w+)L", part):
        return {all_of(weekday_number(match[1]))[-1]}
    if match := re.fullmatch(r"(\w+)#(\d)", part):
        days, nth = all_of(weekday_number(match[1])), int(match[2])
        return {days[nth - 1]} if len(days) >= nth else set()
    return {d for quartz in _numbers(part, 1, 7, part, _WEEKDAYS) for d in all_of(quartz)}


def weekday_number(word: str) -> int:
    """1 (Sunday) to 7 (Saturday) of a name or a number of the dialect."""
    return _WEEKDAYS.get(word) or int(word)


def _check_days(field: str, text: str) -> None:
    for part in field.split(","):
        if part in ("L", "LW") or re.fullmatch(r"L-([12]?\d|30)W?", part):
            continue
        if match := re.fullmatch(r"(\d{1,2})W", part):
            if 1 <= int(match[1]) <= 31:
                continue
            raise _bad(text, part)
        _numbers(part, 1, 31, text, most_step=None)


def _check_weekdays(field: str, text: str) -> None:
    parts = field.split(",")
    for part in parts:
        if part == "L":
            continue
        if match := re.fullmatch(r"([1-7]|[A-Z]{3})(L|#[1-5])", part):
            if not match[1].isdigit() and match[1] not in _WEEKDAYS:
                raise _bad(text, part)
            if "#" in part and len(parts) > 1:
                raise _bad(text, field)
            continue
        _numbers(part, 1, 7, text, _WEEKDAYS)


def _numbers(
    field: str,
    low: int,
    high: int,
    text: str,
    names: dict[str, int] | None = None,
    *,
    most_step: int | None = 0,
) -> set[int]:
    """The numbers that a field of lists, ranges and steps stands for."""
    found: set[int] = set()
    for part in field.upper().split(","):
        match = re.fullmatch(r"(\*|[A-Z]{3}|\d+)(?:-([A-Z]{3}|\d+))?(?:/(\d+))?", part)
        if not match:
            raise _bad(text, part)
        first, last, step = match.groups()
        if first == "*" and last:
            raise _bad(text, part)
        start = low if first == "*" else _value(first, names, low, high, text, part)
        if last:
            end = _value(last, names, low, high, text, part)
        else:
            end = high if first == "*" or step else start
        jump = int(step or 1)
        if jump < 1 or (most_step is not None and step and jump > high - low):
            raise _bad(text, part)
        found |= _range(start, end, jump, low, high)
    return found


def _range(start: int, end: int, step: int, low: int, high: int) -> set[int]:
    """From start to end, around the corner when the end lies before the start."""
    if end >= start:
        return set(range(start, end + 1, step))
    size = high - low + 1
    return {(n - low) % size + low for n in range(start, end + size + 1, step)}


def _value(
    word: str, names: dict[str, int] | None, low: int, high: int, text: str, part: str
) -> int:
    if names and word in names:
        return names[word]
    if not word.isdigit() or not low <= int(word) <= high:
        raise _bad(text, part)
    return int(word)


def _bad(text: str, part: str) -> ValueError:
    return ValueError(
        _("cron“%(cron)s”里的“%(part)s”不合法，请检查。") % {"cron": text, "part": part}
    )
