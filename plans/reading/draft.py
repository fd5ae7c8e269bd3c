"""What import makes of a document: the JSON of `import_plan`."""

from dataclasses import asdict, dataclass, field
from typing import Any

from plans.reading.rows import Row


@dataclass
class ImportDraft:
    """plan fields, rows, notes, where every block went, and what needs a person's eye.

    plan      {field: JSON}; `owner` and `owner_text` as the document says
    sections  {key: [row]} of the sections that have rows
    notes     [{"heading": [path], "text": Markdown}] in order
    mapping   [{"heading": [path], "section": key or "notes", "columns": {header: field}, "rows": n}]
    findings  [{"level", "section", "row", "message"}], `row` counted from 0
    unplaced  what could be neither a row nor a note: nothing, as long as notes take everything
    source    the name of the file
    """

    plan: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, list[Row]] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)
    mapping: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    source: str = ""

    def as_json(self) -> dict[str, Any]:
        """The contract's keys; `source` stays inside."""
        whole = asdict(self)
        whole.pop("source")
        return whole
