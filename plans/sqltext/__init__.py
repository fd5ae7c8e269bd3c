"""What a cell of SQL says: kind, tables, risks, and a draft of the way back (pure).

The parser is heavy, so it comes in with the first statement; every text is read once.
"""

from functools import lru_cache

from plans.sqltext.script import DDL, DML, NOT_SQL, Script, Statement

__all__ = ["DDL", "DML", "Script", "Statement", "read_sql"]

LONGEST = 20_000
"""Longer scripts are not parsed: a cell that long is a file in disguise."""


@lru_cache(maxsize=4096)
def read_sql(text: str) -> Script:
    """The script in `text`; never raises, what is no SQL is `understood` as nothing."""
    if not text.strip() or len(text) > LONGEST:
        return NOT_SQL
    from plans.sqltext.grasp import grasp  # noqa: PLC0415 - sqlglot costs a tenth of a second

    return grasp(text)
