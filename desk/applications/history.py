"""Every release that touched an application, as far as the reader may see it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from applications.models import Application, Mention
from ground.texts import fold
from plans.models import Plan
from plans.naming import DEPENDED, names_in, naming_sections
from plans.tables.registry import section
from plans.tables.section import Section

PAGE = 20


@dataclass(frozen=True)
class Touch:
    """What one plan does to the application: rows by section, in document order."""

    plan: Plan
    parts: Sequence[tuple[Section, Sequence[Any]]] = ()


@dataclass(frozen=True)
class History:
    page: Any
    touches: Sequence[Touch]
    often: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """{column label: the people who most often stand there, in these releases}."""


def history(user: Any, application: Application, page: str) -> History:
    """Newest first, `page` as the address says it; in a fixed number of queries."""
    plans = touching(user, application).order_by(
        Coalesce("started_at", "window_start", "created_at").desc(), "-pk"
    )
    found = Paginator(plans.select_related("owner"), PAGE).get_page(page)
    listed = list(found)
    rows = _rows(listed, set(application.names.values_list("fold", flat=True)))
    touches = [Touch(plan, _of(plan, rows)) for plan in listed]
    return History(found, touches, _often(row for _plan, row in rows.get("apps", ())))


def history_json(told: History) -> dict[str, Any]:
    """As REST gives it; rows as the rows API does, by section."""
    return {
        "count": told.page.paginator.count,
        "page": told.page.number,
        "pages": told.page.paginator.num_pages,
        "results": [
            {
                "plan": one.plan.number,
                "title": one.plan.title,
                "status": one.plan.status,
                "window_start": one.plan.window_start,
                "started_at": one.plan.started_at,
                "sections": {part.key: [row.as_json() for row in rows] for part, rows in one.parts},
            }
            for one in told.touches
        ],
    }


def touching(user: Any, application: Application, part: str = "") -> QuerySet[Plan]:
    """The plans that `user` sees and that name it: in `part`, or anywhere but as a dependency."""
    mentions = Mention.objects.filter(fold__in=application.names.values("fold"))
    mentions = mentions.filter(part=part) if part else mentions.exclude(part=DEPENDED)
    return Plan.objects.visible_to(user).filter(pk__in=mentions.values("subject"))


def _rows(plans: Sequence[Plan], folds: set[str]) -> dict[str, list[tuple[int, Any]]]:
    """{section: [(plan, row)]} of the rows that name the application."""
    found: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for key, fields in naming_sections().items():
        names = [name for name in fields if f"{key}.{name}" != DEPENDED]
        part = section(key)
        rows: Any = part.model._default_manager.filter(plan__in=plans)
        for row in rows.exclude(_empty(part, names)).order_by("rank", "pk"):
            said = (name for one in names for name in names_in(getattr(row, one)))
            if any(fold(name) in folds for name in said):
                found[key].append((row.plan_id, row))
    return found


def _empty(part: Section, names: Iterable[str]) -> Q:
    """Nothing stands in any of these cells: an empty list, or an empty text."""
    kinds = {name: part.column(name).kind for name in names}
    return Q(*[Q((name, [] if kind == "names" else "")) for name, kind in kinds.items()])


def _of(plan: Plan, rows: Mapping[str, Sequence[tuple[int, Any]]]) -> list[tuple[Section, Any]]:
    mine = (
        (section(key), [row for of, row in found if of == plan.pk]) for key, found in rows.items()
    )
    ordered = sorted(mine, key=lambda pair: pair[0].order)
    return [(part, found) for part, found in ordered if found]


def _often(rows: Iterable[Any]) -> dict[str, list[str]]:
    part = section("apps")
    people = [part.column(name) for name in ("deployer", "developer", "tester")]
    counted: dict[str, Counter[str]] = {cell.label: Counter() for cell in people}
    for row in rows:
        for cell in people:
            if name := getattr(row, str(cell.name)):
                counted[cell.label][name] += 1
    return {
        label: [name for name, _times in names.most_common(2)]
        for label, names in counted.items()
        if names
    }
