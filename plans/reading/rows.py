"""Draft rows: the JSON of a row that has no plan yet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from plans.reading.values import Value, read_value
from plans.tables.section import Section

Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that could not be read; its text is kept in `raw`."""

    field: str
    message: str


@dataclass
class RowBuilder:
    """One row in the making: texts are read, what reading changes is kept raw."""

    section: Section
    zone: ZoneInfo | None = None
    values: Row = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self, name: str, text: str) -> "RowBuilder":
        """Read `text` into the field; what cannot be read stays raw and is a problem."""
        value = read_value(self.section.column(name), text, self.zone)
        if value.problem and (told := self._told_by(name, text)):
            value = Value(told, text)
        self.values[name] = value.json
        if value.raw is not None and value.raw.strip():
            self.raw[name] = value.raw
        if value.problem:
            self.problems.append(Problem(name, value.problem))
        return self._fit(name, text)

    def _told_by(self, name: str, text: str) -> str:
        """The value that the section's own patterns find in a cell that names no option: 清理 is clear."""
        patterns = self.section.more.get("told", {}).get(name, ())
        found = (value for value, said in patterns if said and re.search(said, text, re.IGNORECASE))
        return next(found, "")

    def _fit(self, name: str, text: str) -> "RowBuilder":
        """A text longer than its field is cut and kept whole in `raw`."""
        most = self.section.column(name).max_length
        value = self.values[name]
        if most and isinstance(value, str) and len(value) > most:
            self.values[name], self.raw[name] = value[:most], text
            message = _("“%(text)s…”超过 %(most)s 字，全文保留在原文中。") % {
                "text": value[:20],
                "most": most,
            }
            self.problems.append(Problem(name, message))
        return self

    def put(self, name: str, value: Any, raw: str = "") -> "RowBuilder":
        """Set a value that was found by other means; `raw` is where it stood."""
        cell = self.section.column(name)
        self.values[name] = value if isinstance(value, str | list) else cell.to_json(value)
        if raw.strip() and raw.strip() != value:
            self.raw[name] = raw
        return self._fit(name, raw or str(value))

    def keep(self, name: str, source: str) -> "RowBuilder":
        """Keep the source text of the whole row beside the field it mostly became."""
        if source.strip() and source.strip() != self.values.get(name):
            self.raw.setdefault(name, source.strip("\n"))
        return self

    def told(self, name: str) -> Any:
        return self.values.get(name)

    def build(self) -> Row:
        return complete(self.section, self.values, extra=self.extra, raw=self.raw)


def complete(
    section: Section,
    values: Mapping[str, Any],
    *,
    extra: Mapping[str, str] | None = None,
    raw: Mapping[str, str] | None = None,
) -> Row:
    """The row with every field of the section, empty where nothing was said."""
    empty = {str(cell.name): cell.to_json(cell.get_default()) for cell in section.columns}
    return {**empty, **values, "extra": dict(extra or {}), "raw": dict(raw or {})}
