"""Which days a calendar page shows, and the pages before and after it (pure)."""

import calendar as almanac
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Page:
    """Whole weeks from `start` up to, not including, `end`; `month` is 0 on a week's page."""

    start: date
    end: date
    title: str
    here: str
    before: str
    after: str
    month: int = 0

    @property
    def days(self) -> list[date]:
        return [self.start + timedelta(days=n) for n in range((self.end - self.start).days)]

    @property
    def is_week(self) -> bool:
        return self.month == 0


def page_of(month: str, week: str, today: date) -> Page:
    """The page that `?month=2026-11` or `?week=2026-W47` asks for; nonsense means this month."""
    if week:
        return _week(_monday(week) or today - timedelta(days=today.weekday()))
    return _month(_first(month) or today.replace(day=1))


def _month(first: date) -> Page:
    weeks = almanac.Calendar().monthdatescalendar(first.year, first.month)
    last = weeks[-1][-1]
    before, after = first - timedelta(days=1), first + timedelta(days=32)
    return Page(
        weeks[0][0],
        last + timedelta(days=1),
        _("%(year)s 年 %(month)s 月") % {"year": first.year, "month": first.month},
        f"month={first:%Y-%m}",
        f"month={before:%Y-%m}",
        f"month={after:%Y-%m}",
        first.month,
    )


def _week(monday: date) -> Page:
    year, number, _day = monday.isocalendar()
    sunday = monday + timedelta(days=6)
    return Page(
        monday,
        monday + WEEK,
        _("%(year)s 年第 %(week)s 周（%(from)s – %(to)s）")
        % {"year": year, "week": number, "from": f"{monday:%m-%d}", "to": f"{sunday:%m-%d}"},
        f"week={_week_name(monday)}",
        f"week={_week_name(monday - WEEK)}",
        f"week={_week_name(monday + WEEK)}",
    )


def _week_name(monday: date) -> str:
    year, number, _day = monday.isocalendar()
    return f"{year}-W{number:02}"


def _first(month: str) -> date | None:
    try:
        return date.fromisoformat(f"{month}-01") if 1970 < int(month[:4]) < 2200 else None
    except ValueError:
        return None


def _monday(week: str) -> date | None:
    try:
        return date.fromisoformat(f"{week}-1") if 1970 < int(week[:4]) < 2200 else None
    except ValueError:
        return None
