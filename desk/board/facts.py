"""Everything the board looks at, read once; the number of queries does not grow with rows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from attachments.reading import counts
from gray.engine import decide
from gray.runs import UNFINISHED, Run
from gray.situation import view_of
from ground.models import Chain, Event
from ground.verdict import Verdict
from plans import events, states
from plans.batches import UNDO_WITHIN, AppNode, nodes
from plans.grants import parts_of
from plans.models import Plan
from plans.release import amendment_is_open, may_deploy
from plans.tables.registry import section
from plans.tables.row import PlanRow

MOST_WHYS = 3
"""Ramps whose sentence is worked out; it costs some queries each."""


@dataclass
class Facts:
    """One plan on its release day, as one reader sees it at one moment."""

    plan: Plan
    user: Any
    now: datetime

    @cached_property
    def parts(self) -> set[str]:
        return parts_of(self.user, self.plan)

    @cached_property
    def apps(self) -> list[Any]:
        return self.rows("apps")

    @cached_property
    def everything(self) -> list[AppNode]:
        return nodes(self.apps)

    def rows(self, key: str) -> list[Any]:
        """The rows of a section, their plan filled in; one query the first time."""
        if key not in self._tables:
            self._tables[key] = list(section(key).rows(self.plan))
            for row in self._tables[key]:
                row.plan = self.plan
        return self._tables[key]

    @cached_property
    def _tables(self) -> dict[str, list[Any]]:
        return {}

    @cached_property
    def attached(self) -> dict[str, int]:
        """{place such as "steps:7": how many files hang there}."""
        return counts(self.plan)

    def node(self, app: PlanRow) -> AppNode:
        return next(node for node in self.everything if node.id == app.pk)

    @cached_property
    def times(self) -> Verdict:
        """May anything be deployed now, as far as amendments, windows and freezes go?"""
        return may_deploy(self.plan, self.now)

    @cached_property
    def amended(self) -> bool:
        return amendment_is_open(self.plan)

    @cached_property
    def moves(self) -> dict[str, list[Event]]:
        """{subject: what happened to it, oldest first} of all applications."""
        kinds = (events.APP_MOVED.key, events.APP_TAKEN_BACK.key)
        told: dict[str, list[Event]] = defaultdict(list)
        for event in Event.objects.filter(chain=self.plan.chain, kind__in=kinds).order_by(
            "position"
        ):
            told[event.subject].append(event)
        return told

    def last_move(self, app: PlanRow, to: str = "") -> Event | None:
        """The newest move of the application (to that state), not taken back since."""
        told = self.moves.get(f"apps:{app.pk}", [])
        for event in reversed(told):
            if event.kind == events.APP_MOVED.key and to in ("", event.data.get("to")):
                return event
        return None

    def undo_until(self, app: PlanRow) -> datetime | None:
        """Until when this reader may take the last tap back; None when there is none."""
        told = self.moves.get(f"apps:{app.pk}", [])
        if not told or told[-1].kind != events.APP_MOVED.key or told[-1].actor_id != self.user.pk:
            return None
        until = told[-1].at + UNDO_WITHIN
        return until if self.now < until and self.plan.status in states.UNDER_WAY else None

    @cached_property
    def runs(self) -> list[Run]:
        """The ramps that have begun or are ready, with their names."""
        return list(Run.objects.filter(plan=self.plan).select_related("ramp").order_by("pk"))

    @cached_property
    def ramps(self) -> list[tuple[Run, str]]:
        """Each ramp, and in one sentence why it moves or not while it is under way."""
        return [
            (run, self._why(run) if place < MOST_WHYS else "")
            for place, run in enumerate(self.runs)
        ]

    def _why(self, run: Run) -> str:
        if run.state not in UNFINISHED:
            return ""
        run.ramp.plan = self.plan
        return str(decide(self.now, view_of(self.plan, run.ramp, run, self.now)).why)

    @cached_property
    def mark(self) -> str:
        return mark_of(self.plan, self.now)


def mark_of(plan: Plan, now: datetime) -> str:
    """Changes with every event of the plan, and once a minute for what only time changes."""
    length = Chain.objects.filter(name=plan.chain).values_list("length", flat=True).first() or 0
    return f"{length}-{now:%d%H%M}"
