"""Narrowing the list of plans, for page and API alike."""

from collections.abc import Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from ground.errors import Invalid
from ground.words import in_row
from plans import states
from plans.models import Plan
from plans.search import matching
from plans.tables.moments import EARLIEST, LATEST
from plans.tables.registry import section


class PlanFilter:
    """`search`, `status` (several with commas), `owner`, `app`, `from`, `to` (dates)."""

    def __init__(self, given: Mapping[str, str], plans: QuerySet[Plan]) -> None:
        self.given = {name: str(given.get(name, "")).strip() for name in NAMES}
        self.plans = plans

    def found(self) -> QuerySet[Plan]:
        """Raises Invalid for a word that cannot be understood."""
        found = self.plans
        for name, narrow in NARROWING.items():
            if self.given[name]:
                found = narrow(found, self.given[name])
        return found


def _search(plans: QuerySet[Plan], words: str) -> QuerySet[Plan]:
    return matching(plans, words)


def _status(plans: QuerySet[Plan], words: str) -> QuerySet[Plan]:
    wanted = [word.strip() for word in words.split(",") if word.strip()]
    known = dict(states.STATUSES)
    unknown = [word for word in wanted if word not in known]
    if unknown:
        raise Invalid(
            _("没有“%(word)s”这个状态，可用：%(known)s。")
            % {"word": unknown[0], "known": in_row(known)},
            fields={"status": [_("没有这个状态。")]},
        )
    return plans.filter(status__in=wanted)


def _owner(plans: QuerySet[Plan], name: str) -> QuerySet[Plan]:
    return plans.filter(Q(owner__username=name) | Q(owner__display_name=name))


def _app(plans: QuerySet[Plan], name: str) -> QuerySet[Plan]:
    rows = section("apps").model._default_manager.filter(plan=OuterRef("pk"), app__iexact=name)
    return plans.filter(Exists(rows))


def _from(plans: QuerySet[Plan], text: str) -> QuerySet[Plan]:
    """Plans whose window is not over before that day."""
    start = _day(text, "from", time.min)
    return plans.filter(Q(window_end__gte=start) | Q(window_end=None, window_start__gte=start))


def _to(plans: QuerySet[Plan], text: str) -> QuerySet[Plan]:
    """Plans whose window begins on that day or before."""
    return plans.filter(window_start__lte=_day(text, "to", time.max))


def _day(text: str, name: str, at: time) -> datetime:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day.year <= LATEST:
        raise Invalid(
            _("“%(text)s”不是日期，请写成 2026-06-18。") % {"text": text},
            fields={name: [_("请写成 2026-06-18。")]},
        )
    return datetime.combine(day, at, tzinfo=ZoneInfo(settings.TIME_ZONE))


NARROWING = {
    "search": _search, "status": _status, "owner": _owner, "app": _app, "from": _from, "to": _to,
}  # fmt: skip
NAMES = tuple(NARROWING)
