"""What the list of plans shows: one page of plans, and what else one may choose."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.words import labelled
from plans import states
from plans.contribute import Meter
from plans.listing.counting import in_words, status_counts
from plans.listing.filters import PlanFilter, mine
from plans.listing.search import PlanFound, Search
from plans.listing.sorting import AFTER, BEFORE, NEWEST, ORDERS, Order, Turned, turn
from plans.meters import all_meters_of
from plans.models import Plan

PAGE = 50
SCOPES = (
    ("", gettext_lazy("全部")),
    ("owned", gettext_lazy("我负责的")),
    ("joined", gettext_lazy("我参与的")),
)
FILTERS = {
    "owner": gettext_lazy("负责人"), "app": gettext_lazy("应用"), "kind": gettext_lazy("类型"),
    "from": gettext_lazy("窗口从"), "to": gettext_lazy("窗口到"),
}  # fmt: skip
PLACES = ("page", AFTER, BEFORE)
"""Parameters that a new choice leaves behind."""


@dataclass(frozen=True)
class Choice:
    """A link of the list: `query` is what its address asks for."""

    label: str
    query: str
    is_chosen: bool = False
    count: str = ""


@dataclass(frozen=True)
class Line:
    """A plan in the list; the rest of `found` is there when it was searched for."""

    plan: Plan
    meters: list[Meter]
    found: PlanFound | None = None


class Browsing:
    """The list as `given` (an address) asks for it among the plans that may be seen.

    Raises Invalid for a filter that cannot be understood.
    """

    def __init__(self, given: QueryDict, visible: QuerySet[Plan], user: Any) -> None:
        self.given, self.user = given, user
        self.scope = given.get("scope", "")
        self.filter = PlanFilter(given, mine(visible, user, self.scope))
        self.words = self.filter.words
        self.order: Order = ORDERS.get(given.get("sort", ""), self._usual)

    @property
    def _usual(self) -> Order:
        """Whoever asks for a time wants its windows in order."""
        asked = self.filter.given
        return ORDERS["window"] if asked["from"] or asked["to"] else NEWEST

    @cached_property
    def search(self) -> Search | None:
        return Search(self.filter.narrowed(), self.words) if self.words else None

    @cached_property
    def lines(self) -> list[Line]:
        if self.search:
            found = self.search.page((self.number - 1) * PAGE, PAGE)
            meters = all_meters_of([one.plan for one in found])
            return [Line(one.plan, meters[one.plan.pk], one) for one in found]
        meters = all_meters_of(self.turned.plans)
        return [Line(plan, meters[plan.pk]) for plan in self.turned.plans]

    @cached_property
    def turned(self) -> Turned:
        plans = self.filter.narrowed().select_related("owner")
        return turn(plans, self.order, self.given, PAGE)

    @property
    def number(self) -> int:
        """The page of a search, from 1."""
        said = self.given.get("page", "")
        return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 4 else 1

    @property
    def before(self) -> str:
        """The query of the page before, empty when there is none."""
        if self.search:
            return self._query(page=str(self.number - 1)) if self.number > 1 else ""
        return self._query(before=self.turned.before) if self.turned.before else ""

    @property
    def after(self) -> str:
        if self.search:
            more = self.number * PAGE < self.search.count
            return self._query(page=str(self.number + 1)) if more else ""
        return self._query(after=self.turned.after) if self.turned.after else ""

    @property
    def result(self) -> str:
        """How many were found, in words."""
        if not self.search:
            return ""
        if self.search.found.is_cut:
            return _("超过 %(n)s 个，按最新列出前 %(n)s 个") % {"n": self.search.count}
        return _("找到 %(n)s 个") % {"n": self.search.count}

    @property
    def scopes(self) -> list[Choice]:
        return [
            Choice(str(label), self._query(scope=key), key == self.scope) for key, label in SCOPES
        ]

    @property
    def orders(self) -> list[Choice]:
        return [
            Choice(str(order.label), self._query(sort=key), order is self.order)
            for key, order in ORDERS.items()
        ]

    @cached_property
    def statuses(self) -> list[Choice]:
        """Counted only where that is cheap: not in a search, not by application."""
        chosen = self.given.get("status", "")
        is_dear = self.search or self.filter.given["app"]
        counts = {} if is_dear else status_counts(self._unfiltered(), self.user)
        return [
            Choice(_("全部状态"), self._query(status=""), not chosen),
            *self._statuses(chosen, counts),
        ]

    def _statuses(self, chosen: str, counts: dict[str, int]) -> Iterable[Choice]:
        for value, label in states.STATUSES:
            count = counts.get(value, 0)
            if count or value == chosen or (not counts and value != states.TEMPLATE):
                shown = in_words(count) if counts else ""
                yield Choice(str(label), self._query(status=value), value == chosen, shown)

    def _unfiltered(self) -> QuerySet[Plan]:
        """By every filter but the status."""
        others = self.given.copy()
        others.pop("status", None)
        return PlanFilter(others, self.filter.plans).narrowed()

    @property
    def filters(self) -> list[Choice]:
        """The filters that are on; each link takes its own off."""
        return [
            Choice(labelled(label, self.filter.given[name]), self._query(**{name: ""}))
            for name, label in FILTERS.items()
            if self.filter.given[name]
        ]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.scope or self.given.get("status") or self.filters)

    @property
    def query(self) -> str:
        """What a saved view keeps: everything but the place."""
        return self._query()

    def _query(self, **changes: str) -> str:
        query = self.given.copy()
        for name in PLACES:
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = value
        kept = QueryDict(mutable=True)
        for name in query:
            if value := str(query[name]).strip():
                kept[name] = value
        return kept.urlencode()
