"""Writing rows: add, change, delete, order. All or nothing, with one event each."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.errors import Invalid, Stale
from ground.journal import record
from ground.policies import authorize
from ground.words import in_row
from plans import events
from plans.actions.amendments import after_content_change, require_reason
from plans.actions.locking import lock
from plans.actions.new_rows import create_rows, record_added
from plans.lookup import find_row, find_rows, find_section
from plans.models import Plan
from plans.tables.parsing import read_values
from plans.tables.row import PlanRow


@transaction.atomic
def add_rows(
    plan: Plan, key: str, *, by: Any, rows: Sequence[Mapping[str, Any]], reason: str = ""
) -> list[PlanRow]:
    """Append `rows` (JSON values) to the section; Invalid with {"rows": {index: {field: […]}}}."""
    part = find_section(key)
    plan = lock(plan)
    authorize(by, "section.edit", (plan, part))
    require_reason(plan, reason)
    made = create_rows(plan, part, by=by, rows=rows)
    record_added(plan, part, made, by=by, reason=reason)
    after_content_change(plan, [key], by=by, reason=reason)
    return made


@transaction.atomic
def save_row(
    row: PlanRow, *, by: Any, version: int, values: Mapping[str, Any], reason: str = ""
) -> PlanRow:
    """Change content cells of one row; Stale with the current row when `version` is old."""
    plan, part = lock(row.plan), row.section
    row = find_row(plan, part.key, row.pk)
    authorize(by, "row.edit", row)
    require_fresh(row, version)
    require_reason(plan, reason)
    parsed, errors = read_values(part, values, plan.zone, part.content)
    if errors:
        raise Invalid(_("有单元格没有通过检查。"), fields=errors)
    changed = _apply(row, parsed, by)
    if changed:
        _record_change(plan, row, changed, by=by, reason=reason)
        after_content_change(plan, [part.key], by=by, reason=reason)
    return row


@transaction.atomic
def delete_rows(plan: Plan, key: str, *, by: Any, ids: Sequence[int], reason: str = "") -> int:
    """Delete rows; what they held stays in the event, from which `restore_rows` brings it back."""
    plan = lock(plan)
    count = remove_rows(plan, key, by=by, ids=ids, reason=reason)
    after_content_change(plan, [key], by=by, reason=reason)
    return count


def remove_rows(plan: Plan, key: str, *, by: Any, ids: Sequence[int], reason: str) -> int:
    """`delete_rows` in a locked plan; what follows a change is the caller's."""
    part = find_section(key)
    authorize(by, "section.edit", (plan, part))
    require_reason(plan, reason)
    rows = find_rows(plan, key, ids)
    for row in rows:
        authorize(by, "row.edit", row)
    gone = [row.as_json() for row in rows]
    part.model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    record(
        events.ROWS_DELETED,
        chain=plan.chain,
        by=by,
        subject=key,
        reason=reason,
        data={
            "section": str(part.label),
            "count": len(gone),
            "rows": gone,
            "ranks": [row.rank for row in rows],
        },
    )
    return len(gone)


@transaction.atomic
def order_rows(plan: Plan, key: str, *, by: Any, ids: Sequence[int], reason: str = "") -> None:
    """Put the rows into the order of `ids`, which must name each row once."""
    part = find_section(key)
    plan = lock(plan)
    authorize(by, "section.edit", (plan, part))
    require_reason(plan, reason)
    rows = {row.pk: row for row in part.rows(plan)}
    if sorted(rows) != sorted(ids):
        raise Stale(_("清单的行刚有变化，请刷新后再排序。"))
    if list(rows) == list(ids):
        return
    for rank, pk in enumerate(ids, start=1):
        rows[pk].rank = rank
    part.model._default_manager.bulk_update(rows.values(), ["rank"], batch_size=500)
    record(
        events.ROWS_ORDERED, chain=plan.chain, by=by, subject=key, reason=reason,
        data={"section": str(part.label), "ids": list(ids)},
    )  # fmt: skip
    after_content_change(plan, [key], by=by, reason=reason)


def require_fresh(row: PlanRow, version: Any) -> None:
    """Raise Stale with the current row unless `version` is the one that is stored."""
    if row.row_version != version:
        current = row.as_json(row.plan.zone)
        raise Stale(_("这一行刚被别人改过，请对照后再保存。"), extra={"current": current})


def _apply(row: PlanRow, values: Mapping[str, Any], by: Any) -> dict[str, list[Any]]:
    """Write the cells that differ; {field: [before, after]} in JSON forms."""
    changed: dict[str, list[Any]] = {}
    before, names = row.as_json(), []
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            names.append(name)
    if not names:
        return {}
    row.row_version += 1
    row.changed_by = by
    row.save(update_fields=[*names, "row_version", "changed_by", "changed_at"])
    after = row.as_json()
    for name in names:
        changed[name] = [before[name], after[name]]
    return changed


def _record_change(
    plan: Plan, row: PlanRow, changed: Mapping[str, Any], *, by: Any, reason: str
) -> None:
    part = row.section
    labels = [str(part.column(name).label) for name in changed if name not in ("extra", "raw")]
    record(
        events.ROW_CHANGED,
        chain=plan.chain,
        by=by,
        subject=f"{part.key}:{row.pk}",
        reason=reason,
        data={
            "section": str(part.label),
            "title": str(row),
            "fields": in_row(labels),
            "cells": changed,
        },
    )
