"""A plan as texts that can be found: every cell, note and field, as people read it."""

from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from plans.document import NOTES, PLAN
from plans.models import Note, Plan
from plans.tables.cells import Cell as Column
from plans.tables.cells import Flag
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
    with override(LANGUAGE):
        return {key: list(_texts_of(plan, key)) for key in keys if _is_known(key)}


def _is_known(key: str) -> bool:
    return key in PART_LABELS or has_section(key)


def _texts_of(plan: Plan, key: str) -> Iterable[Cell]:
    if key == PLAN:
        return _fields(plan)
    return _notes(plan) if key == NOTES else _rows(plan, section(key))


def _fields(plan: Plan) -> Iterable[Cell]:
    for name in FIELDS:
        value = plan.owner.called if name == "owner" else str(getattr(plan, name))
        if value:
            yield Cell(0, name, value, leads=name in LEADING)


def _notes(plan: Plan) -> Iterable[Cell]:
    for pk, heading, text in Note.objects.filter(plan=plan).values_list("pk", "heading", "text"):
        if heading:
            yield Cell(pk, HEADING, " / ".join(heading))
        if text:
            yield Cell(pk, TEXT, text)


def _rows(plan: Plan, part: Section) -> Iterable[Cell]:
    """Yes and no are no words; what a cell said before it was parsed is."""
    columns = [column for column in part.columns if not isinstance(column, Flag)]
    names = [str(column.name) for column in columns]
    writers = [_writer(column, plan.zone) for column in columns]
    for pk, extra, raw, *values in part.rows(plan).values_list("pk", "extra", "raw", *names):
        for name, write, value in zip(names, writers, values, strict=True):
            if text := write(value):
                yield Cell(pk, name, text)
        for name, said in (raw or {}).items():
            yield Cell(pk, name, str(said))
        for header, said in (extra or {}).items():
            yield Cell(pk, f"{EXTRA}{header}", str(said))


def _writer(column: Column, zone: ZoneInfo) -> Callable[[Any], str]:
    if labels := dict(column.options):
        return lambda value: labels.get(value, value or "")
    return lambda value: "" if column.is_empty(value) else column.display(value, zone)
