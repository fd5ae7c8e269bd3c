"""The rows of a plan as they were last signed, while a change of them waits for signatures."""

from typing import Any

from gray.rules import Rules, Tables
from plans.models import Clearance, Plan, Revision
from plans.release import amendment_is_open, open_amendments
from plans.tables.registry import section
from plans.tables.section import Section

SECTIONS = ("metrics", "guards", "triggers")


def signed_tables(plan: Plan) -> Tables | None:
    """What measured the plan before its open amendment; None when there is none to go back to."""
    if not amendment_is_open(plan):
        return None
    amendment: Clearance | None = open_amendments().filter(plan=plan).first()
    sealed = Revision.objects.filter(plan=plan)
    if amendment is not None:
        sealed = sealed.filter(created_at__lte=amendment.asked_at)
    snapshot = sealed.order_by("-number").values_list("snapshot", flat=True).first()
    if snapshot is None:
        return None
    return Tables(*(_rows(plan, snapshot, key) for key in SECTIONS))


def strictest(signed: Rules, current: Rules) -> Rules:
    """Signed rules as they were signed, and those that the amendment adds: it takes none away."""
    known = {rule.key for rule in signed.measured}
    added = (rule for rule in current.measured if rule.key not in known)
    return Rules((*signed.measured, *added), current.by_hand)


def _rows(plan: Plan, snapshot: dict[str, Any], key: str) -> list[Any]:
    """Unsaved rows as they were; a column that is newer than the snapshot has its default."""
    part = section(key)
    return [
        part.model(pk=row["id"], **_cells(part, row, plan))
        for row in snapshot.get("sections", {}).get(key, [])
    ]


def _cells(part: Section, row: dict[str, Any], plan: Plan) -> dict[str, Any]:
    named = (cell for cell in part.columns if cell.name in row)
    return {str(cell.name): cell.from_json(row[str(cell.name)], plan.zone) for cell in named}
