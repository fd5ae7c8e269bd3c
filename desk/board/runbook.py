"""What execution ticks beside the applications: SQL, configuration, steps, checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desk.board.facts import Facts
from ground.policies import can
from plans import states
from plans.tables.registry import sections
from plans.tables.section import Section

TONES = {"done": "ok", "failed": "bad", "skipped": "idle"}


@dataclass(frozen=True)
class Item:
    """A row to tick: its words, its state, its files, and whether this reader may tick it."""

    row: Any
    title: str
    who: str
    state: str
    label: str
    tone: str
    evidence: str
    planned: datetime | None
    late: timedelta | None
    may_tick: bool
    is_code: bool
    attached: int


@dataclass(frozen=True)
class Group:
    """Rows under one heading, with the minutes they may take."""

    title: str
    minutes: int | None
    items: Sequence[Item]


@dataclass(frozen=True)
class Checklist:
    """A section with its progress."""

    part: Section
    groups: Sequence[Group]
    done: int
    total: int

    @property
    def is_over(self) -> bool:
        return self.done == self.total


def ticked_sections() -> list[Section]:
    """Sections whose rows are ticked by `state` or `done`; applications move on their own."""
    ticks = {"state", "done"}
    return [
        part for part in sections()
        if not part.more.get("moves") and ticks & {str(cell.name) for cell in part.progress}
    ]  # fmt: skip


def runbook(facts: Facts) -> list[Checklist]:
    """The non-empty checklists in document order."""
    lists = [_checklist(facts, part) for part in ticked_sections()]
    return [one for one in lists if one.total]


def _checklist(facts: Facts, part: Section) -> Checklist:
    groups: dict[tuple[str, int | None], list[Item]] = {}
    for row in facts.rows(part.key):
        groups.setdefault(_heading(part, row), []).append(_item(facts, part, row))
    items = [item for group in groups.values() for item in group]
    return Checklist(
        part,
        [Group(title, minutes, found) for (title, minutes), found in groups.items()],
        sum(item.state in ("done", "skipped") for item in items),
        len(items),
    )


def _heading(part: Section, row: Any) -> tuple[str, int | None]:
    names = dict.fromkeys(filter(None, (part.group_by, "group")))
    words = [_shown(part, row, name) for name in names]
    return " · ".join(filter(None, words)), getattr(row, "group_minutes", None)


def _shown(part: Section, row: Any, name: str) -> str:
    value = getattr(row, name, "") or ""
    return part.column(name).display(value, row.plan.zone) if value else ""


def _item(facts: Facts, part: Section, row: Any) -> Item:
    state = _state(row)
    planned = getattr(row, "planned_start", None)
    begun = getattr(row, "actual_start", None) or getattr(row, "actual_end", None)
    late = (begun or (facts.now if not state else None) or planned) - planned if planned else None
    return Item(
        row=row,
        title=_title(part, row),
        who=next((who for name in ("owner", "executor") if (who := getattr(row, name, ""))), ""),
        state=state,
        label=row.get_state_display() if hasattr(row, "state") else "",
        tone=TONES.get(state, "idle"),
        evidence=getattr(row, "evidence", ""),
        planned=planned,
        late=late if late and late > timedelta(minutes=1) else None,
        may_tick=_is_live(facts) and bool(can(facts.user, "row.progress", row)),
        is_code=part.column(_own_names(part)[0]).is_code,
        attached=facts.attached.get(f"{part.key}:{row.pk}", 0),
    )


def _state(row: Any) -> str:
    if hasattr(row, "state"):
        return str(row.state)
    return "done" if row.done else ""


def _title(part: Section, row: Any) -> str:
    """The row's own words: what identifies it, its group left out."""
    words = [str(getattr(row, name) or "").strip() for name in _own_names(part)]
    return " · ".join(filter(None, words)) or str(row)


def _own_names(part: Section) -> list[str]:
    own = [name for name in part.identity if name not in (part.group_by, "group")]
    return own or list(part.identity)


def _is_live(facts: Facts) -> bool:
    return facts.plan.status not in states.FINISHED
