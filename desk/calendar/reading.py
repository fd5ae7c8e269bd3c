"""What happens on the days of a page, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.resolving import canonical
from calendars.days import Day as Known
from calendars.days import day_of, is_official, written_days
from calendars.models import Freeze, installation_windows
from calendars.spans import Span, window_spans
from desk.calendar.conflicts import Conflict, Frozen, conflicts, frozen
from desk.calendar.pages import Page
from gray.runs import Move, Run
from gray.words import Amount
from ground.words import in_row
from plans import states
from plans.models import Plan
from plans.tables.registry import section

MOST_PLANS = 500


@dataclass(frozen=True)
class Entry:
    """One line in a day."""

    kind: str
    label: str
    tone: str
    when: str = ""
    url: str = ""
    title: str = ""
    goes_on: bool = False


@dataclass
class Day:
    """A day of the page; `off` and `name` say what kind of day it is."""

    date: date
    is_now: bool
    is_in: bool
    is_off: bool
    name: str = ""
    entries: list[Entry] = field(default_factory=list)
    windows: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Agenda:
    """Everything on the page."""

    page: Page
    weeks: Sequence[Sequence[Day]]
    conflicts: Sequence[Conflict]
    frozen: Sequence[Frozen]
    plans: Sequence[Plan]
    estimated: Sequence[int] = ()
    """Years of the page whose notice is not known."""


def agenda(user: Any, page: Page, now: datetime) -> Agenda:
    """Plans, freezes, ramps and change windows of the page, as this person may see them."""
    zone = _zone()
    span = Span(_midnight(page.start, zone), _midnight(page.end, zone))
    plans, freezes = _plans(user, span), list(_meeting(Freeze.objects.all(), span))
    written = written_days({day.year for day in page.days})
    days = _days(page, now.astimezone(zone).date(), written)
    _fill(days, (entry for plan in plans for entry in _plan_entries(plan, span, zone)))
    _fill(days, (entry for freeze in freezes for entry in _freeze_entries(freeze, span, zone)))
    _fill(days, _ramp_entries(user, span, zone))
    _open_hours(days, span, zone)
    apps = apps_of(plans)
    ordered = list(days.values())
    return Agenda(
        page,
        [ordered[at : at + 7] for at in range(0, len(ordered), 7)],
        conflicts(plans, meant(apps)),
        frozen(plans, freezes, apps),
        plans,
        _estimated(page, written),
    )


def _estimated(page: Page, written: Mapping[date, Known]) -> list[int]:
    years = {day.year for day in page.days if page.is_week or day.month == page.month}
    return [year for year in sorted(years) if not is_official(year, written)]


def _zone() -> ZoneInfo:
    return ZoneInfo(timezone.get_current_timezone_name())


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _plans(user: Any, span: Span) -> list[Plan]:
    seen = Plan.objects.visible_to(user).exclude(status=states.CANCELLED).select_related("owner")
    timed = seen.filter(window_start__lt=span.end).filter(
        Q(window_end__gt=span.start) | Q(window_end=None, window_start__gte=span.start)
    )
    return list(timed.order_by("window_start", "pk")[:MOST_PLANS])


def _meeting(rows: Any, span: Span) -> Any:
    return rows.filter(start__lt=span.end, end__gt=span.start)


def _days(page: Page, today: date, written: Mapping[date, Known]) -> dict[date, Day]:
    days = {}
    for day in page.days:
        known = day_of(day, written)
        is_in = page.is_week or day.month == page.month
        days[day] = Day(day, day == today, is_in, not known.is_workday, known.name)
    return days


def _fill(days: dict[date, Day], dated: Iterable[tuple[date, Entry]]) -> None:
    for day, entry in dated:
        if day in days:
            days[day].entries.append(entry)


def _spread(start: datetime, end: datetime, page: Span, zone: ZoneInfo) -> Iterator[date]:
    """Every day of the page that has a moment of it, however long it lasts."""
    moment = timedelta(microseconds=1)
    day = max(start, page.start).astimezone(zone).date()
    last = min(max(end - moment, start), page.end - moment).astimezone(zone).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


def _plan_entries(plan: Plan, page: Span, zone: ZoneInfo) -> Iterator[tuple[date, Entry]]:
    start = plan.window_start
    end = plan.window_end or start + timedelta(hours=1)
    for day in _spread(start, end, page, zone):
        goes_on = day > start.astimezone(zone).date()
        when = "" if goes_on else start.astimezone(zone).strftime("%H:%M")
        url = reverse("desk:board" if plan.started_at else "plans:detail", args=[plan.number])
        title = f"{plan.number} {plan.get_status_display()} {_clock(start, end, zone)}"
        yield day, Entry("plan", plan.title, plan.tone, when, url, title, goes_on=goes_on)


def _freeze_entries(freeze: Freeze, page: Span, zone: ZoneInfo) -> Iterator[tuple[date, Entry]]:
    scope = in_row(freeze.apps) or _("全部应用")
    title = f"{scope} {_clock(freeze.start, freeze.end, zone)}"
    label = _("封网：%(why)s") % {"why": freeze.reason}
    for day in _spread(freeze.start, freeze.end, page, zone):
        goes_on = day > freeze.start.astimezone(zone).date()
        yield day, Entry("freeze", label, "bad", "", "", title, goes_on=goes_on)


def _ramp_entries(user: Any, span: Span, zone: ZoneInfo) -> Iterator[tuple[date, Entry]]:
    """Moves that were made, and the next ones that only wait for time."""
    seen = Plan.objects.visible_to(user)
    made = Move.objects.filter(run__plan__in=seen, at__gte=span.start, at__lt=span.end)
    for move in made.select_related("run__ramp", "run__plan"):
        if move.from_share != move.to_share or move.from_index != move.to_index:
            label = f"{_ramp_name(move.run)} → {Amount(move.to_share)}"
            yield _at(move.at, label, move.run, zone)
    coming = Run.objects.filter(plan__in=seen, next_at__gte=span.start, next_at__lt=span.end)
    for run in coming.select_related("ramp", "plan"):
        yield _at(run.next_at, _("%(ramp)s 到下一步") % {"ramp": _ramp_name(run)}, run, zone)


def _at(moment: Any, label: str, run: Run, zone: ZoneInfo) -> tuple[date, Entry]:
    local = moment.astimezone(zone)
    url = reverse("gray:plan", args=[run.plan.number])
    return local.date(), Entry("ramp", label, "ramp", local.strftime("%H:%M"), url, run.plan.number)


def _ramp_name(run: Run) -> str:
    return run.ramp.name or run.flag


def _open_hours(days: dict[date, Day], span: Span, zone: ZoneInfo) -> None:
    """The installation's change windows, day by day."""
    windows = installation_windows()
    for opened in window_spans(span.start, span.end, windows, zone):
        for day in _spread(opened.start, opened.end, span, zone):
            if day in days:
                days[day].windows.append(_part(opened, day, zone))


