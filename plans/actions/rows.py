"""Writing rows: add, change, delete, order. All or nothing, with one event each."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ground.errors import Hidden, Invalid, Stale
from ground.journal import record
from ground.policies import authorize
from ground.words import in_row
from plans import events
from plans.actions.amendments import after_content_change, require_reason
from plans.actions.locking import lock
from plans.models import Plan
from plans.tables.parsing import read_values
from plans.tables.registry import has_section, section
from plans.tables.row import PlanRow
from plans.tables.section import Section

MOST_ROWS = 5_000


def find_section(key: str) -> Section:
    """The section, or Hidden with the known ones."""
    if not has_section(key):
        raise Hidden(_("没有“%(key)s”这个清单。") % {"key": key})
    return section(key)


def find_row(plan: Plan, key: str, pk: int) -> PlanRow:
    row = find_section(key).rows(plan).filter(pk=pk).first()
    if row is None:
        raise Hidden(_("没有这一行，可能已被删除。"))
    row.plan = plan
    return row


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
    record(
        events.ROWS_ADDED,
        chain=plan.chain,
        by=by,
        subject=part.key,
        reason=reason,
        data={
            "section": str(part.label),
            "count": len(made),
            "rows": [row.as_json() for row in made],
        },
    )
    after_content_change(plan, [key], by=by, reason=reason)
    return made


def create_rows(
    plan: Plan, part: Section, *, by: Any, rows: Sequence[Mapping[str, Any]], progress: bool = False
) -> list[PlanRow]:
    """Parse, validate and insert; the caller authorises, locks and records."""
    _within_limits(plan, part, len(rows))
    cells = part.columns if progress else part.content
    parsed = [read_values(part, row, plan.zone, cells) for row in rows]
    if errors := {str(index): found for index, (_v, found) in enumerate(parsed) if found}:
        raise Invalid(
            _("有 %(n)s 行没有通过检查，没有写入任何一行。") % {"n": len(errors)},
            fields={"rows": errors},
        )
    rank = part.rows(plan).aggregate(last=Max("rank"))["last"] or 0
    made = [
        part.model(plan=plan, rank=rank + place, changed_by=by, **values)
        for place, (values, _errors) in enumerate(parsed, start=1)
    ]
    return part.model._default_manager.bulk_create(made)


@transaction.atomic
def save_row(
    row: PlanRow, *, by: Any, version: int, values: Mapping[str, Any], reason: str = ""
) -> PlanRow:
    """Change content cells of one row; Stale with the current row when `version` is old."""
    plan, part = lock(row.plan), row.section
    row = find_row(plan, part.key, row.pk)
    authorize(by, "row.edit", row)
    if row.row_version != version:
        raise Stale(
            _("这一行刚被别人改过，请对照后再保存。"), extra={"current": row.as_json(plan.zone)}
        )
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
    """Delete rows; what they held stays in the event."""
    part = find_section(key)
    plan = lock(plan)
    authorize(by, "section.edit", (plan, part))
    require_reason(plan, reason)
    rows = [find_row(plan, key, pk) for pk in ids]
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
        data={"section": str(part.label), "count": len(gone), "rows": gone},
    )
    after_content_change(plan, [key], by=by, reason=reason)
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
    for rank, pk in enumerate(ids, start=1):
        rows[pk].rank = rank
    part.model._default_manager.bulk_update(rows.values(), ["rank"], batch_size=500)
    record(
        events.ROWS_ORDERED, chain=plan.chain, by=by, subject=key, reason=reason,
        data={"section": str(part.label), "ids": list(ids)},
    )  # fmt: skip
    after_content_change(plan, [key], by=by, reason=reason)


def _within_limits(plan: Plan, part: Section, count: int) -> None:
    if not count:
        raise Invalid(_("没有要添加的行。"))
    if part.rows(plan).count() + count > MOST_ROWS:
        raise Invalid(
            _("“%(section)s”最多 %(most)s 行。") % {"section": part.label, "most": MOST_ROWS}
        )


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
