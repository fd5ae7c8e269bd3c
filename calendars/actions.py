"""The only writers of windows, freezes and workdays."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from calendars import events, official
from calendars.followers import announce
from calendars.models import EARLIEST, LATEST, ChangeWindow, Freeze, Workday
from calendars.notice import NotANotice, Notice, read_notice
from ground.digest import digest
from ground.errors import Invalid, Stale
from ground.journal import INSTALLATION, record
from ground.kinds import EventKind
from ground.policies import authorize

Row = ChangeWindow | Freeze | Workday
LONGEST_NOTICE = 20_000
"""Letters of a notice that are read; a real one has fewer than a thousand."""


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
    """Write down the official days of `year` from the package; how many are new.

    Days that somebody edited stay. Raises Invalid for a year without official data.
    """
    authorize(by, "calendar.manage")
    if not official.is_known(year):
        said = _("还没有 %(year)s 年的官方节假日数据：通知公布后把它粘贴进来，或逐天填写。")
        raise Invalid(said % {"year": year}, fields={"year": [_("没有官方数据。")]})
    before = Workday.objects.filter(date__year=year).count()
    Workday.objects.bulk_create(official.special_days(year), ignore_conflicts=True)
    count = Workday.objects.filter(date__year=year).count() - before
    _record_seeding(year, count, by)
    return count


@transaction.atomic
def write_notice(text: str, *, by: Any) -> Notice:
    """Write down the days of the yearly notice as it was published.

    It comes before what people wrote on these days; official days of its year that it does not
    name are gone, unless it is only a part. Raises Invalid for a text that is no notice.
    """
    authorize(by, "calendar.manage")
    try:
        notice = read_notice(text[:LONGEST_NOTICE])
    except NotANotice as error:
        raise Invalid(str(error), fields={"notice": [str(error)]}) from None
    if not EARLIEST < notice.year < LATEST:
        raise Invalid(_("年份要在 2000 到 2100 之间。"), fields={"notice": []})
    rows = [
        Workday(date=day, is_workday=False, name=name, official=True)
        for day, name in notice.off.items()
    ]
    rows += [
        Workday(date=day, is_workday=True, name=_("调休上班"), official=True) for day in notice.on
    ]
    if notice.is_whole:
        kept = [row.date for row in rows]
        Workday.objects.filter(date__year=notice.year, official=True).exclude(
            date__in=kept
        ).delete()
    Workday.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["date"],
        update_fields=["is_workday", "name", "official"],
    )  # fmt: skip
    _record_seeding(notice.year, len(rows), by)
    return notice


def _record_seeding(year: int, count: int, by: Any) -> None:
    record(
        events.SEEDED, chain=INSTALLATION, by=by, subject="calendar",
        data={"year": year, "count": count},
    )  # fmt: skip
    announce()


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
