"""Rows that say the same thing twice."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.document import Document
from plans.findings.context import Context
from plans.findings.finding import Finding, rule
from plans.findings.fixes import DeleteRow
from plans.findings.spots import Spot, spots
from plans.tables.registry import sections
from plans.tables.section import Section


@rule
def duplicate_rows(document: Document, _context: Context) -> Iterator[Finding]:
    """The same content is a copy; the same name with other content is a contradiction.

    Texts alone (a statement for two databases, a step of two phases) may well come twice.
    """
    for part in sections():
        names = _identity(part)
        first: dict[tuple[str, ...], Spot] = {}
        for spot in spots(document, part.key):
            identity = tuple(str(spot.row.get(name) or "").strip() for name in names)
            before = first.setdefault(identity, spot)
            if before is spot or not any(identity):
                continue
            found = _compare(part, before, spot)
            if found:
                yield found


def _compare(part: Section, before: Spot, spot: Spot) -> Finding | None:
    field = part.identity[0]
    if _content(part, before.row) == _content(part, spot.row):
        text = gettext_lazy("“%(title)s”重复了，请合并或删掉一行。")
        return spot.warning(field, "duplicate", text, DeleteRow(_("删掉这一行")), title=spot.title)
    if any(part.column(name).kind == "prose" for name in part.identity):
        return None
    text = gettext_lazy("“%(title)s”有两行，内容不一样，请确认以哪一行为准。")
    return spot.warning(field, "duplicate", text, title=spot.title)


def _identity(part: Section) -> tuple[str, ...]:
    """A group's heading belongs to the name of its rows, unless it is only a number."""
    by = part.group_by
    grouped = by and by not in part.identity and part.column(by).kind != "whole"
    return (*part.identity, by) if grouped else part.identity


def _content(part: Section, row: Mapping[str, Any]) -> dict[str, Any]:
    """What the row says; its place in a list is not part of it."""
    names = (str(cell.name) for cell in part.content if cell.name != "position")
    return {name: row[name] for name in names if row.get(name) not in (None, "", [], False)}
