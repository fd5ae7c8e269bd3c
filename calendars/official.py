"""The days that differ from the week, as the package knows them from the yearly notices."""

from datetime import date, timedelta

import chinese_calendar
from django.utils.translation import gettext as _

from calendars.models import Workday


class UnknownYear(LookupError):
    """The package has not read the notice of that year."""


def is_known(year: int) -> bool:
    """Has the package read the notice of that year?"""
    try:
        is_workday(date(year, 1, 1))
    except UnknownYear:
        return False
    return True


def is_workday(day: date) -> bool:
    """Raises UnknownYear."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:  # the package's word for a year that it lacks
        raise UnknownYear(day.year) from error


def title(day: date) -> str:
    """What the notice calls a day off, or that people work on a weekend; empty for other days."""
    if is_workday(day):
        return _("调休上班") if day.isoweekday() > 5 else ""
    _is_holiday, name = chinese_calendar.get_holiday_detail(day)
    found = next((one for one in chinese_calendar.Holiday if one.value == name), None)
    return found.chinese if found else ""


def special_days(year: int) -> list[Workday]:
    """Days off by name and working weekends of a year that is known; not saved."""
    days = (date(year, 1, 1) + timedelta(days=place) for place in range(366))
    return [
        Workday(date=day, is_workday=is_workday(day), name=title(day), official=True)
        for day in days
        if day.year == year and (title(day) or is_workday(day) != (day.isoweekday() <= 5))
    ]
