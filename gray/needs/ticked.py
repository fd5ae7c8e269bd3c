"""Rows that execution ticks, all or those of one name: what SQL, 配置 and 检查 have in common (pure)."""

from collections.abc import Iterable
from typing import Any

from gray.needs.base import same

OVER = frozenset({"done", "skipped"})
"""Executed, or decided not to be."""


def of_name(rows: Iterable[Any], field: str, name: str) -> list[Any]:
    """The rows whose `field` is `name`; all of them when no name is given."""
    return [row for row in rows if not name or same(str(getattr(row, field) or ""), name)]


def open_rows(rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if row.state not in OVER]
