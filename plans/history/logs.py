"""Reading the log of a plan: by person, by kind, by section, and of one row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ground.models import Event
from ground.numbers import whole
from plans.events import ROWS_ADDED, ROWS_CHANGED, ROWS_DELETED, ROWS_RESTORED
from plans.history.showing import ShownCell, shown_cell
from plans.models import Plan
from plans.tables.diff import CellChange
from plans.tables.registry import has_section, sections
from plans.tables.section import Section

GROUPS = {
    "content": (_("内容"), ("row", "note.", "plan.changed", "plan.created", "plan.imported",
                            "plan.copied", "plan.from_template", "plan.reverted", "plan.sealed")),
    "progress": (_("执行"), ("row.progress", "app.", "plan.started", "plan.paused", "plan.resumed",
                             "plan.roll", "plan.ramping", "plan.observing", "plan.done")),
    "review": (_("审批"), ("gate", "finding.", "stage.", "plan.submitted", "plan.withdrawn",
                           "plan.rejected", "plan.approved", "plan.amendment", "plan.cancelled")),
    "ramp": (_("灰度"), ("ramp.", "run.", "drift.")),
}  # fmt: skip
"""Name → (label, how the keys of its kinds begin)."""

MOST_CELLS = 40


@dataclass(frozen=True)
class Filter:
    """What the reader asks of the log; empty fields ask nothing."""

    who: str = ""
    group: str = ""
    section: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filter":
        return cls(asked.get("who", ""), asked.get("group", ""), asked.get("section", ""))

    def __bool__(self) -> bool:
        return bool(self.who or self.group or self.section)

    def events(self, plan: Plan) -> QuerySet[Event]:
        """Newest first."""
        found = Event.objects.filter(chain=plan.chain).order_by("-position")
        if self.who:
            person = whole(self.who)
            found = found.filter(actor=person) if person else found.filter(actor=None)
        if self.group in GROUPS:
            found = found.filter(_begins("kind", GROUPS[self.group][1]))
            if self.group == "content":
                found = found.exclude(kind="row.progress")
        if has_section(self.section):
            found = found.filter(
                Q(subject=self.section) | Q(subject__startswith=f"{self.section}:")
            )
        return found


def people_of(plan: Plan) -> list[tuple[str, str]]:
    """(id, name) of everybody who did something; "system" for what nobody did by hand."""
    pairs = Event.objects.filter(chain=plan.chain).order_by().values_list("actor", "actor_name")
    named = {str(pk or "system"): name for pk, name in pairs.distinct()}
    return sorted(named.items(), key=lambda pair: pair[1])


def sections_of(plan: Plan) -> list[Section]:
    """Those that the log speaks of."""
    subjects = Event.objects.filter(chain=plan.chain).order_by().values_list("subject").distinct()
    keys = {subject.partition(":")[0] for (subject,) in subjects}
    return [part for part in sections() if part.key in keys]


@dataclass(frozen=True)
class Turn:
    """One event in the life of a row, with what it changed of it."""

    event: Event
    kind: str
    cells: list[ShownCell]


def row_turns(plan: Plan, part: Section, pk: int) -> list[Turn]:
    """What happened to one row, newest first; also of one that is gone."""
    own = Q(subject=f"{part.key}:{pk}")
    several = Q(subject=part.key, kind__in=[
        kind.key for kind in (ROWS_ADDED, ROWS_CHANGED, ROWS_DELETED, ROWS_RESTORED)
    ])  # fmt: skip
    found = Event.objects.filter(own | several, chain=plan.chain).order_by("-position")
    turns = (_turn(event, part, pk, plan) for event in found.iterator())
    return [turn for turn in turns if turn]


def _turn(event: Event, part: Section, pk: int, plan: Plan) -> Turn | None:
    if event.subject != part.key:
        return Turn(event, "changed", _cells(part, event.data.get("cells"), plan))
    if event.kind == ROWS_CHANGED.key:
        cells = (event.data.get("cells") or {}).get(str(pk))
        return Turn(event, "changed", _cells(part, cells, plan)) if cells else None
    row = next((row for row in event.data.get("rows") or () if row.get("id") == pk), None)
    if row is None:
        return None
    kind = "removed" if event.kind == ROWS_DELETED.key else "added"
    return Turn(event, kind, _cells(part, _said(part, row, kind), plan))


def _said(part: Section, row: Mapping[str, Any], kind: str) -> dict[str, list[Any]]:
    """All that the row said, as a change from or to nothing."""
    told = {str(cell.name): row.get(str(cell.name)) for cell in part.columns}
    filled = {name: value for name, value in told.items() if value not in (None, "", [])}
    if kind == "added":
        return {name: [None, value] for name, value in filled.items()}
    return {name: [value, None] for name, value in filled.items()}


def _cells(part: Section, cells: Any, plan: Plan) -> list[ShownCell]:
    """{field: [before, after]} in words; what is shaped otherwise is left out."""
    columns = {str(cell.name): cell for cell in part.columns}
    pairs = [
        (name, pair)
        for name, pair in (cells or {}).items()
        if isinstance(pair, list) and len(pair) == 2 and name != "raw"
    ]
    return [
        shown_cell(columns.get(name), CellChange(name, *pair), plan.zone)
        for name, pair in pairs[:MOST_CELLS]
    ]


def _begins(field: str, starts: Iterable[str]) -> Q:
    asked = Q()
    for start in starts:
        asked |= Q(**{f"{field}__startswith": start})
    return asked
