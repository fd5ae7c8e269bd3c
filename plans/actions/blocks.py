"""Writing a block of rows, as a paste does: changed and new ones, all or nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.clock import now
from ground.errors import Invalid, Stale
from ground.journal import record
from ground.numbers import is_integer
from ground.policies import authorize
from plans import events
from plans.actions.amendments import after_content_change, require_reason
from plans.actions.locking import lock
from plans.actions.new_rows import insert_rows, parse_rows, record_added
from plans.actions.rows import require_fresh
from plans.lookup import find_section
from plans.models import Plan
from plans.tables.row import PlanRow
from plans.tables.section import Section

Given = Mapping[str, Any]
Changed = dict[str, list[Any]]


@transaction.atomic
def save_block(
    plan: Plan, key: str, *, by: Any, rows: Sequence[Given], reason: str = ""
) -> list[PlanRow]:
    """Change the rows that carry an `id` (and `row_version`), append the others.

    Answers the rows in the order given. Raises Invalid with {"rows": {index:
    {field: […]}}}, Stale with the first row that somebody else changed.
    """
    plan = lock(plan)
    written, has_changed = write_block(plan, key, by=by, rows=rows, reason=reason)
    if has_changed:
        after_content_change(plan, [key], by=by, reason=reason)
    return written


def write_block(
    plan: Plan, key: str, *, by: Any, rows: Sequence[Given], reason: str
) -> tuple[list[PlanRow], bool]:
    """`save_block` in a locked plan: (rows, whether any differs); what follows is the caller's."""
    part = find_section(key)
    authorize(by, "section.edit", (plan, part))
    require_reason(plan, reason)
    known = _known(plan, part, rows, by)
    parsed = parse_rows(plan, part, rows, part.content)
    values = {known[at]: parsed[at] for at in known}
    has_changed = change_rows(plan, part, values, by=by, reason=reason)
    made = _append(plan, part, [row for at, row in enumerate(parsed) if at not in known], by)
    if made:
        record_added(plan, part, made, by=by, reason=reason)
    new = iter(made)
    written = [known[at] if at in known else next(new) for at in range(len(rows))]
    return written, has_changed or bool(made)


def _known(plan: Plan, part: Section, rows: Sequence[Given], by: Any) -> dict[int, PlanRow]:
    """{index: row} of those that exist; each must be editable and as fresh as it says."""
    wanted = {at: _id_of(row) for at, row in enumerate(rows) if row.get("id") is not None}
    found = {row.pk: row for row in part.rows(plan).filter(pk__in=wanted.values())}
    known: dict[int, PlanRow] = {}
    for at, pk in wanted.items():
        if pk not in found:
            raise Stale(_("有一行已被别人删除，请刷新后再试。"))
        known[at] = row = found[pk]
        row.plan = plan
        authorize(by, "row.edit", row)
        require_fresh(row, rows[at].get("row_version"))
    return known


def _id_of(row: Given) -> int:
    found = row["id"]
    if not is_integer(found) or not 0 < found < 2**63:
        raise Invalid(_("行号要是整数。"), fields={"id": [_("行号要是整数。")]})
    return found


def change_rows(
    plan: Plan, part: Section, values: Mapping[PlanRow, Given], *, by: Any, reason: str
) -> bool:
    """Write and record what differs, for actions that have authorised already; whether any did."""
    if changed := _change(part, values, by):
        record(
            events.ROWS_CHANGED, chain=plan.chain, by=by, subject=part.key, reason=reason,
            data={"section": str(part.label), "count": len(changed), "cells": changed},
        )  # fmt: skip
    return bool(changed)


def _change(part: Section, values: Mapping[PlanRow, Given], by: Any) -> dict[str, Changed]:
    """Write what differs; {row title: {field: [before, after]}}."""
    changed: dict[str, Changed] = {}
    touched: list[PlanRow] = []
    fields = {"row_version", "changed_by", "changed_at"}
    for row, given in values.items():
        names = [name for name, value in given.items() if getattr(row, name) != value]
        if not names:
            continue
        before = row.as_json()
        for name in names:
            setattr(row, name, given[name])
        row.row_version, row.changed_by, row.changed_at = row.row_version + 1, by, now()
        after = row.as_json()
        changed[str(row.pk)] = {name: [before[name], after[name]] for name in names}
        touched.append(row)
        fields.update(names)
    if touched:
        part.model._default_manager.bulk_update(touched, sorted(fields), batch_size=100)
    return changed


def _append(plan: Plan, part: Section, parsed: Sequence[Given], by: Any) -> list[PlanRow]:
    return insert_rows(plan, part, by=by, parsed=parsed) if parsed else []
