"""What a calendar day is: written down here, by the official notice, or only by the week."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import chinese_calendar

from calendars.models import Workday


@dataclass(frozen=True, slots=True)
class Day:
    """`official` when the notice of its year is known, `name` of a holiday if it has one."""

    is_workday: bool
    name: str = ""
    official: bool = True


def day_of(day: date, written: Mapping[date, Day]) -> Day:
    """The day as `written` says, else as the notice of its year, else as the week."""
    if day in written:
        return written[day]
    if any(one.official and known.year == day.year for known, one in written.items()):
        return Day(day.isoweekday() <= 5)
    try:
        return Day(chinese_calendar.is_workday(day), _holiday(day))
    except NotImplementedError:
        return Day(day.isoweekday() <= 5, official=False)


def _holiday(day: date) -> str:
    _off, name = chinese_calendar.get_holiday_detail(day)
    found = next((one for one in chinese_calendar.Holiday if one.value == name), None)
    return found.chinese if found else ""


def written_days(years: Collection[int]) -> dict[date, Day]:
    """The days of these years that somebody wrote down or seeded."""
    rows = Workday.objects.filter(date__year__in=years) if years else ()
    return {row.date: Day(row.is_workday, row.name, row.official) for row in rows}
