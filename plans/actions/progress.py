"""What execution writes: results, ticks, evidence. It voids nothing and is in no digest."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ground.errors import Invalid, WrongState
from ground.journal import record
from ground.policies import authorize
from ground.words import in_row
from plans import events
from plans.actions.amendments import after_progress
from plans.actions.locking import lock
from plans.lookup import find_row
from plans.tables.parsing import read_values
from plans.tables.row import PlanRow


@transaction.atomic
def record_progress(row: PlanRow, *, by: Any, values: Mapping[str, Any]) -> PlanRow:
    """Write progress cells of one row (not of applications: they move by `move_app`)."""
    plan, part = lock(row.plan), row.section
    row = find_row(plan, part.key, row.pk)
    authorize(by, "row.progress", row)
    if part.more.get("moves"):
        raise WrongState(_("应用的状态请在发布日看板上操作。"))
    parsed, errors = read_values(part, values, plan.zone, part.progress)
    if errors:
        raise Invalid(_("有单元格没有通过检查。"), fields=errors)
    before = row.as_json()
    for name, value in parsed.items():
        setattr(row, name, value)
    row.row_version += 1
    row.save(update_fields=[*parsed, "row_version", "changed_at"])
    after = row.as_json()
    record(
        events.PROGRESS,
        chain=plan.chain,
        by=by,
        subject=f"{part.key}:{row.pk}",
        data={
            "section": str(part.label),
            "title": str(row),
            "fields": in_row(str(part.column(name).label) for name in parsed),
            "cells": {name: [before[name], after[name]] for name in parsed},
        },
    )
    after_progress(plan, [part.key], by=by)
    return row
