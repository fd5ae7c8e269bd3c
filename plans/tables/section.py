"""What a section is: a typed table of the plan, declared on its model class."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models

from ground.ahead import listed
from plans.tables.cells import Cell


class Section:
    """The declaration `section = Section(…)` on a row class; it is the only registration.

    key        the contract's name, for example "topics"
    label      its name in the UI (lazy translation)
    order      place in the document; chapters leave gaps of a hundred
    identity   fields that tell rows apart in merge and diff (not a constraint)
    ordered    the order of its rows is content (steps, stages)
    group_by   field whose value heads groups of rows in grid and PDF
    synonyms   {field: header words} by which import knows a column
    headings   heading words by which import knows the table
    frozen     how many first columns stay in view
    editors    parts that may edit its content besides owner and PM
    recorders  parts that may write its progress besides owner and PM
    more       what only some surfaces ask: group_words (heading of a group, with %s),
               words {field: "section.field" it refers to}, links ((URL name, label) …),
               moves (its states move by their own action),
               helpers {field: names of plans.helping that know something of its cells}
    """

    declared: ClassVar[dict[str, "Section"]] = {}
    """Every section by its key; `plans.tables.registry` reads it."""

    model: Any
    """The PlanRow class it is declared on; its own fields are for the section to know."""

    def __init__(
        self,
        key: str,
        label: Any,
        *,
        order: int,
        identity: tuple[str, ...],
        ordered: bool = False,
        group_by: str = "",
        synonyms: Mapping[str, tuple[str, ...]] | None = None,
        headings: tuple[str, ...] = (),
        frozen: int = 1,
        editors: tuple[str, ...] = ("dev",),
        recorders: tuple[str, ...] = (),
        **more: Any,
    ) -> None:
        self.key, self.label, self.order, self.identity = key, label, order, identity
        self.ordered, self.group_by, self.frozen = ordered, group_by, frozen
        self.synonyms = dict(synonyms or {})
        self.headings = headings
        self.editors, self.recorders = editors, recorders
        self.more = more

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        """Called by Django before any field exists; columns are read later."""
        setattr(model, name, self)
        if not model._meta.abstract:
            self.model = model
            self._declare()

    def _declare(self) -> None:
        known = self.declared.get(self.key)
        if known and known.model.__qualname__ != self.model.__qualname__:
            raise ValueError(f"section {self.key} is declared twice")
        self.declared[self.key] = self

    @cached_property
    def columns(self) -> list[Cell]:
        """All cells in the order of their declaration, progress last."""
        cells = [field for field in self.model._meta.fields if isinstance(field, Cell)]
        return sorted(cells, key=lambda cell: cell.is_progress)

    @cached_property
    def content(self) -> list[Cell]:
        return [cell for cell in self.columns if not cell.is_progress]

    @cached_property
    def progress(self) -> list[Cell]:
        return [cell for cell in self.columns if cell.is_progress]

    def column(self, key: str) -> Cell:
        """The cell of that name; KeyError when the section has none."""
        for cell in self.columns:
            if cell.name == key:
                return cell
        raise KeyError(key)

    def rows(self, plan: Any) -> models.QuerySet[Any]:
        return self.model._default_manager.filter(plan=plan).order_by("rank", "id")

    def listed(self, plan: Any) -> list[Any]:
        """The rows in order, from what was read ahead for many plans if it was."""
        name = self.model._meta.get_field("plan").remote_field.get_accessor_name()
        found = listed(plan, str(name), lambda: self.rows(plan))
        return sorted(found, key=lambda row: (row.rank, row.pk))

    def to_json(self, row: Any, zone: ZoneInfo | None = None) -> dict[str, Any]:
        """The PlanRow `row` as REST, snapshots and exports know it.

        `row_version` counts its writes; a section without a column of that name
        also gives it as `version`.
        """
        values = {cell.name: cell.to_json(getattr(row, cell.name), zone) for cell in self.columns}
        return {
            "id": row.pk,
            "row_version": row.row_version,
            "version": row.row_version,
            **values,
            "extra": row.extra,
            "raw": row.raw,
        }

    def identity_of(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """What tells this JSON row apart from its neighbours, as text."""
        return tuple(str(row.get(name) or "").strip() for name in self.identity)

    def title_of(self, row: Mapping[str, Any]) -> str:
        """A short name of the row for findings, events and mails."""
        return " · ".join(part for part in self.identity_of(row) if part)[:120]

    def words(self, cell: Cell) -> Iterable[str]:
        """Header words by which import knows the column: key, label, synonyms."""
        return (str(cell.name), cell.label, *self.synonyms.get(str(cell.name), ()))

    def __repr__(self) -> str:
        return f"<Section {self.key}>"
