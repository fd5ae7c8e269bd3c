"""A Quartz expression as a sentence."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ground.words import in_row
from plans.cron.schedule import Cron, weekday_number

SHOWN = 6
"""So many clock times are listed; more are told by their step."""


def in_words(cron: Cron) -> str:
    """When it fires: years, months, days, times."""
    parts = [_years(cron), _months(cron), _days(cron), _times(cron)]
    return " ".join(part for part in parts if part)


def _years(cron: Cron) -> str:
    if cron.years is None:
        return ""
    return _("%(years)s 年") % {"years": _numbers(sorted(cron.years))}


def _months(cron: Cron) -> str:
    if len(cron.months) == 12:
        return ""
    return _("%(months)s 月") % {"months": _numbers(sorted(cron.months))}


def _days(cron: Cron) -> str:
    if cron.weekdays != "?":
        return _weekdays(cron.weekdays)
    if cron.days == "*":
        return _("每天")
    return _("每月%(days)s") % {"days": in_row(_day(part) for part in cron.days.split(","))}


def _day(part: str) -> str:
    if part == "L":
        return _("最后一天")
    if part == "LW":
        return _("最后一个工作日")
    if match := re.fullmatch(r"L-(\d+)(W?)", part):
        text = _("离倒数第 %(n)s 天最近的工作日") if match[2] else _("倒数第 %(n)s 天")
        return text % {"n": int(match[1]) + 1}
    if match := re.fullmatch(r"(\d+)W", part):
        return _("离 %(n)s 日最近的工作日") % {"n": match[1]}
    if match := re.fullmatch(r"(?:(\d+)|\*)(?:-(\d+))?/(\d+)", part):
        return _("从 %(from)s 日起每 %(n)s 天") % {"from": match[1] or 1, "n": match[3]}
    return _("%(days)s 日") % {"days": part.replace("-", "–")}


def _weekdays(field: str) -> str:
    if field == "*":
        return _("每天")
    return in_row(_weekday(part) for part in field.split(","))


def _weekday(part: str) -> str:
    if part == "L":
        return _("每%(day)s") % {"day": _name(7)}
    if match := re.fullmatch(r"(\w+)L", part):
        return _("每月最后一个%(day)s") % {"day": _name(weekday_number(match[1]))}
    if match := re.fullmatch(r"(\w+)#(\d)", part):
        words = {"n": match[2], "day": _name(weekday_number(match[1]))}
        return _("每月第 %(n)s 个%(day)s") % words
    if match := re.fullmatch(r"(\w+)-(\w+)", part):
        first, last = (_name(weekday_number(word)) for word in match.groups())
        return _("每%(first)s至%(last)s") % {"first": first, "last": last}
    if re.fullmatch(r"[A-Z0-9]+", part):
        return _("每%(day)s") % {"day": _name(weekday_number(part))}
    return _("星期 %(days)s") % {"days": part}


def _name(quartz: int) -> str:
    """The day of the week of the dialect's number, 1 is Sunday."""
    names = (
        pgettext("weekday", "周日"), pgettext("weekday", "周一"), pgettext("weekday", "周二"),
        pgettext("weekday", "周三"), pgettext("weekday", "周四"), pgettext("weekday", "周五"),
        pgettext("weekday", "周六"),
    )  # fmt: skip
    return names[quartz - 1]


def _times(cron: Cron) -> str:
    count = len(cron.hours) * len(cron.minutes) * len(cron.seconds)
    if count <= SHOWN:
        return in_row(
            f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")
            for hour in cron.hours
            for minute in cron.minutes
            for second in cron.seconds
        )
    return " ".join(filter(None, (_hours(cron.hours), _minutes(cron), _seconds(cron))))


def _hours(hours: tuple[int, ...]) -> str:
    if len(hours) == 24:
        return ""
    return _("%(hours)s 点") % {"hours": _numbers(list(hours))}


def _minutes(cron: Cron) -> str:
    if len(cron.minutes) == 60:
        return _("每分钟") if cron.seconds == (0,) else ""
    step = _step(cron.minutes, 60)
    if step:
        return _("每 %(n)s 分钟") % {"n": step}
    if cron.minutes == (0,):
        return _("整点")
    return _("第 %(minutes)s 分") % {"minutes": _numbers(list(cron.minutes))}


def _seconds(cron: Cron) -> str:
    if cron.seconds == (0,):
        return ""
    if len(cron.seconds) == 60:
        return _("每秒")
    step = _step(cron.seconds, 60)
    if step:
        return _("每 %(n)s 秒") % {"n": step}
    return _("第 %(seconds)s 秒") % {"seconds": _numbers(list(cron.seconds))}


def _step(numbers: tuple[int, ...], size: int) -> int | None:
    """The step that goes round the clock from its start; None when there is none."""
    if len(numbers) < 2 or numbers[0] != 0:
        return None
    step = numbers[1] - numbers[0]
    return step if size % step == 0 and numbers == tuple(range(0, size, step)) else None


def _numbers(numbers: list[int]) -> str:
    """1–5、9: runs of three and more as ranges."""
    parts: list[str] = []
    start = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            run = numbers[start:place]
            parts.append(f"{run[0]}–{run[-1]}") if len(run) > 2 else parts.extend(map(str, run))
            start = place
    return in_row(parts)
