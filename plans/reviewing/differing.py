"""What a merge would do, in words: per part the differences, what may be chosen, what it undoes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from plans.actions.merging import differences
from plans.contribute import contributions
from plans.document import NOTES, PLAN
from plans.history.showing import ShownCell, shown_cell
from plans.models import Plan
from plans.reading.draft import ImportDraft
from plans.reviewing.merging import Merge, RowMerge
from plans.reviewing.preview import hues_of, numbers_of
from plans.states import AMENDABLE
from plans.tables.diff import CellChange
from plans.tables.registry import has_section, section

MOST_CELLS = 8


@dataclass(frozen=True)
class ShownDifference:
    """One line with a tick; `block` is the number of the block that it comes from (0: none)."""

    one: RowMerge
    cells: list[ShownCell]
    more: int
    block: int


@dataclass(frozen=True)
class ShownPart:
    key: str
    label: str
    rows: list[ShownDifference]
    same: int
    hue: int = 0


@dataclass(frozen=True)
class ShownMerge:
    """All parts; `undoes` says which signatures the default choice makes void."""

    base: str
    parts: list[ShownPart]
    same: int
    undoes: str
    wants_reason: bool

    @property
    def changes(self) -> int:
        return sum(len(part.rows) for part in self.parts)


def shown_merge(draft: ImportDraft, plan: Plan, user: Any) -> ShownMerge:
    """The differences between the plan as it stands and the draft."""
    found = differences(plan, draft, user)
    blocks = _blocks(draft)
    groups: dict[str, list[RowMerge]] = {}
    for key, one in found:
        groups.setdefault(key, []).append(one)
    hues = hues_of(draft)
    parts = [
        replace(_part(key, rows, found, plan, blocks), hue=hues.get(key, 0))
        for key, rows in groups.items()
    ]
    keys = list(found.taken())
    said = (wing.warning_before_edit(plan, keys) for wing in contributions()) if keys else ()
    return ShownMerge(
        base=found.base,
        parts=parts,
        same=sum(found.same.values()),
        undoes=" ".join(filter(None, said)),
        wants_reason=plan.status in AMENDABLE,
    )


def _blocks(draft: ImportDraft) -> dict[int, int]:
    """{id of a row of the draft: number of its block}."""
    numbers = numbers_of(draft)
    return {
        id(row): numbers.get(trace.at, 0)
        for trace in draft.trace
        for went in trace.went
        for row in went.rows
    }


def _part(
    key: str, rows: Iterable[RowMerge], found: Merge, plan: Plan, blocks: dict[int, int]
) -> ShownPart:
    words = {PLAN: _("计划信息"), NOTES: _("正文")}
    label = words.get(key) or str(section(key).label)
    shown = [_difference(key, one, plan, blocks.get(id(one.row), 0)) for one in rows]
    return ShownPart(key, label, shown, found.same.get(key, 0))


def _difference(key: str, one: RowMerge, plan: Plan, block: int) -> ShownDifference:
    cells = one.cells or _said(key, one)
    shown = [_cell(key, cell, plan) for cell in cells[:MOST_CELLS]]
    return ShownDifference(one, shown, max(0, len(cells) - MOST_CELLS), block)


def _said(key: str, one: RowMerge) -> list[CellChange]:
    """All that a new row, or one that only the plan has, says."""
    names = ["text"]
    if has_section(key):
        names = [str(cell.name) for cell in section(key).content]
    told = [(name, one.row.get(name)) for name in names]
    is_new = one.kind != "only"
    return [
        CellChange(name, None if is_new else value, value if is_new else None)
        for name, value in told
        if value not in (None, "", [])
    ]


def _cell(key: str, change: CellChange, plan: Plan) -> ShownCell:
    if key == NOTES:
        return ShownCell(_("内容"), str(change.before or ""), str(change.after or ""))
    if key == PLAN:
        return shown_cell(Plan._meta.get_field(change.field), change, plan.zone)
    columns = {str(cell.name): cell for cell in section(key).columns}
    if change.field == "extra":
        change = CellChange("extra", None, _news(change))
        return ShownCell(_("其他列"), "", shown_cell(None, change, plan.zone).after)
    return shown_cell(columns.get(change.field), change, plan.zone)


def _news(change: CellChange) -> dict[str, str]:
    before = change.before or {}
    return {name: text for name, text in change.after.items() if before.get(name) != text}
