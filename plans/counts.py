"""How many rows each section of a plan has, in one query."""

from typing import Any

from django.db.models import Count, Value

from plans.models import Plan
from plans.tables.registry import sections


def row_counts(plan: Plan) -> dict[str, int]:
    """{section: rows}; sections without rows are left out."""
    first, *others = [_one(plan, part.key, part.model) for part in sections()]
    return {row["section_key"]: row["row_count"] for row in first.union(*others, all=True)}


def _one(plan: Plan, key: str, model: Any) -> Any:
    rows = model._default_manager.filter(plan=plan).order_by()
    return (
        rows.annotate(section_key=Value(key)).values("section_key").annotate(row_count=Count("pk"))
    )