def _part(span: Span, day: date, zone: ZoneInfo) -> str:
    """What of the span lies on that day: 22:00–24:00."""
    start, end = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
    first = max(span.start, start).astimezone(zone).strftime("%H:%M")
    last = "24:00" if span.end >= end else span.end.astimezone(zone).strftime("%H:%M")
    return f"{first}–{last}"


def _clock(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    first, last = start.astimezone(zone), end.astimezone(zone)
    same = first.date() == last.date()
    return f"{first:%m-%d %H:%M} – {last.strftime('%H:%M' if same else '%m-%d %H:%M')}"


def apps_of(plans: Sequence[Plan]) -> dict[int, set[str]]:
    """{plan id: the names of its applications, without regard to case}."""
    found: dict[int, set[str]] = defaultdict(set)
    rows: Any = section("apps").model._default_manager
    rows = rows.filter(plan__in=[plan.pk for plan in plans])
    for plan, app in rows.values_list("plan", "app"):
        if app:
            found[plan].add(app.casefold())
    return found


def meant(apps: dict[int, set[str]]) -> dict[int, set[str]]:
    """The same by the applications' own names: two plans may call one differently."""
    own = canonical(app for names in apps.values() for app in names)
    return {plan: {own[app].casefold() for app in names} for plan, names in apps.items()}
