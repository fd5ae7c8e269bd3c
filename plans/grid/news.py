"""What has changed on a plan since an open page last asked; the event chain is the clock."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Value

from ground.kinds import kind_of
from ground.models import Chain, Event
from plans import events
from plans.models import Plan
from plans.tables.registry import has_section, sections

MOST_EVENTS = 500
NO_ROWS = frozenset(
    kind.key
    for kind in (
        events.CREATED, events.CHANGED, events.SUBMITTED, events.WITHDRAWN, events.REJECTED,
        events.APPROVED, events.CANCELLED, events.STARTED, events.PAUSED, events.RESUMED,
        events.RAMPING, events.RELEASING_AGAIN, events.OBSERVING, events.DONE,
        events.ROLLBACK_BEGUN, events.ROLLED_BACK, events.AMENDMENT_ASKED,
    )
)  # fmt: skip
"""Events about the whole plan that touch no table; any other one may have touched all of them."""

ALL_ROWS = frozenset({events.REVERTED.key})

Shape = list[tuple[int, int]]
"""A section's rows in order: (id, row_version)."""


@dataclass
class News:
    """What to look at anew, and who wrote last; `said` are other people's words on the plan."""

    sections: dict[str, str] = field(default_factory=dict)
    notes: str | None = None
    said: str = ""
    is_about_plan: bool = False


def position_of(plan: Plan) -> int:
    """How many events the plan's chain has."""
    return Chain.objects.filter(name=plan.chain).values_list("length", flat=True).first() or 0


def news_of(plan: Plan, since: int, reader: Any) -> News:
    """What the events after `since` have touched."""
    found = list(
        Event.objects.filter(chain=plan.chain, position__gt=since)
        .order_by("position")
        .only("kind", "subject", "actor_id", "actor_name", "data")[: MOST_EVENTS + 1]
    )
    news = News()
    for event in found[:MOST_EVENTS]:
        _take(news, event, reader)
    if len(found) > MOST_EVENTS:
        _take_everything(news, "")
    return news


def _take(news: News, event: Event, reader: Any) -> None:
    about = event.subject.partition(":")[0]
    if has_section(about):
        news.sections[about] = event.who
    elif about == "note":
        news.notes = event.who
    elif event.kind in ALL_ROWS or (not about and event.kind not in NO_ROWS):
        _take_everything(news, event.who)
    else:
        news.is_about_plan = True
        if not about and event.actor_id not in (None, reader.pk):
            news.said = f"{event.who} {kind_of(event.kind).sentence(event.data)}"


def _take_everything(news: News, who: str) -> None:
    news.sections.update({part.key: who for part in sections()})
    news.notes, news.is_about_plan = who, True


def shapes(plan: Plan, keys: Iterable[str]) -> dict[str, Shape]:
    """{section: its rows in order}, one query for all of them."""
    wanted = set(keys)
    asked = [_shape(plan, part) for part in sections() if part.key in wanted]
    if not asked:
        return {}
    found: dict[str, list[tuple[int, int, int]]] = {key: [] for key in wanted if has_section(key)}
    for key, rank, pk, version in asked[0].union(*asked[1:], all=True):
        found[key].append((rank, pk, version))
    return {
        key: [(pk, version) for _rank, pk, version in sorted(rows)] for key, rows in found.items()
    }


def _shape(plan: Plan, part: Any) -> Any:
    rows = part.model._default_manager.filter(plan=plan).order_by()
    return rows.annotate(shape_key=Value(part.key), shape_rank=F("rank")).values_list(
        "shape_key", "shape_rank", "pk", "row_version"
    )
