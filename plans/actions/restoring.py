"""Deleted rows come back as they were, with their progress: from the log, never from a request."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.errors import Hidden, Invalid, WrongState
from ground.journal import record
from ground.models import Event
from ground.policies import authorize
from plans import events
from plans.actions.amendments import after_content_change, require_reason
from plans.actions.locking import lock
from plans.actions.new_rows import within_limits
from plans.contribute import announce
from plans.lookup import find_section
from plans.models import Plan
from plans.tables.parsing import read_values
from plans.tables.row import PlanRow
from plans.tables.section import Section

Deleted = dict[int, tuple[Mapping[str, Any], int]]
"""{row id: (the row as the event tells it, its rank)}."""


@transaction.atomic
def restore_rows(
    plan: Plan, key: str, *, by: Any, ids: Sequence[int], reason: str = ""
) -> list[PlanRow]:
    """Bring back rows that were deleted, all or nothing, under their old ids and places.

    What they hold is what the newest event of their deletion says: progress comes
    back too and cannot be made up. Raises Hidden for an id that was never deleted
    here, WrongState for one that is back already.
    """
    part, plan = find_section(key), lock(plan)
    authorize(by, "section.edit", (plan, part))
    require_reason(plan, reason)
    within_limits(plan, part, len(ids))
    if _there(part, ids):
        raise WrongState(_("这些行里有没被删除的，或已经恢复了，请刷新后再看。"))
    told = _told(plan, key, ids)
    if len(told) < len(set(ids)):
        raise Hidden(_("历史里没有删除过这一行，不能恢复。"))
    made = [_as_it_was(plan, part, pk, *told[pk], by=by) for pk in dict.fromkeys(ids)]
    for row in made:
        authorize(by, "row.edit", row)
    _write(plan, part, made, by=by, reason=reason)
    after_content_change(plan, [key], by=by, reason=reason)
    announce("progress_changed", plan, [key], by)
    return made


def bring_back(
    plan: Plan, part: Section, ids: Sequence[int], *, by: Any, reason: str
) -> list[PlanRow]:
    """Those of these rows that the log can bring back as they were, written and recorded.

    For actions that have authorised in a locked plan; what follows a change is theirs.
    A row that is there, that the log does not know or that can no longer be read is left out.
    """
    there = _there(part, ids)
    made = []
    for pk, told in _told(plan, part.key, [pk for pk in ids if pk not in there]).items():
        with suppress(Invalid):
            made.append(_as_it_was(plan, part, pk, *told, by=by))
    made = [row for row in made if not row.is_executed]
    if made:
        within_limits(plan, part, len(made))
        _write(plan, part, made, by=by, reason=reason)
    return made


def _write(plan: Plan, part: Section, made: list[PlanRow], *, by: Any, reason: str) -> None:
    part.model._default_manager.bulk_create(made)
    record(
        events.ROWS_RESTORED, chain=plan.chain, by=by, subject=part.key, reason=reason,
        data={
            "section": str(part.label), "count": len(made), "rows": [row.as_json() for row in made],
        },
    )  # fmt: skip


def _there(part: Section, ids: Iterable[int]) -> set[int]:
    """Those of the ids that some row has."""
    possible = [pk for pk in ids if 0 < pk < 2**63]
    return set(part.model._default_manager.filter(pk__in=possible).values_list("pk", flat=True))


def _told(plan: Plan, key: str, ids: Iterable[int]) -> Deleted:
    """What the log says of these ids, newest deletion first; ids that it does not know are left out."""
    wanted, found = set(ids), dict[int, tuple[Mapping[str, Any], int]]()
    if not wanted:
        return found
    deletions = Event.objects.filter(chain=plan.chain, kind=events.ROWS_DELETED.key, subject=key)
    for data in deletions.order_by("-position").values_list("data", flat=True).iterator():
        places = data.get("ranks") or [0] * len(data["rows"])
        for row, rank in zip(data["rows"], places, strict=False):
            if row["id"] in wanted:
                found.setdefault(row["id"], (row, rank))
        if len(found) == len(wanted):
            break
    return found


def _as_it_was(
    plan: Plan, part: Section, pk: int, row: Mapping[str, Any], rank: int, *, by: Any
) -> PlanRow:
    known = {str(cell.name) for cell in part.columns} | {"extra", "raw"}
    given = {name: value for name, value in row.items() if name in known}
    values, errors = read_values(part, given, plan.zone, part.columns)
    if errors:
        raise Invalid(_("这一行的格式后来变了，不能原样恢复；请照历史重新填写。"), fields=errors)
    version = row["row_version"] + 1
    made: PlanRow = part.model(
        pk=pk, plan=plan, rank=rank, row_version=version, changed_by=by, **values
    )
    return made
