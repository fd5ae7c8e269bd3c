"""Making a table of the plan what a sealed revision has: rows come back, change, go, move."""

from collections.abc import Sequence
from typing import Any

from ground.journal import record
from plans import events
from plans.actions.blocks import change_rows
from plans.actions.new_rows import create_rows, parse_rows, record_added
from plans.actions.restoring import bring_back
from plans.document import Row
from plans.history.restoring import Table, content_of
from plans.models import Plan
from plans.tables.row import PlanRow
from plans.tables.section import Section


def write_table(plan: Plan, part: Section, table: Table, *, by: Any, reason: str) -> bool:
    """Take the steps, for actions that have authorised; whether the log brought rows back."""
    if table.removed:
        _remove(plan, part, table.removed, by=by, reason=reason)
    rows = {row.pk: row for row in part.rows(plan)}
    if table.changed:
        values = _parsed(plan, part, [then for _now, then in table.changed])
        pairs = zip(table.changed, values, strict=True)
        change_rows(
            plan, part, {rows[now["id"]]: given for (now, _then), given in pairs},
            by=by, reason=reason,
        )  # fmt: skip
    back = bring_back(plan, part, [row["id"] for row in table.added], by=by, reason=reason)
    rows.update(_add(plan, part, table.added, back, by=by, reason=reason))
    if table.order:
        _order(part, [rows[pk] for pk in table.order])
    return bool(back)


def _add(
    plan: Plan,
    part: Section,
    added: Sequence[Row],
    back: Sequence[PlanRow],
    *,
    by: Any,
    reason: str,
) -> dict[int, PlanRow]:
    """{-1, -2, …: row}: those that came back say what is wanted, the others are made anew."""
    known = {row.pk: row for row in back}
    old = [row for row in added if row["id"] in known]
    values = _parsed(plan, part, old)
    given = {known[row["id"]]: one for row, one in zip(old, values, strict=True)}
    change_rows(plan, part, given, by=by, reason=reason)
    new = [row for row in added if row["id"] not in known]
    if new:
        made = create_rows(plan, part, by=by, rows=[content_of(part, row) for row in new])
        record_added(plan, part, made, by=by, reason=reason)
        known.update({row["id"]: one for row, one in zip(new, made, strict=True)})
    return {-at: known[row["id"]] for at, row in enumerate(added, start=1)}


def _parsed(plan: Plan, part: Section, rows: Sequence[Row]) -> list[dict[str, Any]]:
    return parse_rows(plan, part, [content_of(part, row) for row in rows], part.content)


def _remove(plan: Plan, part: Section, gone: Sequence[Row], *, by: Any, reason: str) -> None:
    found = part.rows(plan).filter(pk__in=[row["id"] for row in gone])
    rows = list(found)
    told = [row.as_json() for row in rows]
    found.delete()
    record(
        events.ROWS_DELETED, chain=plan.chain, by=by, subject=part.key, reason=reason,
        data={"section": str(part.label), "count": len(rows), "rows": told,
              "ranks": [row.rank for row in rows]},
    )  # fmt: skip


def _order(part: Section, rows: Sequence[Any]) -> None:
    for rank, row in enumerate(rows, start=1):
        row.rank = rank
    part.model._default_manager.bulk_update(rows, ["rank"], batch_size=500)
