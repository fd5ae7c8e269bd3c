"""How many rows each section of a plan has, in one query."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

from django.db import connection

from plans.models import Plan
from plans.tables.registry import sections

KEPT = "_row_counts"


@contextmanager
def counting(plan: Plan) -> Iterator[Mapping[str, int]]:
    """Inside, `counts_of` this plan object asks nothing: for pages, which change nothing."""
    before = plan.__dict__.get(KEPT)
    plan.__dict__[KEPT] = row_counts(plan) if before is None else before
    try:
        yield plan.__dict__[KEPT]
    finally:
        plan.__dict__[KEPT] = before


def counts_of(plan: Plan) -> Mapping[str, int]:
    """The same as `row_counts`, but asked once inside `counting`."""
    kept: Mapping[str, int] | None = plan.__dict__.get(KEPT)
    return row_counts(plan) if kept is None else kept


def row_counts(plan: Plan) -> dict[str, int]:
    """{section: rows}; sections without rows are left out."""
    keys = [part.key for part in sections()]
    with connection.cursor() as cursor:
        cursor.execute(_sql(tuple(keys)), [plan.pk] * len(keys))
        return {keys[place]: count for place, count in cursor.fetchall() if count}


@cache
def _sql(keys: tuple[str, ...]) -> str:
    """Written down once: building two dozen querysets takes ten times as long as asking them."""
    tables = {part.key: part.model._meta.db_table for part in sections()}
    parts = (
        f"SELECT {place}, COUNT(*) FROM {connection.ops.quote_name(tables[key])} WHERE plan_id = %s"  # noqa: S608 - names of our own tables
        for place, key in enumerate(keys)
    )
    return " UNION ALL ".join(parts)
