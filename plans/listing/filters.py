"""Narrowing the list of plans, for page and API alike."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from applications.resolving import names_of
from ground.errors import Invalid
from ground.texts import is_keepable
from ground.words import in_row
from people.models import User
from plans import states
from plans.listing.search import matching
from plans.models import Plan, PlanUserObjectPermission
from plans.tables.moments import EARLIEST, LATEST
from plans.tables.registry import section
from search.finding import possible
from search.query import Query


class PlanFilter:
    """`search`, `status` (several with commas), `kind`, `owner`, `app`, `from`, `to` (dates)."""

    def __init__(self, given: Mapping[str, str], plans: QuerySet[Plan]) -> None:
        self.given = {name: _text(given.get(name, "")) for name in NAMES}
        self.plans = plans

    @property
    def words(self) -> str:
        return self.given["search"]

    def narrowed(self) -> QuerySet[Plan]:
        """By everything but the search. Raises Invalid for a word that cannot be understood."""
        found = self.plans
        for name, narrow in NARROWING.items():
            if self.given[name]:
                found = narrow(found, self.given[name])
        return found

    def found(self) -> QuerySet[Plan]:
        """By everything. Raises Invalid for a word that cannot be understood."""
        return matching(self.narrowed(), self.words) if self.words else self.narrowed()


def mine(plans: QuerySet[Plan], user: Any, scope: str) -> QuerySet[Plan]:
    """Those that this person owns ("owned") or plays a part in ("joined")."""
    if scope == "owned":
        return plans.filter(owner=user.pk)
    if scope == "joined":
        granted = PlanUserObjectPermission.objects.filter(user=user.pk)
        return plans.filter(pk__in=granted.values("content_object_id"))
    return plans


def _text(said: Any) -> str:
    text = str(said).strip()
    return text if is_keepable(text) else ""


def _status(plans: QuerySet[Plan], words: str) -> QuerySet[Plan]:
    return plans.filter(status__in=_known(words, dict(states.STATUSES), "status"))


def _kind(plans: QuerySet[Plan], words: str) -> QuerySet[Plan]:
    return plans.filter(kind__in=_known(words, dict(states.KINDS), "kind"))


def _known(words: str, known: Mapping[str, Any], name: str) -> list[str]:
    wanted = [word.strip() for word in words.split(",") if word.strip()]
    if unknown := [word for word in wanted if word not in known]:
        message = _("没有“%(word)s”这个状态，可用：%(known)s。")
        if name == "kind":
            message = _("没有“%(word)s”这个类型，可用：%(known)s。")
        raise Invalid(
            message % {"word": unknown[0], "known": in_row(known)},
            fields={name: [_("没有这个选项。")]},
        )
    return wanted


def _owner(plans: QuerySet[Plan], name: str) -> QuerySet[Plan]:
    owners = User.objects.filter(Q(username=name) | Q(display_name=name))
    return plans.filter(owner__in=owners.values("pk"))


def _app(plans: QuerySet[Plan], name: str) -> QuerySet[Plan]:
    """By any name of the application: the search index narrows it down, the rows decide."""
    names = names_of(name)
    by_name = Q(*[("app__iexact", one) for one in names], _connector=Q.OR)
    rows = section("apps").model._default_manager.filter(by_name, plan=OuterRef("pk"))
    if len(names) == 1 and (query := Query.parse(name)):
        plans = plans.filter(pk__in=possible(query))
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
    "status": _status, "kind": _kind, "owner": _owner, "app": _app, "from": _from, "to": _to,
}  # fmt: skip
NAMES = ("search", *NARROWING)
