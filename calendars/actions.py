"""The only writers of windows, freezes and workdays."""

from datetime import date, timedelta
from typing import Any

import chinese_calendar
from django.db import transaction
from django.utils.translation import gettext as _

from calendars import events
from calendars.followers import announce
from calendars.models import ChangeWindow, Freeze, Workday
from ground.digest import digest
from ground.errors import Invalid, Stale
from ground.journal import INSTALLATION, record
from ground.kinds import EventKind
from ground.policies import authorize

Row = ChangeWindow | Freeze | Workday


@transaction.atomic
def save(row: Row, *, by: Any, seen: str = "") -> Row:
    """Add or change a window, freeze or workday. Raises Denied, Invalid, Stale.

    `seen` is the `mark` of the values that the change started from.
    """
    authorize(by, "calendar.manage")
    kind = events.ADDED if row.pk is None else events.CHANGED
    if row.pk is not None and seen:
        _require_unchanged(row, seen)
    row.full_clean()
    row.save()
    _record(kind, row, by)
    return row


@transaction.atomic
def delete(row: Row, *, by: Any) -> None:
    """Take one away; the event keeps what it was."""
    authorize(by, "calendar.manage")
    _record(events.DELETED, row, by)
    row.delete()


@transaction.atomic
def seed_workdays(year: int, *, by: Any) -> int:
    """Write the official days of `year` that differ from the week; how many.

    Days that somebody edited stay. Raises Invalid for a year without official data.
    """
    authorize(by, "calendar.manage")
    try:
        days = list(special_days(year))
    except NotImplementedError:
        raise Invalid(
            _("还没有 %(year)s 年的官方节假日数据，请手工填写。") % {"year": year},
            fields={"year": [_("没有官方数据。")]},
        ) from None
    made = Workday.objects.bulk_create(days, ignore_conflicts=True)
    record(
        events.SEEDED, chain=INSTALLATION, by=by, subject="calendar",
        data={"year": year, "count": len(made)},
    )  # fmt: skip
    announce()
    return len(made)


def special_days(year: int) -> list[Workday]:
    """Working weekends and free weekdays of a year, named, official."""
    found, day = [], date(year, 1, 1)
    while day.year == year:
        is_workday = chinese_calendar.is_workday(day)
        if is_workday != (day.isoweekday() <= 5):
            name = _("调休上班") if is_workday else _holiday_name(day)
            found.append(Workday(date=day, is_workday=is_workday, name=name, official=True))
        day += timedelta(days=1)
    return found


def _holiday_name(day: date) -> str:
    _is_holiday, name = chinese_calendar.get_holiday_detail(day)
    holiday = next((one for one in chinese_calendar.Holiday if one.value == name), None)
    return holiday.chinese if holiday else str(name or "")


def _record(kind: EventKind, row: Row, by: Any) -> None:
    record(
        kind, chain=INSTALLATION, by=by, subject=f"{row._meta.model_name}:{row.pk or ''}",
        data={"kind": str(row.kind), "title": str(row), "values": _values(row)},
    )  # fmt: skip
    announce()


def mark(row: Row) -> str:
    """Tells two states of a row apart."""
    return digest({name: str(value) for name, value in _values(row).items()})


def _require_unchanged(row: Row, seen: str) -> None:
    stored = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if stored is None or mark(stored) != seen:
        raise Stale(_("这一条刚被别人改过或删除，请打开最新的再改。"))


def _values(row: Row) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in row._meta.fields}
