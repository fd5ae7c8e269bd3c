"""What a reviewer may choose for a block or a heading, and what came back from the form (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from ground.errors import Invalid
from plans.reading.blocks import Table
from plans.reading.choices import NOTES, Choice, Path
from plans.reading.chosen import Unfit, read_as
from plans.reading.context import Context
from plans.reading.draft import ImportDraft, Trace
from plans.reading.fill import EXTRA, RANK
from plans.reading.generic import ORDER_WORDS
from plans.reading.match import Index, spread_words
from plans.reading.text import bare_header, clean
from plans.reviewing.original import label_of
from plans.tables.registry import has_section, section, sections
from plans.tables.section import Section

TITLE = "title"
SAMPLE = 40


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class ColumnLine:
    """A header of the source: where it goes, where it may go; `fixed` says why there is no choice."""

    header: str
    sample: str
    options: list[Option] = field(default_factory=list)
    fixed: str = ""


@dataclass(frozen=True)
class Form:
    """The choices of one block: sections, columns when it is a table, headings when it is prose."""

    trace: Trace
    targets: list[Option]
    columns: list[ColumnLine]
    paths: list[Option]
    alike: int
    problem: str = ""


def block_form(draft: ImportDraft, trace: Trace, choice: Choice | None, wanted: str | None) -> Form:
    """The form of a block; `wanted` is the section just picked in it, None at first."""
    now = trace.target if wanted is None else wanted
    said = choice.columns if choice and choice.section == now else {}
    block, problem = trace.block, ""
    columns: list[ColumnLine] = []
    if isinstance(block, Table) and has_section(now):
        columns, problem = _columns(trace, block, section(now), said)
    moved = choice.path if choice else None
    return Form(
        trace=trace,
        targets=_targets(now),
        columns=columns,
        paths=_paths(draft, trace, moved) if now == NOTES else [],
        alike=_alike(draft, trace),
        problem=problem,
    )


def heading_targets(choice: Choice | None, *, is_title: bool) -> list[Option]:
    now = TITLE if is_title else choice.section if choice else ""
    return [
        Option("", _("按识别结果"), not now),
        Option(TITLE, _("这是计划标题"), now == TITLE),
        Option(NOTES, label_of(NOTES), now == NOTES),
        *_sections(now),
    ]


def block_step(
    trace: Trace, given: Mapping[str, Any], columns: Mapping[str, str]
) -> dict[str, Any]:
    """The step that the form of a block asks for; Invalid when it names no section or column."""
    key = str(given.get("section", ""))
    if key not in ("", NOTES) and not has_section(key):
        raise Invalid(_("没有“%(key)s”这个清单。") % {"key": key})
    step = {"block": trace.at, "mark": trace.signature, "section": key}
    if has_section(key) and columns:
        step["columns"] = {header: name for header, name in columns.items() if name != RANK}
    return step


def path_of(draft: ImportDraft, at: int, depth: int) -> Path:
    """The heading of that depth above the block at `at`; Invalid when there is none."""
    trace = trace_at(draft, at)
    if not 0 < depth <= len(trace.place.path):
        raise Invalid(_("文档里没有这个标题，请刷新后再试。"))
    return trace.place.path[:depth]


def trace_at(draft: ImportDraft, at: int) -> Trace:
    if not 0 <= at < len(draft.trace):
        raise Invalid(_("文档里没有这一块，请刷新后再试。"))
    return draft.trace[at]


def alike(draft: ImportDraft, trace: Trace) -> list[Trace]:
    """The blocks that look the same, itself included."""
    if not trace.signature:
        return [trace]
    return [one for one in draft.trace if one.signature == trace.signature and one.block]


def _alike(draft: ImportDraft, trace: Trace) -> int:
    return len(alike(draft, trace)) - 1


def _targets(now: str) -> list[Option]:
    return [
        Option("", _("按识别结果"), not now),
        Option(NOTES, label_of(NOTES), now == NOTES),
        *_sections(now),
    ]


def _sections(now: str) -> list[Option]:
    return [Option(part.key, str(part.label), part.key == now) for part in sections()]


def _paths(draft: ImportDraft, trace: Trace, moved: Path | None) -> list[Option]:
    """Under which heading prose may stand: any of the document's; values are their numbers."""
    found = headings(draft)
    now = trace.place.path if moved is None else moved
    return [
        Option(str(at), " / ".join(path) or _("（开头）"), path == now)
        for at, path in enumerate(found)
    ]


def headings(draft: ImportDraft) -> list[Path]:
    """Every heading path once, in order."""
    return list(dict.fromkeys([(), *(trace.place.path for trace in draft.trace)]))


def _columns(
    trace: Trace, table: Table, part: Section, said: Mapping[str, str]
) -> tuple[list[ColumnLine], str]:
    """(a line for each header, why the choice does not work)."""
    taken, problem = _taken(trace, table, part, said)
    headers = _headers(table, taken)
    spread = spread_words(part)
    lines = []
    for header, sample in headers:
        if bare_header(header) in spread and taken.get(header) not in (None, EXTRA):
            fixed = _("按环境展开")
            lines.append(ColumnLine(header, sample, fixed=fixed))
        else:
            now = said.get(header) or taken.get(header) or _spare(header)
            lines.append(ColumnLine(header, sample, _fields(part, now, header)))
    return lines, problem


def _taken(
    trace: Trace, table: Table, part: Section, said: Mapping[str, str]
) -> tuple[Mapping[str, str], str]:
    """{header: field} as it would be read now."""
    context = Context(Index(sections()), ZoneInfo("UTC"))
    try:
        reading = read_as(table, trace.place, Choice(part.key, said), context)
    except Unfit as problem:
        return said, str(problem)
    found = reading.found if reading else ()
    return next((dict(one.columns) for one in found if one.section == part.key), {}), ""


def _headers(table: Table, taken: Mapping[str, str]) -> list[tuple[str, str]]:
    """(header, first text below it); of a table of labels and values the labels."""
    own = [clean(header) for header in table.header]
    if taken and not set(taken) & set(own):
        pairs = [row for row in (table.header, *table.rows) if len(row) > 1]
        return _distinct((clean(row[0]), clean(row[1])) for row in pairs)
    for above in table.rows[:2]:
        lower = [clean(text) for text in above]
        if len(set(taken) & set(lower)) > len(set(taken) & set(own)):
            own = lower
    first = next((row for row in table.rows if [clean(text) for text in row] != own), ())
    samples = [clean(text) for text in first] + [""] * len(own)
    return _distinct(zip(own, samples, strict=False))


def _distinct(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for header, sample in pairs:
        if header:
            found.setdefault(header, sample[:SAMPLE])
    return list(found.items())


def _spare(header: str) -> str:
    return RANK if bare_header(header) in ORDER_WORDS else EXTRA


def _fields(part: Section, now: str, header: str) -> list[Option]:
    rest = [Option(EXTRA, _("保留为其他列"), now == EXTRA)]
    if _spare(header) == RANK:
        rest = [Option(RANK, _("只是序号"), now == RANK)]
    columns: Sequence[Any] = part.columns
    return [*(Option(str(c.name), c.label, c.name == now) for c in columns), *rest]
