"""The plan's own fields as form lines: label, text, what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from plans.models import Plan
from plans.tables.cells import Cell

FIRST = ("title", "project", "version", "kind", "window_start", "window_end")


@dataclass(frozen=True)
class FieldLine:
    """One line of a form; texts are what the cells display and parse."""

    name: str
    label: str
    value: str
    hint: str
    options: list[tuple[str, str]]
    errors: list[str]
    kind: str = "line"

    @property
    def picked(self) -> str:
        """A moment as the browser's own picker takes it; empty where it could not show the text."""
        day, _space, clock = self.value.partition(" ")
        is_moment = self.kind == "moment" and not self.errors
        return f"{day}T{clock}" if is_moment and clock else ""

    @property
    def is_picked(self) -> bool:
        """Chosen in the browser's picker; what it could not show is typed."""
        return self.kind == "moment" and bool(self.picked or not self.value)


def plan_fields(
    plan: Plan, typed: Mapping[str, str], errors: Mapping[str, Any], names: Iterable[str] = ()
) -> list[FieldLine]:
    """Lines of the form; what was typed stays when it was refused."""
    return [_line(plan, name, typed, errors) for name in names or Plan.EDITABLE]


def new_plan_fields(typed: Mapping[str, str], errors: Mapping[str, Any]) -> list[FieldLine]:
    """The few lines with which a plan begins."""
    return plan_fields(Plan(timezone=settings.TIME_ZONE), typed, errors, FIRST)


def _line(plan: Plan, name: str, typed: Mapping[str, str], errors: Mapping[str, Any]) -> FieldLine:
    cell: Any = Plan._meta.get_field(name)
    value = getattr(plan, name)
    shown = cell.display(value, plan.zone) if isinstance(cell, Cell) else str(value)
    options = cell.options if isinstance(cell, Cell) else []
    said = errors.get(name, [])
    if name in typed:
        shown = typed[name]
    elif options:
        shown = str(value)
    return FieldLine(
        name=name,
        label=str(cell.verbose_name),
        value=shown,
        hint=_hints().get(cell.kind if isinstance(cell, Cell) else name, ""),
        options=options,
        errors=[said] if isinstance(said, str) else list(said),
        kind=cell.kind if isinstance(cell, Cell) else "line",
    )


def _hints() -> dict[str, str]:
    return {
        "moment": _("例如 2026-06-18 22:00"),
        "span": _("例如 3天、4小时"),
        "timezone": _("例如 Asia/Shanghai"),
    }
