"""The orders of the list of plans, and turning its pages without counting them.

A page is what comes after (or before) a plan in an order that names every plan once,
so the thousandth page costs what the first does and nothing is shown twice when plans
are added meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plans.models import Plan

AFTER, BEFORE = "after", "before"
NEVER = "-"
"""In an address, the moment of a plan that has none."""


@dataclass(frozen=True)
class Order:
    """Latest first by one moment of the plan; those without one come last."""

    key: str
    label: str | Promise
    field: str
    may_be_empty: bool = False

    def sorted(self, plans: QuerySet[Plan], *, backwards: bool = False) -> QuerySet[Plan]:
        """As an index has it, read from one end or the other."""
        last = True if self.may_be_empty else None
        if backwards:
            return plans.order_by(F(self.field).asc(nulls_first=last), "pk")
        return plans.order_by(F(self.field).desc(nulls_last=last), "-pk")

    def beyond(self, place: "Place", *, backwards: bool = False) -> Q:
        """Which plans come after the place, or before it."""
        side = "gt" if backwards else "lt"
        same = Q(**{self.field: place.moment, f"pk__{side}": place.pk})
        if place.moment is None:
            return same | Q(**{f"{self.field}__isnull": False}) if backwards else same
        past = Q(**{f"{self.field}__{side}": place.moment}) | same
        if self.may_be_empty and not backwards:
            return past | Q(**{f"{self.field}__isnull": True})
        return past & Q(**{f"{self.field}__{side}e": place.moment})

    def place_of(self, plan: Plan) -> str:
        moment: datetime | None = getattr(plan, self.field)
        return f"{moment.isoformat() if moment else NEVER}~{plan.pk}"


ORDERS = {
    order.key: order
    for order in (
        Order("newest", _("最近创建"), "created_at"),
        Order("changed", _("最近修改"), "changed_at"),
        Order("window", _("发布窗口"), "window_start", may_be_empty=True),
    )
}
NEWEST = ORDERS["newest"]


@dataclass(frozen=True)
class Place:
    """Where a page ends: the moment and the id of its last plan."""

    moment: datetime | None
    pk: int

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """As an address carries it; nothing for what is no place."""
        moment, _tilde, pk = text.partition("~")
        if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
            return None
        try:
            at = None if moment == NEVER else parse_datetime(moment.replace(" ", "+"))
        except ValueError:
            return None
        is_place = moment == NEVER or (at is not None and at.tzinfo is not None)
        return cls(at, int(pk)) if is_place else None


@dataclass(frozen=True)
class Turned:
    """One page; `before` and `after` are the places its neighbours are asked for by, or empty."""

    plans: list[Plan]
    before: str = ""
    after: str = ""


def turn(plans: QuerySet[Plan], order: Order, given: Mapping[str, str], size: int) -> Turned:
    """The page of `plans` that the address asks for with `after` or `before`; one query."""
    backwards = BEFORE in given
    place = Place.read(given.get(BEFORE, "") or given.get(AFTER, ""))
    if place:
        plans = plans.filter(order.beyond(place, backwards=backwards))
    backwards = backwards and place is not None
    found: list[Any] = list(order.sorted(plans, backwards=backwards)[: size + 1])
    has_more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Turned([])
    has_before, has_after = (has_more, True) if backwards else (place is not None, has_more)
    return Turned(
        found,
        order.place_of(found[0]) if has_before else "",
        order.place_of(found[-1]) if has_after else "",
    )
