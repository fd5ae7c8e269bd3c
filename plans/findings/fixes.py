"""What one click may do about a finding."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Fix:
    """`label` is the button, in the reader's language."""

    label: str
    verb: ClassVar[str] = ""

    def as_json(self) -> dict[str, Any]:
        return {"verb": self.verb, "label": self.label}


@dataclass(frozen=True)
class SetCells(Fix):
    """Write these JSON values, {field: value}, into the finding's row (or the plan itself).

    `row` names another row of the same section.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    row: int | None = None
    verb: ClassVar[str] = "set"

    def as_json(self) -> dict[str, Any]:
        other = {} if self.row is None else {"row": self.row}
        return {**super().as_json(), "values": dict(self.values), **other}


@dataclass(frozen=True)
class DeleteRow(Fix):
    """Delete the finding's row."""

    verb: ClassVar[str] = "delete"


@dataclass(frozen=True)
class AddRows(Fix):
    """Append these rows, JSON values, to another section."""

    section: str = ""
    rows: tuple[Mapping[str, Any], ...] = ()
    verb: ClassVar[str] = "add"

    def as_json(self) -> dict[str, Any]:
        rows = [dict(row) for row in self.rows]
        return {**super().as_json(), "section": self.section, "rows": rows}
