"""Where subjects say what was searched for: the best few cells of each."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q

from search.grams import CELL, ROW
from search.marking import Pieces, excerpt
from search.models import Text
from search.query import Query

MOST_HITS = 3


@dataclass(frozen=True)
class Hit:
    """A cell that says it: `row` is 0 where the part has no rows, `pieces` one line of
    the text with True at what was searched for."""

    part: str
    row: int
    field: str
    pieces: Pieces

    @property
    def before(self) -> str:
        return "".join(text for text, _is_match in self.pieces[: self._at])

    @property
    def match(self) -> str:
        return self.pieces[self._at][0] if self._at < len(self.pieces) else ""

    @property
    def after(self) -> str:
        return "".join(text for text, _is_match in self.pieces[self._at + 1 :])

    @property
    def _at(self) -> int:
        marks = [at for at, (_text, is_match) in enumerate(self.pieces) if is_match]
        return marks[0] if marks else len(self.pieces)


@dataclass(frozen=True)
class Shown:
    """The best cells of a subject; `together` when one row says every word."""

    hits: list[Hit] = field(default_factory=list)
    together: bool = False


@dataclass(frozen=True, order=True)
class _Place:
    """A cell that says something of it; the smaller the better."""

    missing_in_row: int
    missing: int
    at: int
    text: Text = field(compare=False)


def show(subjects: Collection[int], query: Query) -> dict[int, Shown]:
    """{subject: what to show of it} for those that say any of the words; one query."""
    if not query or not subjects:
        return {}
    says_any = reduce(or_, (Q(folded__holds=word) for word in query.words))
    texts = Text.objects.filter(says_any, subject__in=subjects).order_by("subject", "id")
    places: dict[int, list[_Place]] = defaultdict(list)
    for text in texts:
        places[text.subject] += _places(text, query)
    return {subject: _best(found, query) for subject, found in places.items()}


def _places(text: Text, query: Query) -> Iterable[_Place]:
    at = 0
    for row in text.folded.split(ROW):
        cells = row.split(CELL)
        missing_in_row = sum(word not in row for word in query.words)
        if missing_in_row < len(query.words):
            for place, cell in enumerate(cells, start=at):
                missing = sum(word not in cell for word in query.words)
                if missing < len(query.words):
                    yield _Place(missing_in_row, missing, place, text)
        at += len(cells)


def _best(places: list[_Place], query: Query) -> Shown:
    hits: dict[tuple[str, str], Hit] = {}
    places.sort(key=lambda place: (place.missing_in_row, place.missing))
    for place in places:
        row, name, words = place.text.cells[place.at]
        if (name, words) not in hits:
            hits[name, words] = Hit(place.text.part, row, name, excerpt(words, query))
        if len(hits) == MOST_HITS:
            break
    return Shown(list(hits.values()), together=any(not place.missing_in_row for place in places))
