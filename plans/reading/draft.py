"""What import makes of a document: the JSON of `import_plan`."""

from dataclasses import dataclass, field
from typing import Any

from plans.reading.blocks import Content, Place
from plans.reading.rows import Row

CONTRACT = ("plan", "sections", "notes", "mapping", "findings", "unplaced")


@dataclass
class Went:
    """Rows that a block gave to one section; the rows are those of the draft itself."""

    section: str
    rows: list[Row]
    columns: dict[str, str]


@dataclass
class Trace:
    """One block of the source and what became of it; `block` is None for an empty heading.

    went       the tables it became rows of
    note       index of the note that keeps it or what is left of it, None when nothing is
    chosen     "" as recognised, else who decided: "here", "heading", "known", "known heading"
    mark       the signature by which that decision was remembered
    problem    why the decision could not be followed
    with_next  a caption that went with the block after it
    """

    at: int
    place: Place
    block: Content | None
    signature: str = ""
    went: list[Went] = field(default_factory=list)
    note: int | None = None
    chosen: str = ""
    mark: str = ""
    problem: str = ""
    with_next: bool = False

    @property
    def target(self) -> str:
        """The section that took most of it, or "notes"."""
        mine = [went for went in self.went if went.rows or went.columns]
        return max(mine, key=lambda went: len(went.rows)).section if mine else "notes"


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
    trace     every block in order with what became of it; stays inside
    exact     whether the file is one of ours, so that an empty cell means empty
    """

    plan: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, list[Row]] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)
    mapping: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    source: str = ""
    trace: list[Trace] = field(default_factory=list)
    exact: bool = False

    def as_json(self) -> dict[str, Any]:
        """The contract's keys; the rest stays inside."""
        return {name: getattr(self, name) for name in CONTRACT}
