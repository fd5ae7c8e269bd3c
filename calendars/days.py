"""What a calendar day is: written down here, by the official notice, or only by the week."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from calendars import official
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
    if official.is_known(day.year):
        return Day(official.is_workday(day), official.title(day))
    return Day(day.isoweekday() <= 5, official=is_noticed(day.year, written))


def is_noticed(year: int, written: Mapping[date, Day]) -> bool:
    """Has the whole notice of that year been written down? Each one begins with New Year."""
    first = written.get(date(year, 1, 1))
    return first is not None and first.official


def is_official(year: int, written: Mapping[date, Day]) -> bool:
    """Is every day of that year known, from the package or from a notice?"""
    return official.is_known(year) or is_noticed(year, written)


def is_written(year: int, written: Mapping[date, Day]) -> bool:
    """Are the official days of that year among the written ones?"""
    return any(day.year == year and one.official for day, one in written.items())


def written_days(years: Collection[int]) -> dict[date, Day]:
    """The days of these years that somebody wrote down or seeded."""
    rows = Workday.objects.filter(date__year__in=years) if years else ()
    return {row.date: Day(row.is_workday, row.name, row.official) for row in rows}
