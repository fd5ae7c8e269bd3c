"""What a plan touches, and who else touches it at the same time."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from plans.brokers import names_in
from plans.document import Document
from plans.findings.context import Context, Neighbour
from plans.findings.finding import Finding, brief, rule
from plans.findings.placeholders import is_placeholder
from plans.findings.spots import Spot, spots
from plans.sqltext import read_sql
from plans.tables.registry import section

Names = Mapping[str, Any]
CELL = {
    "apps": "app",
    "configs": "key",
    "topics": "topic",
    "jobs": "name",
    "sql_changes": "statement",
}
"""{section: the cell that says what is touched}."""


def touched(key: str, row: Names) -> list[str]:
    """What this row of the section touches, in lower case; nothing while it is a placeholder."""
    cell = str(row.get(CELL[key]) or "")
    if not cell or is_placeholder(cell):
        return []
    if key == "sql_changes":
        return [name.rpartition(".")[2] for name in read_sql(cell).tables]
    if key == "topics":
        return [name.casefold() for name in names_in(cell)]
    if key == "configs":
        parts = (str(row.get(name) or "").casefold() for name in ("application", "namespace"))
        return ["/".join((*filter(None, parts), cell.casefold()))]
    if key == "jobs":
        return ["/".join(filter(None, (str(row.get("group") or "").casefold(), cell.casefold())))]
    return [cell.casefold()]


def touched_by(document: Document) -> dict[str, set[str]]:
    """{section: what its rows touch}, of sections that touch anything."""
    found = {
        key: {name for row in document.rows(key) for name in touched(key, row)} for key in CELL
    }
    return {key: names for key, names in found.items() if names}


@rule
def neighbours(document: Document, context: Context) -> Iterator[Finding]:
    """One finding for each other plan and table; of a plan that is not for all only that it is."""
    for other in context.neighbours:
        for key, names in other.shared.items():
            spot = _first(spots(document, key), key, names)
            if spot:
                yield _finding(spot, other, key, names)


def _first(places: Iterable[Spot], key: str, names: Iterable[str]) -> Spot | None:
    wanted = set(names)
    return next((spot for spot in places if wanted & set(touched(key, spot.row))), None)


def _finding(spot: Spot, other: Neighbour, key: str, names: tuple[str, ...]) -> Finding:
    words = {"label": section(key).label, "names": brief(names), "number": other.number}
    text = gettext_lazy("%(number)s 的发布窗口与本计划重叠，也涉及%(label)s：%(names)s。")
    if not other.number:
        text = gettext_lazy(
            "另一个仅成员可见的计划，发布窗口与本计划重叠，也涉及%(label)s：%(names)s。"
        )
    return spot.warning(CELL[key], "overlapping-plan", text, **words)
