"""Rows and sections as an editing surface needs them: texts, and what may be done.

A surface shows and sends texts; `display` and `parse` of a cell are inverse, so
the grid in the browser knows nothing about kinds of values.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from unicodedata import east_asian_width

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ground.policies import can
from plans import states
from plans.checking.catalogued import with_catalogue
from plans.contribute import contributions
from plans.counts import counts_of
from plans.grid.resolving import doubts_of
from plans.models import Plan
from plans.naming import TARGET
from plans.tables.cells import Cell
from plans.tables.registry import has_section, section, sections
from plans.tables.row import PlanRow
from plans.tables.section import Section

TONES = {**states.APP_TONES, "done": "ok", "passed": "ok", "blocked": "warn"}
WIDTHS = {
    "whole": 70, "number": 80, "flag": 70, "span": 90, "clock": 80, "days": 130,
    "choice": 90, "moment": 150, "names": 170, "prose": 240,
}  # fmt: skip
USUAL_WIDTH = 140
FEW_COLUMNS, FIRST_COLUMNS = 3, 6
"""How many columns show though they are empty: in a table with rows, and in one without."""


def row_json(row: PlanRow, plan: Plan) -> dict[str, Any]:
    """The row as REST gives it."""
    return row.as_json(plan.zone)


def rows_for_grid(
    plan: Plan, part: Section, rows: Sequence[PlanRow], user: Any
) -> list[dict[str, Any]]:
    """As REST gives them, with what the grid shows, why they are locked, and whom nobody knows."""
    doubts = doubts_of(plan, part, rows)
    return [
        {**row_json(row, plan), **_for_grid(plan, row, user), "doubts": doubtful}
        for row, doubtful in zip(rows, doubts, strict=True)
    ]


def _for_grid(plan: Plan, row: PlanRow, user: Any) -> dict[str, Any]:
    row.plan = plan
    return {
        "text": texts(row, plan),
        "lock": "" if not row.is_executed else can(user, "row.edit", row).reason,
        "tick": can(user, "row.progress", row).reason,
    }


def texts(row: PlanRow, plan: Plan) -> dict[str, str]:
    """{field: text}; columns that import did not know as "extra:header"."""
    shown = {str(cell.name): cell.display(getattr(row, str(cell.name)), plan.zone)
             for cell in row.section.columns}  # fmt: skip
    return {**shown, **{f"extra:{header}": text for header, text in row.extra.items()}}


def grid(plan: Plan, part: Section, user: Any, *, url: str) -> dict[str, Any]:
    """What the grid of one section must know before it asks for rows."""
    verdict = can(user, "section.edit", (plan, part))
    return {
        "key": part.key,
        "label": str(part.label),
        "url": url,
        "frozen": part.frozen,
        "group_by": part.group_by,
        "group_words": _group_words(part),
        "names": [
            *part.identity,
            *_names(part.content[:FEW_COLUMNS]),
            *part.more.get("usual", ()),
            *_ticked(plan, part),
        ],
        "first": [*part.identity, *_names(part.content[:FIRST_COLUMNS])],
        "columns": _columns(part.key, get_language() or ""),
        "may": {"edit": bool(verdict), "reason": verdict.reason},
        "warns": bool(verdict) and plan.status not in states.OPEN_TO_EDIT,
    }


@cache
def _columns(key: str, _language: str) -> list[dict[str, Any]]:
    """What no plan changes, put together once in each language; for reading only."""
    part = section(key)
    return [*map(_column_of(part), part.columns)]


def _column_of(part: Section) -> Any:
    words, helped = part.more.get("words", {}), part.more.get("helpers", {})

    def describe(cell: Cell) -> dict[str, Any]:
        name = str(cell.name)
        return {
            "field": name,
            "label": cell.label,
            "also": list(part.synonyms.get(name, ())),
            "kind": cell.kind,
            "options": _options(cell),
            "code": cell.is_code,
            "people": cell.is_people,
            "progress": cell.is_progress,
            "width": _width(cell),
            "lock": _lock(part, cell),
            "words": words.get(name, ""),
            "helps": name in helped,
        }

    return describe


def _width(cell: Cell) -> int:
    """Pixels: as declared, but never too narrow for the label of this language."""
    wide = sum(east_asian_width(letter) in "WF" for letter in cell.label)
    label = 13 * wide + 7.6 * (len(cell.label) - wide) + 26
    return max(cell.width or WIDTHS.get(cell.kind, USUAL_WIDTH), round(label))


def _options(cell: Cell) -> list[list[str]]:
    """[value, label, tone]; yes and no for a flag."""
    if cell.kind == "flag":
        return [["true", _("是"), ""], ["false", _("否"), ""]]
    tones = TONES if cell.is_progress else {}
    return [[value, label, tones.get(value, "")] for value, label in cell.options]


def _lock(part: Section, cell: Cell) -> str:
    """Why nobody types into this column."""
    if cell.is_progress and part.more.get("moves"):
        return _("应用的状态请在发布日看板上操作。")
    return ""


def _names(cells: Iterable[Cell]) -> list[str]:
    return [str(cell.name) for cell in cells]


def _ticked(plan: Plan, part: Section) -> list[str]:
    """Ticks always show, results once there can be any."""
    kinds = {"flag"} if plan.status in states.OPEN_TO_EDIT else {"flag", "choice"}
    return _names(cell for cell in part.progress if cell.kind in kinds)


def _group_words(part: Section) -> str:
    """A sentence with %s for the value, such as 第 %s 批."""
    return str(part.more.get("group_words", "%s"))


def warning(plan: Plan, part: Section) -> str:
    """What an edit of the section would undo, as the wings say it; empty when nothing."""
    said = (wing.warning_before_edit(plan, [part.key]) for wing in contributions())
    return " ".join(filter(None, said))


def words(plan: Plan) -> dict[str, list[str]]:
    """Words that columns of this plan refer to: {"apps.app": [names …]}, its own ones first."""
    wanted = {target for part in sections() for target in part.more.get("words", {}).values()}
    found = {target: _values(plan, *target.split(".")) for target in sorted(wanted)}
    if TARGET in found:
        found[TARGET] = with_catalogue(found[TARGET])
    return found


def _values(plan: Plan, key: str, field: str) -> list[str]:
    if not has_section(key) or key not in counts_of(plan):
        return []
    found = section(key).rows(plan).values_list(field, flat=True)
    return sorted({value for value in found if value})
