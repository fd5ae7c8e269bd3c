"""Which rows have proof: a file that hangs on them, or words about it. For rules of others."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from plans.models import Plan
from plans.tables.registry import section


def attached_rows(plan: Plan, key: str) -> frozenset[int]:
    """Ids of the section's rows with at least one attachment; one query."""
    found = plan.attachments.standing().filter(section=key, row__gt=0)
    return frozenset(found.values_list("row", flat=True))


def rows_with_evidence(plan: Plan, key: str) -> frozenset[int]:
    """Ids of the section's rows with an attachment or a filled `evidence`; two queries."""
    rows = [row.as_json() for row in section(key).rows(plan)]
    return having_evidence(rows, attached_rows(plan, key))


def having_evidence(rows: Iterable[Mapping[str, Any]], attached: Collection[int]) -> frozenset[int]:
    """Of these JSON rows the ids of those with evidence; `attached` as `attached_rows` gives it."""
    return frozenset(
        row["id"] for row in rows if row["id"] in attached or str(row.get("evidence") or "").strip()
    )
