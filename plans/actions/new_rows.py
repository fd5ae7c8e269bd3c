"""Rows that were not there before: parsed all or nothing, appended, recorded."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from ground.errors import Invalid
from ground.journal import record
from plans import events
from plans.models import Plan
from plans.tables.cells import Cell
from plans.tables.parsing import read_values
from plans.tables.row import PlanRow
from plans.tables.section import Section

MOST_ROWS = 5_000


def create_rows(
    plan: Plan, part: Section, *, by: Any, rows: Sequence[Mapping[str, Any]], progress: bool = False
) -> list[PlanRow]:
    """Parse, validate and insert; the caller authorises, locks and records."""
    cells = part.columns if progress else part.content
    return insert_rows(plan, part, by=by, parsed=parse_rows(plan, part, rows, cells))


def insert_rows(
    plan: Plan, part: Section, *, by: Any, parsed: Sequence[Mapping[str, Any]]
) -> list[PlanRow]:
    """Append rows of values that are parsed already."""
    within_limits(plan, part, len(parsed))
    rank = part.rows(plan).aggregate(last=Max("rank"))["last"] or 0
    made = [
        part.model(plan=plan, rank=rank + place, changed_by=by, **values)
        for place, values in enumerate(parsed, start=1)
    ]
    return part.model._default_manager.bulk_create(made)


def parse_rows(
    plan: Plan, part: Section, rows: Sequence[Mapping[str, Any]], cells: list[Cell]
) -> list[dict[str, Any]]:
    """Typed values of each; Invalid with {"rows": {index: {field: […]}}}."""
    parsed = [read_values(part, row, plan.zone, cells) for row in rows]
    if errors := {str(index): found for index, (_v, found) in enumerate(parsed) if found}:
        raise Invalid(
            _("有 %(n)s 行没有通过检查，没有写入任何一行。") % {"n": len(errors)},
            fields={"rows": errors},
        )
    return [values for values, _errors in parsed]


def record_added(
    plan: Plan, part: Section, made: Sequence[PlanRow], *, by: Any, reason: str
) -> None:
    record(
        events.ROWS_ADDED, chain=plan.chain, by=by, subject=part.key, reason=reason,
        data={
            "section": str(part.label), "count": len(made), "rows": [row.as_json() for row in made],
        },
    )  # fmt: skip


def within_limits(plan: Plan, part: Section, count: int) -> None:
    """Raise Invalid unless so many more rows fit into the section."""
    if not count:
        raise Invalid(_("没有要添加的行。"))
    if part.rows(plan).count() + count > MOST_ROWS:
        raise Invalid(
            _("“%(section)s”最多 %(most)s 行。") % {"section": part.label, "most": MOST_ROWS}
        )
