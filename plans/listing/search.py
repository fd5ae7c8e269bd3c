"""Finding plans by what any of their cells, notes and fields say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.document import PLAN
from plans.listing.texts import EXTRA, LEADING, PART_LABELS, TEXT
from plans.models import Plan
from plans.tables.registry import has_section, section
from search.finding import MOST, Found, find
from search.marking import Pieces, marked
from search.query import Query
from search.showing import Hit, Shown, show

RANKED = 200
"""So many of the first are put in order by whether one row says every word."""


@dataclass(frozen=True)
class PlanHit:
    """One cell of a plan that says it, as a line with a link to its row."""

    place: str
    url: str
    pieces: Pieces
    hit: Hit

    def as_json(self) -> dict[str, Any]:
        hit = self.hit
        return {
            "section": hit.part, "row": hit.row or None, "field": hit.field, "place": self.place,
            "url": self.url, "before": hit.before, "match": hit.match, "after": hit.after,
        }  # fmt: skip


@dataclass(frozen=True)
class PlanFound:
    """A plan, its title with the words marked, and the cells that say them."""

    plan: Plan
    title: Pieces
    number: Pieces
    hits: list[PlanHit]


def matching(plans: QuerySet[Plan], text: str, most: int = MOST) -> QuerySet[Plan]:
    """The plans in which every word of `text` occurs somewhere; the newest `most` of them."""
    return plans.filter(pk__in=find(Query.parse(text), plans, most=most).subjects)


def hits_of(plans: Collection[Plan], text: str) -> dict[int, list[PlanHit]]:
    """{plan id: the cells that say it} for plans that were found already; one query."""
    shown = show([plan.pk for plan in plans], Query.parse(text))
    return {plan.pk: _hits(plan, shown.get(plan.pk, Shown())) for plan in plans}


class Search:
    """A search among `plans`, which its user may see; nothing else is found or counted."""

    def __init__(self, plans: QuerySet[Plan], text: str, most: int = MOST) -> None:
        self.plans, self.query = plans, Query.parse(text)
        self.found = find(self.query, plans, most=most) if self.query else Found()
        self._shown: dict[int, Shown] = {}

    @property
    def count(self) -> int:
        return len(self.found.subjects)

    def page(self, start: int, size: int) -> list[PlanFound]:
        """In order: named so, all words in one row, newest; two queries."""
        keys = self._ordered(start, size)[start : start + size]
        plans = self.plans.select_related("owner").in_bulk(keys)
        return [self._found(plans[key]) for key in keys if key in plans]

    def _ordered(self, start: int, size: int) -> list[int]:
        keys = self.found.subjects
        is_ranked = len(self.query.words) > 1 and start < RANKED
        first = keys[:RANKED] if is_ranked else keys[start : start + size]
        self._shown = show(first, self.query)
        if not is_ranked:
            return keys
        named, others = keys[: self.found.leading], keys[self.found.leading : RANKED]
        return [*named, *sorted(others, key=self._is_scattered), *keys[max(RANKED, len(named)) :]]

    def _is_scattered(self, key: int) -> bool:
        return key not in self._shown or not self._shown[key].together

    def _found(self, plan: Plan) -> PlanFound:
        shown = self._shown.get(plan.pk, Shown())
        return PlanFound(
            plan,
            marked(plan.title, self.query),
            marked(plan.number, self.query),
            [hit for hit in _hits(plan, shown) if not _is_heading(hit.hit)],
        )


def _is_heading(hit: Hit) -> bool:
    """The plan's own title and number, which are marked where they stand; a case has a title too."""
    return hit.part == PLAN and hit.field in LEADING


def _hits(plan: Plan, shown: Shown) -> list[PlanHit]:
    return [_shown(plan, hit) for hit in shown.hits]


def _shown(plan: Plan, hit: Hit) -> PlanHit:
    anchor = _row(hit) if has_section(hit.part) else _anchor(hit)
    url = f"{reverse('plans:detail', args=[plan.number])}#{anchor}"
    return PlanHit(place_of(hit.part, hit.field), url, hit.pieces, hit)


def _row(hit: Hit) -> str:
    """As `static/js/jump.js` follows it, to the cell where the section has its column."""
    row = f"row-{hit.part}-{hit.row}"
    return row if hit.field.startswith(EXTRA) else f"{row}-{hit.field}"


def _anchor(hit: Hit) -> str:
    return f"note-{hit.row}" if hit.row else "main"


def place_of(part: str, name: str) -> str:
    """Section and column, as people call them."""
    return " · ".join(label for label in _labels(part, name) if label)


def _labels(part: str, name: str) -> Sequence[str]:
    if name.startswith(EXTRA):
        column = name.removeprefix(EXTRA)
    elif has_section(part):
        column = section(part).column(name).label
    else:
        column = _field_label(name)
    label = section(part).label if has_section(part) else PART_LABELS.get(part, part)
    return str(label), column


def _field_label(name: str) -> str:
    labels = {"heading": _("标题"), "source_name": _("导入的文件"), TEXT: ""}
    if name in labels:
        return labels[name]
    field: Any = Plan._meta.get_field(name)
    return str(field.verbose_name)
