"""A whole document → an ImportDraft: every block becomes rows, a note, or both."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from plans.reading.blocks import Block, Content, Paragraph, Place, Table
from plans.reading.choices import (
    HEADING,
    KNOWN_HEADING,
    NOTES,
    Choice,
    Choices,
    signature,
    signatures,
)
from plans.reading.chosen import Unfit, read_as
from plans.reading.context import Context, Found, Reading, Scene
from plans.reading.draft import ImportDraft, Trace, Went
from plans.reading.errors import Unreadable
from plans.reading.facts import Facts, leader, read_facts
from plans.reading.foreign import is_foreign
from plans.reading.lost import lost_words
from plans.reading.match import Index
from plans.reading.outline import Placed, outline, title_of
from plans.reading.plain import is_plan_title
from plans.reading.recognising import recognise, views
from plans.reading.registry import companion_of, finishes
from plans.reading.sources import read_file_blocks
from plans.reading.text import first_line, is_blank, plain_title
from plans.tables.durations import write_duration
from plans.tables.registry import sections

MOST_ROWS = 5_000
AS_RECOGNISED = Choices()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document as blocks in their places, before anybody decides what they are."""

    index: Index
    placed: Sequence[Placed]
    title: str
    name: str

    @property
    def signatures(self) -> set[str]:
        """By which decisions of former documents may know its blocks and headings again."""
        return signatures(self.placed)


def parse_document(data: bytes, name: str = "") -> Parsed:
    """The blocks of a file; Unreadable with one sentence when it is no document.

    `name` gives the title when the text has none.
    """
    index = Index(sections())
    blocks = read_file_blocks(data, index.is_known)
    title = title_of(blocks, index.is_known) or _fallback_title(blocks, name)
    return Parsed(index, outline(blocks, index.is_known), title, name)


def read_parsed(parsed: Parsed, zone: ZoneInfo, choices: Choices = AS_RECOGNISED) -> ImportDraft:
    """The draft, as recognised where `choices` say nothing else."""
    placed, title = _titled(parsed, choices.title)
    facts = read_facts(title, placed, zone)
    headings = {heading for here in placed for heading in here.place.path}
    texts = [here.block.source for here in placed if here.block]
    foreign = is_foreign(title, headings, [*headings, *texts])
    context = Context(parsed.index, zone, facts.start, foreign)
    reader = _Reader(context, ImportDraft(source=parsed.name), choices, parsed.placed)
    reader.read(placed)
    return _finished(reader.draft, facts)


def read_document(
    data: bytes, zone: ZoneInfo, name: str = "", choices: Choices = AS_RECOGNISED
) -> ImportDraft:
    """The draft of a file; moments without an offset are in `zone`."""
    return read_parsed(parse_document(data, name), zone, choices)


def _titled(parsed: Parsed, path: Sequence[str]) -> tuple[Sequence[Placed], str]:
    """The blocks below another heading that somebody says is the plan's title."""
    if not path:
        return parsed.placed, parsed.title
    title = path[-1]
    return [replace(here, place=replace(here.place, title=title)) for here in parsed.placed], title


def _fallback_title(blocks: Sequence[Block], name: str) -> str:
    """A line that sounds like one, else the file's name without its ending, else the first words."""
    lines = [first_line(block.text) for block in blocks[:9] if isinstance(block, Paragraph)]
    if said := next((line for line in lines if is_plan_title(line)), ""):
        return plain_title(said)
    stem = _stem_of("".join(sign for sign in name if sign.isprintable()))
    return stem or next((plain_title(first_line(block.source))[:80] for block in blocks), "")


def _stem_of(name: str) -> str:
    """A file's name without folders and ending."""
    return name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0].strip()


