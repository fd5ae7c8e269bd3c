"""The way back, first things first: traffic, applications in reverse order, what was set.

Beside it stand the rollback steps with their time limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.board.cards import Card, Column
from desk.board.facts import Facts
from desk.board.undone import Undoing, undoings
from gray.returning import Up, foreign_ups, own_ups
from ground.models import Event
from plans import events, states
from plans.batches import STARTED, rollback_order


@dataclass(frozen=True)
class Timer:
    """A group of rollback steps: how long it may take, and until when once it runs."""

    title: str
    minutes: int
    is_done: bool
    until: datetime | None


@dataclass(frozen=True)
class WayBack:
    """Whatever has to go back, first things first.

    others   ramps of other plans that stand on this plan's: they have to fall first
    traffic  this plan's ramps
    undone   keys, switches and statements, each as it is to be set or run
    """

    cards: Sequence[Card]
    timers: Sequence[Timer]
    is_running: bool
    others: Sequence[Up] = ()
    traffic: Sequence[Up] = ()
    undone: Sequence[Undoing] = ()

    @property
    def count(self) -> int:
        return len(self.others) + len(self.traffic) + len(self.cards) + len(self.undone)


def way_back(facts: Facts, shown: Sequence[Column]) -> WayBack:
    """The reverse order of all that is up; while it runs also what is back already."""
    running = facts.plan.status in (states.ROLLING_BACK, states.ROLLED_BACK)
    wanted = STARTED | {"rolled_back"} if running else STARTED
    by_id = {card.app.pk: card for column in shown for card in column.cards}
    order = [node for node in rollback_order(facts.everything) if node.state in wanted]
    began = [run for run in facts.runs if run.started_at]
    return WayBack(
        [by_id[node.id] for node in order],
        timers(facts),
        running,
        foreign_ups(facts.plan, facts.user) if began else (),
        own_ups(facts.plan, with_fallen=running) if began else (),
        undoings(facts, is_out=bool(order or began)),
    )


def timers(facts: Facts) -> list[Timer]:
    """The groups of 回滚 steps; each one's time begins when the one before is done."""
    groups: dict[str, list[object]] = {}
    for row in facts.rows("steps"):
        if row.phase == "回滚" and row.group_minutes:
            groups.setdefault(row.group, []).append(row)
    begun, found = _begun(facts), []
    for title, rows in groups.items():
        minutes = rows[0].group_minutes  # type: ignore[attr-defined]
        is_done = all(row.state in ("done", "skipped") for row in rows)  # type: ignore[attr-defined]
        until = begun + timedelta(minutes=minutes) if begun and not is_done else None
        found.append(Timer(title, minutes, is_done, until))
        begun = _finished(rows) if is_done and begun else None
    return found


def _begun(facts: Facts) -> datetime | None:
    """When the rollback of this plan began."""
    if facts.plan.status != states.ROLLING_BACK:
        return None
    told = Event.objects.filter(chain=facts.plan.chain, kind=events.ROLLBACK_BEGUN.key)
    return told.order_by("-position").values_list("at", flat=True).first()


def _finished(rows: Sequence[object]) -> datetime | None:
    ends = [row.actual_end or row.changed_at for row in rows]  # type: ignore[attr-defined]
    return max(ends, default=None)
