"""Doing what a finding proposes, by the ordinary actions on rows."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from plans.actions.locking import lock
from plans.actions.plans import change_plan
from plans.actions.rows import add_rows, delete_rows, require_fresh, save_row
from plans.document import PLAN
from plans.findings import AddRows, DeleteRow, Finding, Fix, SetCells
from plans.lookup import find_row
from plans.models import Plan

Doing = Callable[..., None]


@transaction.atomic
def mend(
    plan: Plan, *, by: Any, finding: Finding, fix: Fix, version: int, reason: str = ""
) -> None:
    """One click on a fix of the finding; `version` is the row's (or the plan's) as it was shown.

    Raises what the row actions raise: Denied, Stale, Invalid when a reason is missing.
    """
    plan = lock(plan)
    _DOINGS[type(fix)](plan, finding, fix, by=by, version=version, reason=reason)


def _set(
    plan: Plan, finding: Finding, fix: SetCells, *, by: Any, version: int, reason: str
) -> None:
    if finding.section == PLAN:
        change_plan(plan, by=by, version=version, values=fix.values, reason=reason)
        return
    row = find_row(plan, finding.section, fix.row or finding.row or 0)
    save_row(row, by=by, version=version, values=fix.values, reason=reason)


def _delete(
    plan: Plan, finding: Finding, _fix: DeleteRow, *, by: Any, version: int, reason: str
) -> None:
    require_fresh(find_row(plan, finding.section, finding.row or 0), version)
    delete_rows(plan, finding.section, by=by, ids=[finding.row or 0], reason=reason)


def _add(
    plan: Plan, _finding: Finding, fix: AddRows, *, by: Any, version: int, reason: str
) -> None:
    add_rows(plan, fix.section, by=by, rows=fix.rows, reason=reason)


_DOINGS: dict[type[Fix], Doing] = {SetCells: _set, DeleteRow: _delete, AddRows: _add}
