"""By when a gate should be signed, and who is told while it is not (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from approvals.rules.shape import Rule

HOUR = timedelta(hours=1)
LONGEST_NOTICE = timedelta(hours=24)
SOON, OVERDUE, ESCALATED = "soon", "overdue", "escalated"
OWNER = "owner"
"""Whom the last step tells, as if it were a part."""


@dataclass(frozen=True)
class Nudge:
    """At that moment somebody is told: those who can sign, everybody, or one part."""

    at: datetime
    kind: str
    part: str = ""


@dataclass(frozen=True)
class Times:
    """Since when a gate can be signed and until when it should be; the next nudge, how many were."""

    asked_at: datetime | None = None
    due_at: datetime | None = None
    nudge_at: datetime | None = None
    nudges: int = 0


def due_at(rule: Rule, asked: datetime, window_start: datetime | None) -> datetime | None:
    """The earlier of the rule's two moments, but never within an hour; None without any."""
    moments = []
    if rule.due_after is not None:
        moments.append(asked + rule.due_after * HOUR)
    if rule.due_before is not None and window_start is not None:
        moments.append(window_start - rule.due_before * HOUR)
    return max(min(moments), asked + HOUR) if moments else None


def nudges(rule: Rule, asked: datetime, due: datetime) -> tuple[Nudge, ...]:
    """All of them in order: once before, at the moment itself, then up the line to the owner."""
    notice = min((due - asked) / 4, LONGEST_NOTICE)
    line = [
        Nudge(due + place * rule.patience * HOUR, ESCALATED, part)
        for place, part in enumerate((*rule.escalates, OWNER), start=1)
    ]
    return (Nudge(due - notice, SOON), Nudge(due, OVERDUE), *line)


def passed(planned: Sequence[Nudge], done: int, now: datetime) -> tuple[Nudge, ...]:
    """Those that are due and not done; what a late clock missed is told once, not in turn.

    That something is due soon is not said when it is overdue.
    """
    found = [one for one in planned[done:] if one.at <= now]
    is_late = any(one.kind != SOON for one in found)
    return tuple(one for one in found if one.kind != SOON or not is_late)


def times(
    rule: Rule, before: Times, *, is_asked: bool, window_start: datetime | None, now: datetime
) -> Times:
    """The times as they should be; a window that moves takes the nudges along.

    What has been told for a moment that is still past is not told again.
    """
    if not is_asked:
        return Times()
    asked = before.asked_at or now
    due = due_at(rule, asked, window_start)
    if due is None:
        return Times(asked)
    planned = nudges(rule, asked, due)
    done = before.nudges
    if due != before.due_at:
        done = min(done, sum(one.at <= now for one in planned))
    return Times(asked, due, planned[done].at if done < len(planned) else None, done)
