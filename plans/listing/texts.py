"""A plan as texts that can be found: every cell, note and field, as people read it."""

from collections.abc import Callable, Collection, Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from plans.document import NOTES, PLAN
from plans.models import Note, Plan
from plans.tables.cells import Cell as Column
from plans.tables.cells import Flag, Line, Prose
from plans.tables.registry import has_section, section, sections
from plans.tables.section import Section
from search.cells import Cell

LANGUAGE = "zh-hans"
"""Of choices: the index has one language, whoever writes."""

LEADING = ("number", "title")
FIELDS = (*LEADING, "project", "version", "kind", "owner", "owner_text", "source_name")
HEADING, TEXT = "heading", "text"
EXTRA = "extra:"
"""Before the header of a column that only this plan has."""

PART_LABELS: dict[str, Promise | str] = {PLAN: _("计划信息"), NOTES: _("正文")}


def all_parts() -> list[str]:
    return [PLAN, NOTES, *(part.key for part in sections())]


def texts_of(plan: Plan, keys: Iterable[str]) -> dict[str, list[Cell]]:
    """{part: its cells, empty ones left out} of the plan as it stands now."""
    return texts_of_all([plan], keys)[plan.pk]


def texts_of_all(plans: Collection[Plan], keys: Iterable[str]) -> dict[int, dict[str, list[Cell]]]:
    """{plan id: {part: cells}}; one query for each part that has rows."""
    found: dict[int, dict[str, list[Cell]]] = {plan.pk: {} for plan in plans}
    with override(LANGUAGE):
        for key in keys:
            if key not in PART_LABELS and not has_section(key):
                continue
            for parts in found.values():
                parts[key] = []
            for pk, cell in _texts_of(plans, key):
                found[pk][key].append(cell)
    return found


Placed = Iterable[tuple[int, Cell]]
"""Cells with the ids of their plans."""


def _texts_of(plans: Collection[Plan], key: str) -> Placed:
    if key == PLAN:
        return _fields(plans)
    return _notes(plans) if key == NOTES else _rows(plans, section(key))


def _fields(plans: Collection[Plan]) -> Placed:
    for plan in plans:
        for name in FIELDS:
            value = plan.owner.called if name == "owner" else str(getattr(plan, name))
            if value:
                yield plan.pk, Cell(0, name, value, leads=name in LEADING)


def _notes(plans: Collection[Plan]) -> Placed:
    notes = Note.objects.filter(plan__in=plans)
    for plan, pk, heading, text in notes.values_list("plan", "pk", "heading", "text"):
        if heading:
            yield plan, Cell(pk, HEADING, " / ".join(heading))
        if text:
            yield plan, Cell(pk, TEXT, text)


def _rows(plans: Collection[Plan], part: Section) -> Placed:
    """Yes and no are no words; what a cell said before it was parsed is."""
    columns = [column for column in part.columns if not isinstance(column, Flag)]
    names = [str(column.name) for column in columns]
    writers = {
        zone: [_writer(column, ZoneInfo(zone)) for column in columns]
        for zone in {plan.timezone for plan in plans}
    }
    zones = {plan.pk: plan.timezone for plan in plans}
    rows = part.model._default_manager.filter(plan__in=plans).order_by("plan", "rank", "id")
    for plan, pk, extra, raw, *values in rows.values_list("plan", "pk", "extra", "raw", *names):
        for name, write, value in zip(names, writers[zones[plan]], values, strict=True):
            if text := write(value):
                yield plan, Cell(pk, name, text)
        for name, said in (raw or {}).items():
            yield plan, Cell(pk, name, str(said))
        for header, said in (extra or {}).items():
            yield plan, Cell(pk, f"{EXTRA}{header}", str(said))


def _writer(column: Column, zone: ZoneInfo) -> Callable[[Any], str]:
    if labels := dict(column.options):
        return lambda value: labels.get(value, value or "")
    if isinstance(column, Line | Prose):
        return lambda value: value or ""
    return lambda value: "" if column.is_empty(value) else column.display(value, zone)
