"""One upload as its review shows it: the draft, both sides, the people, the differences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from people.models import User
from plans.forms import FieldLine, plan_fields
from plans.importing import read_file
from plans.models import Plan, Upload
from plans.reading.draft import ImportDraft
from plans.reviewing.accounts import Person, people_of
from plans.reviewing.original import Entry, original
from plans.reviewing.preview import Kept, Preview, kept_of, preview_of
from plans.reviewing.steps import Decisions, decisions, is_choice
from plans.tables.cells import Cell

FACTS = (
    "title",
    "project",
    "version",
    "kind",
    "window_start",
    "window_end",
    "observe",
    "owner_text",
)
MOST_ACCOUNTS = 300


@dataclass
class Look:
    """What the review of one upload shows; read once, everything else is derived."""

    upload: Upload
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def decisions(self) -> Decisions:
        return decisions(self.upload.choices)

    @cached_property
    def draft(self) -> ImportDraft:
        plan = self.upload.plan
        zone = plan.zone if plan else None
        return read_file(
            bytes(self.upload.data), self.upload.name, zone, self.decisions.choices, memory=True
        )

    @cached_property
    def zone(self) -> ZoneInfo:
        return self.upload.plan.zone if self.upload.plan else ZoneInfo(settings.TIME_ZONE)

    @cached_property
    def preview(self) -> Preview:
        return preview_of(self.draft, self.zone)

    @cached_property
    def kept(self) -> Kept:
        return kept_of(self.draft)

    @cached_property
    def entries(self) -> list[Entry]:
        return original(self.draft, self.decisions.choices)

    @property
    def unseen(self) -> int:
        """Blocks at the end of a very long document that are not drawn."""
        last = self.entries[-1].at if self.entries else -1
        return max(0, len(self.draft.trace) - 1 - last)

    @cached_property
    def people(self) -> list[Person]:
        return people_of(self.draft)

    @cached_property
    def accounts(self) -> list[User]:
        """What is offered where a name is nobody's."""
        return list(User.objects.filter(is_active=True).order_by("username")[:MOST_ACCOUNTS])

    @property
    def strangers(self) -> int:
        """People whose account nobody knows yet."""
        return sum(person.state != "linked" for person in self.people)

    @property
    def may_undo(self) -> bool:
        return any(is_choice(step) for step in self.upload.choices)

    @property
    def problems(self) -> int:
        return sum(bool(trace.problem) for trace in self.draft.trace)

    @cached_property
    def facts(self) -> list[FieldLine]:
        """The plan's own fields: as typed before, else as the document says."""
        typed = {**self.decisions.typed, **self.typed}
        return plan_fields(_plan_of(self.draft), typed, self.errors, FACTS)


def _plan_of(draft: ImportDraft) -> Plan:
    """The fields of the draft as those of a plan that is not saved."""
    plan = Plan(timezone=settings.TIME_ZONE)
    for name in FACTS:
        cell = Plan._meta.get_field(name)
        try:
            if isinstance(cell, Cell) and draft.plan.get(name) not in (None, ""):
                setattr(plan, name, cell.from_json(draft.plan[name], plan.zone))
        except ValueError:
            continue
    return plan
