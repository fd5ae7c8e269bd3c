"""How many rows each section of a plan has, in one query."""

from typing import Any

from django.db.models import Count, Value

from plans.models import Plan
from plans.tables.registry import sections


def row_counts(plan: Plan) -> dict[str, int]:
    """{section: rows}; sections without rows are left out."""
    first, *others = [_one(plan, part.key, part.model) for part in sections()]
    return {row["key"]: row["rows"] for row in first.union(*others, all=True)}


def _one(plan: Plan, key: str, model: Any) -> Any:
    rows = model._default_manager.filter(plan=plan).order_by()
    return rows.annotate(key=Value(key)).values("key").annotate(rows=Count("pk"))
