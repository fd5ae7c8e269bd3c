"""A block read as the section that a person chose, whatever it looks like."""

from dataclasses import replace

from django.utils.translation import gettext as _

from plans.reading.blocks import Code, Content, Listing, Paragraph, Place, Table
from plans.reading.cells import Cells
from plans.reading.choices import Choice
from plans.reading.context import Context, Reading, Scene
from plans.reading.entries import Entry, entries
from plans.reading.fill import EXTRA, build, fill_table
from plans.reading.lines import read_lines
from plans.reading.match import EXACT, Support, spread_words
from plans.reading.records import read_records
from plans.reading.registry import recognisers
from plans.reading.text import bare_header, clean, is_blank
from plans.tables.section import Section

_TITLES_ABOVE = 3
_LONGEST = 1_000


class Unfit(ValueError):
    """The choice makes no sense for this block; the sentence says why."""


def read_as(
    block: Content, place: Place, choice: Choice, context: Context, *, at_all_cost: bool = True
) -> Reading | None:
    """The block as rows of the chosen section; Unfit with a sentence when it cannot be.

    `at_all_cost`: prose that nothing recognises becomes a row for each line.
    """
    section = context.section(choice.section)
    taught = _taught(section, choice, context)
    support = Support(section, EXACT, 0, str(section.label))
    scene = Scene(place, taught, section, support)
    if isinstance(block, Table):
        return _table(block, scene)
    return _recognised(block, scene) or (_line_by_line(block, scene) if at_all_cost else None)


def assigned(table: Table, section: Section, context: Context) -> tuple[Table, dict[int, str]]:
    """The table below its titles, and {column: field} as the section's words say."""
    shown = max(
        (_without(table, above) for above in range(min(_TITLES_ABOVE, len(table.rows) + 1))),
        key=lambda part: len(context.index.assigned(section, part.header)),
    )
    return shown, context.index.assigned(section, shown.header)


def _taught(section: Section, choice: Choice, context: Context) -> Context:
    spread = spread_words(section)
    columns = {
        h: f for h, f in choice.columns.items() if f == EXTRA or bare_header(h) not in spread
    }
    _require_distinct(section, columns)
    plain = {header: "" if name == EXTRA else name for header, name in columns.items()}
    return replace(context, index=context.index.taught(section, plain)) if plain else context


def _require_distinct(section: Section, columns: dict[str, str]) -> None:
    """One field has one source; and the section must have it."""
    taken: dict[str, str] = {}
    known = {str(cell.name): cell.label for cell in section.columns}
    for header, name in columns.items():
        if name == EXTRA:
            continue
        if name not in known:
            raise Unfit(_("“%(section)s”没有这一列，请重新选择。") % {"section": section.label})
        if name in taken:
            words = {"one": taken[name], "other": header, "field": known[name]}
            raise Unfit(_("“%(one)s”和“%(other)s”不能都当作“%(field)s”，请改其中一列。") % words)
        taken[name] = header


def _table(table: Table, scene: Scene) -> Reading:
    if records := read_records(table, scene):
        return records
    shown, fields = assigned(table, scene.section, scene.context)
    if not fields:
        raise Unfit(
            _("这张表没有一列对得上“%(section)s”，请先为至少一列选择字段。")
            % {"section": scene.section.label}
        )
    above = [table.header, *table.rows][: len(table.rows) - len(shown.rows)]
    reading = fill_table(shown, fields, scene)
    told = "\n".join(" ".join(row) for row in above)
    return reading.with_left(f"{told}\n{reading.left}".strip()) if told else reading


def _without(table: Table, above: int) -> Table:
    rows = (table.header, *table.rows)[above:]
    return replace(table, header=rows[0], rows=tuple(rows[1:]))


def _recognised(block: Content, scene: Scene) -> Reading | None:
    """What the section's own recognisers make of it, those for any place first."""
    if any(len(line) > _LONGEST for line in block.source.split("\n")):
        return None
    mine = [known for known in recognisers() if known.section == scene.section.key]
    sure = [known.read for known in mine if known.anywhere]
    usual = [known.read for known in mine if not known.anywhere]
    readings = (read(block, scene) for read in (*sure, read_records, *usual, read_lines))
    return next(filter(None, readings), None)


def _line_by_line(block: Content, scene: Scene) -> Reading:
    """Each statement is a row; a block that has none is one row."""
    found = [entry for entry in _entries(block) if not is_blank(entry.text)]
    if not found:
        raise Unfit(_("这一块没有可以成为一行的文字。"))
    field = _field(scene.section)
    rows = build([Cells({field: entry.whole}) for entry in found], scene)
    if len(rows) == len(found):
        for row, entry in zip(rows, found, strict=True):
            row.keep(field, entry.verbatim)
    reading = Reading.of(scene.section.key, rows)
    if reading is None:
        raise Unfit(_("这一块没有可以成为一行的文字。"))
    return reading


def _entries(block: Content) -> list[Entry]:
    if isinstance(block, Listing) or (isinstance(block, Paragraph) and block.listed):
        return entries(block)
    words = block.text if isinstance(block, Code) else clean(block.source)
    return [Entry(words, block.source)]


def _field(section: Section) -> str:
    """The field that takes a bare line: what the section says, else its first content words."""
    if said := section.more.get("lines"):
        return str(said)
    wordy = [str(cell.name) for cell in section.content if cell.kind in ("line", "prose")]
    last = section.identity[-1]
    return last if last in wordy or not wordy else wordy[0]
