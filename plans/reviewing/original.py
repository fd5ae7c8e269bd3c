"""The document as it was, block by block, each with where it went (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from plans.reading.blocks import Code, Content, Item, Listing, Paragraph, Table
from plans.reading.choices import HEADING, HERE, KNOWN, KNOWN_HEADING, NOTES, Choices, Path
from plans.reading.draft import ImportDraft, Trace
from plans.reading.fill import EXTRA, RANK
from plans.reading.text import clean, unlink
from plans.reviewing.preview import hues_of, numbers_of
from plans.tables.registry import has_section, section

MOST_LINES, MOST_SIGNS = 60, 4_000
"""What is shown of a long block; the plan keeps all of it."""

MOST_ENTRIES = 1_000
"""Headings and blocks of a document that are drawn; what follows is counted."""


@dataclass(frozen=True)
class Target:
    """Where a block went: a section with its rows, or the prose."""

    key: str
    label: str
    hue: int
    rows: int


@dataclass(frozen=True)
class Column:
    """A header of the source and the column that it became; `field` "" where it became none."""

    header: str
    label: str
    is_extra: bool = False


@dataclass(frozen=True)
class Line:
    """An item of a list, as a person reads it."""

    text: str
    done: bool | None
    children: "list[Line]"
    number: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of the left side: a heading (`level` > 0), or a block with its number."""

    at: int
    level: int = 0
    title: str = ""
    path: Path = ()
    decided: str = ""
    number: int = 0
    kind: str = ""
    targets: list[Target] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    rows: Sequence[Sequence[str]] = ()
    items: Sequence[Line] = ()
    text: str = ""
    hidden: int = 0
    chosen: str = ""
    problem: str = ""
    with_next: bool = False

    @property
    def hue(self) -> int:
        return self.targets[0].hue if self.targets else 0

    @property
    def keys(self) -> str:
        """The ids of the tables that it is linked to."""
        return " ".join(target.key for target in self.targets)


def original(draft: ImportDraft, choices: Choices) -> list[Entry]:
    """The first headings and blocks in the order of the document."""
    return list(islice(_entries(draft, choices), MOST_ENTRIES))


def _entries(draft: ImportDraft, choices: Choices) -> Iterator[Entry]:
    numbers, hues, before = numbers_of(draft), hues_of(draft), Path()
    for trace in draft.trace:
        path = trace.place.path
        same = _common(before, path)
        for depth in range(same, len(path)):
            above = path[: depth + 1]
            decided = _decided(above, choices)
            yield Entry(trace.at, depth + 1, path[depth], above, decided)
        before = path
        if trace.block is not None:
            yield _block(trace, trace.block, numbers[trace.at], hues)


def _common(before: Sequence[str], path: Sequence[str]) -> int:
    """How many headings both are below."""
    same = 0
    while same < min(len(before), len(path)) and before[same] == path[same]:
        same += 1
    return same


def _decided(path: Path, choices: Choices) -> str:
    """What was said about this heading, in words."""
    if choices.title and choices.title == path:
        return _("计划标题")
    choice = choices.headings.get(path)
    return label_of(choice.section) if choice and choice.section else ""


def label_of(key: str) -> str:
    return str(section(key).label) if has_section(key) else _("正文")


def _block(trace: Trace, block: Content, number: int, hues: Mapping[str, int]) -> Entry:
    kind, shown, hidden = _shown(block)
    return Entry(
        at=trace.at, number=number, kind=kind, targets=_targets(trace, hues),
        columns=_columns(trace), hidden=hidden, chosen=_who(trace.chosen), problem=trace.problem,
        with_next=trace.with_next, path=trace.place.path, **shown,
    )  # fmt: skip


def _who(chosen: str) -> str:
    words = {HERE: _("你选的"), HEADING: _("按标题"), KNOWN: _("按上次的选择")}
    words[KNOWN_HEADING] = words[KNOWN]
    return words.get(chosen, "")


def _targets(trace: Trace, hues: Mapping[str, int]) -> list[Target]:
    rows: dict[str, int] = {}
    for went in trace.went:
        rows[went.section] = rows.get(went.section, 0) + len(went.rows)
    found = [Target(key, label_of(key), hues.get(key, 0), n) for key, n in rows.items()]
    found.sort(key=lambda target: -target.rows)
    is_note = trace.note is not None or not found
    return [*found, Target(NOTES, _("正文"), 0, 0)] if is_note and not trace.with_next else found


def _columns(trace: Trace) -> list[Column]:
    """The headers of a table; what they became where it became rows."""
    if not isinstance(trace.block, Table):
        return []
    taken = next((went for went in trace.went if went.columns), None)
    headers = [clean(header) for header in trace.block.header]
    if taken is None:
        return [Column(unlink(header), "") for header in headers]
    return [_column(header, taken.section, taken.columns.get(header, "")) for header in headers]


def _column(header: str, key: str, name: str) -> Column:
    if name == EXTRA:
        return Column(header, _("其他列"), is_extra=True)
    if name == RANK:
        return Column(header, _("序号"), is_extra=True)
    try:
        return Column(header, section(key).column(name).label)
    except KeyError:
        return Column(header, "")


def _shown(block: Content) -> tuple[str, dict[str, Any], int]:
    """(kind, what the template draws, how many lines are left out)."""
    if isinstance(block, Table):
        rows = [[_read(text) for text in row] for row in block.rows[:MOST_LINES]]
        return "table", {"rows": rows}, max(0, len(block.rows) - MOST_LINES)
    if isinstance(block, Listing):
        items = [_line(item) for item in block.items[:MOST_LINES]]
        return "list", {"items": items}, max(0, len(block.items) - MOST_LINES)
    text = block.text if isinstance(block, Code) else _words(block)
    lines = text[:MOST_SIGNS].split("\n")
    left = max(0, text.count("\n") + 1 - min(len(lines), MOST_LINES))
    kind = "code" if isinstance(block, Code) else "words"
    return kind, {"text": "\n".join(lines[:MOST_LINES])}, left


def _line(item: Item) -> Line:
    number = item.marker if any(sign.isalnum() for sign in item.marker) else ""
    return Line(_read(item.text), item.done, [_line(child) for child in item.children], number)


def _words(block: Paragraph) -> str:
    return "\n".join(map(_read, block.lines)) if block.lines else block.source


def _read(text: str) -> str:
    """Without markup, as a person reads it."""
    return clean(unlink(text))
