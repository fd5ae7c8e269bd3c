"""The progress that a signature witnessed: passed cases, ticked blocking checks, numbers.

It is in no digest. When something that had passed has no longer passed, the
signature counts no more and the gate opens again.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from approvals.rules.covering import covers_of
from approvals.rules.filters import filter_of
from approvals.rules.readings import witnessed
from approvals.rules.shape import Cover, Rule
from plans.document import Document

Witnessed = Mapping[str, bool]
RESULTS = {
    "staging": ("result_staging",),
    "production": ("result_production",),
    "": ("result_staging", "result_production"),
}


def witness(rule: Rule, document: Document, record: Mapping[str, Any]) -> Witnessed:
    """{what: has it passed} of covered cases and blocking checks, of bounded numbers and readings."""
    rows = {name: passed for cover in covers_of(rule) for name, passed in _seen(cover, document)}
    bounded = [blank for blank in rule.record if blank.most is not None]
    return {
        **rows,
        **{f"record:{one.key}": (record.get(one.key) or 0) <= (one.most or 0) for one in bounded},
        **dict(witnessed(rule, document, record)),
    }


def worse(before: Witnessed, now: Witnessed) -> list[str]:
    """What had passed when it was witnessed, is still there, and does not pass now."""
    return [name for name, passed in before.items() if passed and now.get(name) is False]


def _seen(cover: Cover, document: Document) -> Iterator[tuple[str, bool]]:
    where = filter_of(cover.where)
    rows = [row for row in document.rows(cover.key) if where is None or where(row)]
    if cover.key == "cases":
        yield from _cases(rows, RESULTS[cover.where])
    elif cover.key == "checks":
        yield from _checks(rows)


def _cases(rows: Iterable[dict[str, Any]], fields: Iterable[str]) -> Iterator[tuple[str, bool]]:
    for row in rows:
        for field in fields:
            yield f"cases:{row['id']}:{field}", row.get(field) == "passed"


def _checks(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[str, bool]]:
    for row in rows:
        if row.get("blocking"):
            yield f"checks:{row['id']}:done", row.get("done") is True
