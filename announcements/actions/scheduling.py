"""Making the stored announcements equal to what window and 沟通计划 say."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from announcements.models import DROPPED, PLANNED, SENT, SKIPPED, Announcement, Bulletin
from announcements.planning import planned_for
from announcements.schedule import Planned
from announcements.standing import LIVE, UNSPOKEN
from plans import states
from plans.models import Plan

Stored = Mapping[str, Announcement]


def schedule(plan: Plan, bulletin: Bulletin, now: datetime) -> None:
    """In the transaction of the change, with the plan locked. What was told stays as it was."""
    if plan.status in UNSPOKEN:
        plan.announcements.exclude(state=SENT).delete()
        return
    stored = {one.key: one for one in plan.announcements.all()}
    wanted = dict(_wanted(plan, stored)) if not _is_over(plan) else {}
    for key, one in wanted.items():
        _keep(plan, key, stored.get(key), _values(plan, bulletin, one, stored.get(key), now))
    gone = [one.pk for key, one in stored.items() if one.state != SENT and key not in wanted]
    why = "over" if _is_over(plan) else "removed"
    plan.announcements.filter(pk__in=gone, state=PLANNED).update(state=DROPPED, why=why)


def _is_over(plan: Plan) -> bool:
    return plan.status in states.FINISHED


def _wanted(plan: Plan, stored: Stored) -> list[tuple[str, Planned]]:
    keyed = ((_key(one, stored), one) for one in planned_for(plan))
    return [(key, one) for key, one in keyed if key]


def _key(one: Planned, stored: Stored) -> str:
    """Its rule, with a count once it was told: what was told stays as it was.

    Nothing while the window has not moved away far enough to tell it anew.
    """
    told = [row for row in stored.values() if row.rule == one.rule and _is_told(row)]
    if not told:
        return one.rule
    last = max(row.due_at for row in told if row.due_at)
    is_repeated = one.at is None or one.at - last >= one.shift
    return f"{one.rule}#{len(told) + 1}" if is_repeated else ""


def _is_told(row: Announcement) -> bool:
    """At its time; what was told on an occasion is a row beside the one that waits."""
    return row.state == SENT and "@" not in row.key


def _values(
    plan: Plan, bulletin: Bulletin, one: Planned, stored: Announcement | None, now: datetime
) -> dict[str, Any]:
    state, why = _state(plan, bulletin, one, stored, now)
    return {
        "rule": one.rule,
        "row": one.row.id,
        "moment": one.row.moment,
        "occasions": sorted(one.occasions),
        "due_at": one.at,
        "audience": one.row.audience,
        "channel": one.row.channel,
        "content": one.row.content,
        "state": state,
        "why": why,
    }


def _state(
    plan: Plan, bulletin: Bulletin, one: Planned, stored: Announcement | None, now: datetime
) -> tuple[str, str]:
    """Nothing is told late: neither what passed before the approval nor what moved into the past."""
    if one.problem:
        return SKIPPED, one.problem
    if not one.at or one.at > now:
        return PLANNED, ""
    if not bulletin.live_since or plan.status not in LIVE:
        return SKIPPED, "late"
    if stored is None or stored.due_at != one.at:
        return SKIPPED, "past"
    is_late = stored.state == PLANNED and one.at <= bulletin.live_since
    return (SKIPPED, "late") if is_late else (stored.state, stored.why)


def _keep(plan: Plan, key: str, stored: Announcement | None, values: dict[str, Any]) -> None:
    if stored is None:
        Announcement.objects.create(plan=plan, key=key, **values)
    elif any(getattr(stored, name) != value for name, value in values.items()):
        Announcement.objects.filter(pk=stored.pk).update(**values)
