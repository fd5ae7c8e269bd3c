"""Which section a heading speaks of, and which columns a table's headers are.

The words come from the sections themselves (`headings`, `synonyms`, labels).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.utils.translation import override

from plans.reading.blocks import Place
from plans.reading.generic import GENERIC, ORDER_WORDS
from plans.reading.text import bare, bare_header
from plans.reading.titles import languages, parts_of, plainer, undressed, without_remark
from plans.tables.cells import Cell
from plans.tables.section import Section

EXACT, DRESSED, WEAK = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table's headers read as one section: {index of the column: field}."""

    section: Section
    fields: dict[int, str]
    score: float


@dataclass(frozen=True, slots=True)
class Support:
    """A section that a heading above the block names; `depth` 0 is the nearest heading."""

    section: Section
    strength: int
    depth: int
    title: str


@dataclass
class Index:
    """The words of all sections, ready for lookup."""

    sections: Sequence[Section]
    _scores: dict[str, list[tuple[Section, int]]] = field(default_factory=dict)

    def is_known(self, title: str) -> bool:
        """Whether these words alone name a section."""
        return any(strength >= DRESSED for _section, strength in self.named(title))

    def named(self, title: str) -> list[tuple[Section, int]]:
        """The sections that a title names, the surest first."""
        wanted = bare(title)
        if wanted not in self._scores:
            shorter = bare(without_remark(title))
            scored = [
                (section, self._strength(section, wanted, shorter)) for section in self.sections
            ]
            if all(strength < DRESSED for _section, strength in scored):
                scored = self._of_parts(title, scored)
            self._scores[wanted] = sorted(
                (pair for pair in scored if pair[1]), key=lambda pair: -pair[1]
            )
        return self._scores[wanted]

    def _of_parts(self, title: str, scored: list[tuple[Section, int]]) -> list[tuple[Section, int]]:
        """埋点 & 监控 speaks of the only section that its parts name."""
        parts = [bare(part) for part in parts_of(title)]
        if len(parts) < 2:
            return scored
        named = {
            section.key
            for section, _ in scored
            if any(p in self._words[section.key] for p in parts)
        }
        return [(section, DRESSED if {section.key} == named else n) for section, n in scored]

    def supports(self, place: Place) -> list[Support]:
        """The sections that the headings above name, nearest heading and surest first."""
        silent = {title for title in (place.caption, *place.hints) if not self.is_known(title)}
        titles = [title for title in place.titles if title not in silent]
        found = [
            Support(section, strength, depth, title)
            for depth, title in enumerate(titles)
            for section, strength in self.named(title)
        ]
        sure = [support for support in found if support.strength > WEAK]
        return sure + [
            support for support in found if support.strength == WEAK and not support.depth
        ]

    def columns(self, header: Sequence[str], place: Place) -> list[Columns]:
        """The sections whose columns these headers may be, the best first."""
        supports = self.supports(place)
        named = {
            bare_header(text): index
            for index, text in reversed(list(enumerate(header)))
            if text.strip()
        }
        readings = (self._columns(section, header, named, supports) for section in self.sections)
        return sorted((found for found in readings if found), key=lambda found: -found.score)

    def options(self, section: Section, header: str) -> list[str]:
        """The fields that this header may stand for."""
        return self._headers[section.key].get(bare_header(header), [])

    def fields(self, section: Section) -> dict[str, str]:
        """{header word: field} of one section."""
        return {word: names[0] for word, names in self._headers[section.key].items()}

    def taught(self, section: Section, columns: Mapping[str, str]) -> "Index":
        """The same where a person said which field a header is; "" keeps it out of all fields."""
        said = {bare_header(header): field for header, field in columns.items()}
        known = {
            word: [name for name in names if name not in said.values()]
            for word, names in self._headers[section.key].items()
        }
        known |= {word: [name] if name else [] for word, name in said.items()}
        other = Index(self.sections, self._scores)
        other.__dict__["_headers"] = self._headers | {
            section.key: {word: names for word, names in known.items() if names}
        }
        return other

    def assigned(self, section: Section, header: Sequence[str]) -> dict[int, str]:
        """{index of the column: field} where nobody doubts that the table is this section's."""
        named = {bare_header(text): at for at, text in reversed(list(enumerate(header))) if text}
        return _assign(self._headers[section.key], named)

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        return {
            section.key: frozenset(
                bare(word) for word in (section.key, str(section.label), *section.headings)
            )
            for section in self.sections
        }

    def _strength(self, section: Section, wanted: str, shorter: str) -> int:
        """`shorter` is the title without a remark in brackets at its end."""
        known = self._words[section.key]
        if wanted in known:
            return EXACT
        if (spoken := section.more.get("spoken")) and re.search(spoken, wanted):
            return DRESSED
        if shorter in known or any(short in known for short in undressed(plainer(shorter))):
            return DRESSED
        if any(short in known for short in (*undressed(wanted), *undressed(plainer(wanted)))):
            return DRESSED
        if any(part in known for part in languages(wanted)):
            return DRESSED
        return WEAK if any(len(word) > 1 and word in wanted for word in known) else 0

    @cached_property
    def _headers(self) -> dict[str, dict[str, list[str]]]:
        """{section: {header word: [field, …]}}."""
        return {section.key: _header_words(section) for section in self.sections}

    def _columns(
        self,
        section: Section,
        header: Sequence[str],
        named: dict[str, int],
        supports: list[Support],
    ) -> Columns | None:
        fields = _assign(self._headers[section.key], named)
        spread = {
            named[word]
            for word in spread_words(section) & named.keys()
            if named[word] not in fields
        }
        bonus = _bonus(section, supports)
        counted = sum(word not in ORDER_WORDS for word in named) - len(spread)
        if not _is_enough(section, set(fields.values()), counted, bonus + len(spread) // 2):
            return None
        if not bonus and not _is_telling(section, header, fields):
            return None
        worth = sum(2 if name in section.identity else 1 for name in fields.values())
        return Columns(section, fields, worth + len(spread) + bonus)


def spread_words(section: Section) -> frozenset[str]:
    """Headers that are values of a field: `spread=("environment", "value", words)` of a matrix."""
    _field, _value, words = section.more.get("spread", ("", "", ()))
    return frozenset(map(bare_header, words))


def _assign(known: dict[str, list[str]], named: dict[str, int]) -> dict[int, str]:
    """A field for each header; headers that could be several fields take what the others leave."""
    fields: dict[int, str] = {}
    for word in sorted(named, key=lambda word: len(known.get(word, []))):
        free = [name for name in known.get(word, []) if name not in fields.values()]
        if free:
            fields[named[word]] = free[0]
    return fields


def _heading_words(section: Section) -> Iterable[str]:
    yield from section.headings
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield str(section.label)


def _header_words(section: Section) -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    for cell in section.columns:
        for word in _all_words(section, cell):
            fields = known.setdefault(bare_header(word), [])
            if cell.name not in fields:
                fields.append(str(cell.name))
    return known


def _all_words(section: Section, cell: Cell) -> Iterable[str]:
    """Synonyms, and the labels in every language that exports are written in."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield from section.words(cell)


def _is_telling(section: Section, header: Sequence[str], fields: Mapping[int, str]) -> bool:
    """Whether, of a table without a heading, two headers are not just those of any table, or one of
    three that names its rows."""
    own = {name for at, name in fields.items() if bare_header(header[at]) not in GENERIC}
    telling = {*section.more.get("enough", section.identity[-1:])}
    return len(own) > 1 or (len(fields) > 2 and bool(own & telling))


def _bonus(section: Section, supports: list[Support]) -> float:
    mine = [support for support in supports if support.section.key == section.key]
    worth = {EXACT: 4.0, DRESSED: 3.0, WEAK: 1.0}
    return max((worth[support.strength] / (1 + support.depth) for support in mine), default=0.0)


def _is_enough(section: Section, fields: set[str], counted: int, bonus: float) -> bool:
    """Whether so few or so many known headers make it this section's table."""
    telling = {*section.more.get("enough", section.identity[-1:])}
    if not counted or not fields & (telling | set(section.identity) if bonus >= 1.5 else telling):
        return False
    share = len(fields) / counted
    if bonus >= 1.5:
        return share >= 0.3
    if bonus:
        return len(fields) >= 2 and share >= 0.5
    return (len(fields) >= 3 and share >= 0.6) or (len(fields) == counted >= 2)