@dataclass
class _Reader:
    """One pass over the placed blocks, in order."""

    context: Context
    draft: ImportDraft
    choices: Choices
    signed: Sequence[Placed]
    last_note: Place | None = field(default=None)

    def read(self, placed: Sequence[Placed]) -> None:
        at = 0
        while at < len(placed):
            here = placed[at]
            self._begin(at, here)
            if decided := self._decision(at, here):
                self._decided(here, *decided)
            elif here.block is None:
                self._nothing(here.place)
            elif here.is_inner:
                self._inner(here.place, here.block)
            elif here.is_caption and self._introduces(at, placed):
                at += self._captioned(at, here, placed[at + 1])
            else:
                self._block(here.place, here.block)
            at += 1

    @property
    def trace(self) -> Trace:
        """Of the block that is being read."""
        return self.draft.trace[-1]

    def _begin(self, at: int, here: Placed) -> None:
        mark = signature(self.signed[at])
        self.draft.trace.append(Trace(at, here.place, here.block, mark))

    def _decision(self, at: int, here: Placed) -> tuple[Choice, str] | None:
        """What somebody decided about this block, or about a heading above it."""
        if decided := self.choices.block(at, self.trace.signature):
            return decided if decided[0].section or decided[0].path is not None else None
        decided = self.choices.heading(here.place.path, self.signed[at].place.title)
        return decided if decided and decided[0].section and here.block else None

    def _introduces(self, at: int, placed: Sequence[Placed]) -> bool:
        """Whether the caption may go with the next block: nobody decided about that one."""
        after = placed[at + 1] if at + 1 < len(placed) else None
        mark = signature(self.signed[at + 1]) if after else ""
        return bool(after and not self.choices.block(at + 1, mark))

    def _decided(self, here: Placed, choice: Choice, who: str) -> None:
        self.trace.chosen, self.trace.mark = who, choice.mark
        place, block = here.place, here.block
        if block is None or choice.section in ("", NOTES):
            self._moved(place, block, choice.path)
        elif reading := self._as_chosen(block, place, choice, who):
            self._keep_heading(place, reading)
            self._take(place, block, reading)
        else:
            self._block(place, block)

    def _as_chosen(self, block: Content, place: Place, choice: Choice, who: str) -> Reading | None:
        """Rows of the chosen section; a heading speaks for what can be rows, and never insists."""
        if who in (HEADING, KNOWN_HEADING) and not isinstance(block, Table):
            return read_as(block, place, choice, self.context, at_all_cost=False)
        try:
            return read_as(block, place, choice, self.context)
        except Unfit as problem:
            self.trace.problem = str(problem)
            return None

    def _keep_heading(self, place: Place, reading: Reading) -> None:
        """Words of headings that name no section are said nowhere else: an empty note keeps them."""
        named = [title for title in place.heading if self.context.index.is_known(title)]
        notes = [note["heading"] for note in self.draft.notes]
        kept = [place.title, named, notes, [found.rows for found in reading.found]]
        if lost_words("\n".join(place.heading), kept):
            self._note(replace(place, path=tuple(place.heading), caption=""), "")

    def _moved(self, place: Place, block: Content | None, path: Sequence[str] | None) -> None:
        """Prose, perhaps below other headings; the words of its own ones stay with it."""
        text = block.source if block else ""
        if path is None:
            self._note(replace(place, caption=""), text, _headers(block) if block else {})
            return
        gone = [title for title in place.path if title not in path]
        above = f"**{' / '.join(gone)}**\n\n" if gone else ""
        self._note(replace(place, path=tuple(path), caption=""), f"{above}{text}".strip())

    def _captioned(self, at: int, caption: Placed, after: Placed) -> int:
        """A caption goes with the table it introduces, or stays a line of the notes."""
        decided = self.choices.heading(after.place.path, self.signed[at].place.title)
        plain = not (decided and decided[0].section)
        if plain and after.block and (reading := recognise(after.block, after.place, self.context)):
            self.trace.with_next = True
            self._begin(at + 1, after)
            self._take(after.place, after.block, reading)
            return 1
        self._note(caption.place, caption.block.source if caption.block else "")
        return 0

    def _inner(self, place: Place, block: Content) -> None:
        """A table or code inside a list: rows when it is known; its text is kept with the list."""
        if reading := recognise(block, place, self.context):
            self._take(place, block, reading)
        else:
            self.draft.trace.pop()

    def _block(self, place: Place, block: Content) -> None:
        for seen_at, seen in views(place, block, self.context):
            if reading := recognise(seen, seen_at, self.context):
                self._take(seen_at, seen, reading)
                return
        self._note(replace(place, caption=""), block.source, _headers(block))

    def _take(self, place: Place, block: Content, reading: Reading) -> None:
        if reading.amend and not reading.amend(self.draft.sections):
            self._note(replace(place, caption=""), block.source)
            return
        left = reading.left
        if not reading.amend and lost_words(
            block.source,
            [place.path, place.caption, left, [_told(found) for found in reading.found]],
        ):
            left = block.source
        for found in reading.found:
            self._rows(place, found)
        if not is_blank(left):
            self._note(replace(place, caption=""), left)

    def _rows(self, place: Place, found: Found) -> None:
        """Rows take their place, those of another section that they need before them."""
        needs = companion_of(found.section)
        scene = Scene(place, self.context, self.context.section(found.section))
        if needs and (first := needs(found.rows, scene, self.draft.sections)):
            self._rows(place, first)
        rows = self.draft.sections.setdefault(found.section, [])
        if len(rows) + len(found.rows) > MOST_ROWS:
            raise Unreadable(_("一个清单超过 %(most)s 行，请拆分后再导入。") % {"most": MOST_ROWS})
        for index, problem in found.problems:
            message = _("“%(field)s”没有读懂，原文已保留：%(problem)s") % {
                "field": self.context.section(found.section).column(problem.field).label,
                "problem": problem.message,
            }
            self._find("warning", found.section, len(rows) + index, message)
        for header in [header for header, target in found.columns.items() if target == "extra"]:
            message = _("没有“%(header)s”这一列，内容保留在每行的其他信息里。") % {"header": header}
            self._find("hint", found.section, None, message)
        rows.extend(found.rows)
        self.trace.went.append(Went(found.section, found.rows, dict(found.columns)))
        self._map(place.heading, found.section, dict(found.columns), len(found.rows))
        self.last_note = None

    def _find(self, level: str, section: str, row: int | None, message: str) -> None:
        self.draft.findings.append(
            {"level": level, "section": section, "row": row, "message": message}
        )

    def _note(self, place: Place, text: str, headers: dict[str, str] | None = None) -> None:
        """Prose below one heading is one note, as long as nothing else comes between."""
        joins = self.last_note is not None and self.last_note.path == place.path
        if joins:
            self.draft.notes[-1]["text"] = f"{self.draft.notes[-1]['text']}\n\n{text}".strip("\n")
        else:
            self.draft.notes.append({"heading": list(place.path), "text": text})
        self.last_note = place
        self.trace.note = len(self.draft.notes) - 1
        self._map(list(place.path), NOTES, headers or {}, 0 if joins else 1)

    def _nothing(self, place: Place) -> None:
        """A heading with nothing below it: an empty section, or an empty note."""
        named = self.context.index.named(place.nearest)
        if named and named[0][1] > 1:
            self.trace.went.append(Went(named[0][0].key, [], {}))
            self._map(list(place.path), named[0][0].key, {}, 0)
        else:
            self._note(place, "")

    def _map(self, heading: list[str], section: str, columns: dict[str, str], rows: int) -> None:
        self.draft.mapping.append(
            {"heading": heading, "section": section, "columns": columns, "rows": rows}
        )


def _headers(block: Content) -> dict[str, str]:
    """The headers of a table that stays prose."""
    return {header: NOTES for header in block.header if header} if isinstance(block, Table) else {}


def _told(found: Found) -> list[Any]:
    return [found.rows, dict(found.columns)]


def _finished(draft: ImportDraft, facts: Facts) -> ImportDraft:
    for apply in finishes():
        apply(draft.sections)
    order = {section.key: at for at, section in enumerate(sections())}
    draft.sections = {
        key: rows
        for key, rows in sorted(draft.sections.items(), key=lambda item: order[item[0]])
        if rows
    }
    owner = facts.owner or leader(draft.sections.get("members", []))
    draft.plan = {
        "title": facts.title[:200],
        "project": facts.project,
        "version": facts.version[:100],
        "kind": facts.kind,
        "window_start": facts.start.isoformat() if facts.start else None,
        "window_end": facts.end.isoformat() if facts.end else None,
        "observe": write_duration(facts.observe, iso=True) if facts.observe else None,
        "owner": owner,
        "owner_text": owner,
    }
    return draft
