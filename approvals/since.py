"""What has changed since a signature, cell by cell, within what the gate covers (pure)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from approvals.rules.covering import covers_of
from approvals.rules.filters import filter_of
from approvals.rules.shape import Cover, Rule
from approvals.words import cover_label
from plans.changes import Changes, compare
from plans.document import NOTES, PLAN, PLAN_FIELDS, Document
from plans.models import Plan
from plans.tables.cells import Cell
from plans.tables.diff import CellChange, RowChange
from plans.tables.registry import section


@dataclass(frozen=True)
class CellLine:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowLine:
    """`kind` is added, removed, changed or moved."""

    kind: str
    title: str
    cells: list[CellLine]

    @property
    def word(self) -> str:
        words = {
            "added": _("新增"), "removed": _("删除"), "changed": _("修改"), "moved": _("移动"),
        }  # fmt: skip
        return words[self.kind]


@dataclass(frozen=True)
class Part:
    label: str
    rows: list[RowLine]


def changes_since(before: Document, after: Document, rule: Rule, zone: ZoneInfo) -> list[Part]:
    """The covered parts that differ in content; progress is left out."""
    parts = []
    for cover in covers_of(rule):
        found = compare(_only(before, cover), _only(after, cover))
        rows = list(_rows(cover.key, found, zone))
        if rows:
            parts.append(Part(cover_label(cover.name), rows))
    return parts


def _only(document: Document, cover: Cover) -> Document:
    """Nothing but what the cover takes of the document."""
    where = filter_of(cover.where)
    rows = [row for row in document.rows(cover.key) if where is None or where(row)]
    return Document(
        document.plan if cover.key == PLAN else {},
        {cover.key: rows} if cover.key not in (PLAN, NOTES) else {},
        document.notes if cover.key == NOTES else [],
    )


def _rows(key: str, found: Changes, zone: ZoneInfo) -> Iterator[RowLine]:
    if key == PLAN:
        cells = {name: Plan._meta.get_field(name) for name in PLAN_FIELDS}
        lines = list(_cells(cells, found.plan, zone))
        if lines:
            yield RowLine("changed", _("计划信息"), lines)
    elif key == NOTES:
        yield from (_note(change) for change in found.notes)
    else:
        content = {str(cell.name): cell for cell in section(key).content}
        for change in found.sections.get(key, []):
            lines = list(_cells(content, change.cells, zone))
            if lines or change.kind != "changed":
                yield RowLine(change.kind, change.title, lines)


def _cells(
    known: Mapping[str, Any], changes: Iterable[CellChange], zone: ZoneInfo
) -> Iterator[CellLine]:
    for change in changes:
        cell = known.get(change.field)
        if isinstance(cell, Cell):
            yield CellLine(
                cell.label, _text(cell, change.before, zone), _text(cell, change.after, zone)
            )
        elif change.field == "extra":
            yield CellLine(_("其他列"), _extra(change.before), _extra(change.after))


def _text(cell: Cell, value: Any, zone: ZoneInfo) -> str:
    try:
        return cell.display(cell.from_json(value, zone), zone)
    except (ValueError, TypeError):
        return str(value or "")


def _extra(value: Any) -> str:
    return "；".join(f"{name}：{text}" for name, text in (value or {}).items())


def _note(change: RowChange) -> RowLine:
    labels = {"heading": _("标题"), "text": _("正文")}
    lines = [
        CellLine(labels[cell.field], _prose(cell.before), _prose(cell.after))
        for cell in change.cells
        if cell.field in labels
    ]
    return RowLine(change.kind, change.title, lines)


def _prose(value: Any) -> str:
    return " / ".join(value) if isinstance(value, list) else str(value or "")
