"""Texts as sets of short pieces, by which a database finds any part of any word.

A Chinese run gives its single characters and pairs, a run of other letters or digits
gives its pieces of one, two and three; where two runs meet, or have one sign between
them as in `t_order` or `0.5`, there is a piece for the joint. A text that holds some
words holds all their pieces; the reverse is not certain, so whoever finds by pieces
looks at the text too.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

CELL, ROW = "\x1f", "\x1e"
"""Between the cells of a row and between rows of folded text; `fold` leaves neither in a text."""

LEAD, JOINT = "\ue000", "\ue001"
"""In front of the pieces of numbers and titles, which are put twice; between two runs."""

HAN = (
    "\u2e80-\u303a\u3040-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Scripts written without spaces: Chinese, Japanese, Korean."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00\ud800-\udfff]")
_RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_IS_HAN = re.compile(f"[{HAN}]")


def fold(text: str) -> str:
    """Case, width and white space no longer tell texts apart; what cannot be seen is gone."""
    seen = _INVISIBLE.sub("", text)
    if seen.isascii():
        return " ".join(seen.lower().split())
    plain = unicodedata.normalize("NFKC", seen).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def pieces(folded: Iterable[str]) -> set[str]:
    """Everything by which these folded texts can be found."""
    found: set[str] = set()
    runs: set[str] = set()
    for text in folded:
        matches = list(_RUN.finditer(text))
        runs.update(match[0] for match in matches)
        found.update(_joints(text, matches))
    return found.union(*map(_pieces, runs))


def wanted(folded: str, most: int = 12) -> list[str]:
    """The longest pieces of a folded word, at most so many per run; none without letters."""
    found: dict[str, None] = {}
    matches = list(_RUN.finditer(folded))
    for run in (match[0] for match in matches):
        size = min(len(run), _longest(run))
        several = [run[at : at + size] for at in range(len(run) - size + 1)]
        step = -(-len(several) // most)
        found |= dict.fromkeys([*several[::step], several[-1]])
    return [*found, *list(dict.fromkeys(_joints(folded, matches)))[:most]]


def _joints(text: str, runs: Sequence[re.Match[str]]) -> Iterator[str]:
    """Where two runs touch or have one sign between them: the letters on both sides."""
    for one, other in pairwise(runs):
        end, start = one.end(), other.start()
        if start == end or (start == end + 1 and text[end] != " "):
            yield text[end - 1] + JOINT + text[start]


@lru_cache(maxsize=20_000)
def _pieces(run: str) -> frozenset[str]:
    sizes = range(1, _longest(run) + 1)
    return frozenset(run[at : at + size] for size in sizes for at in range(len(run) - size + 1))


def _longest(run: str) -> int:
    return 2 if _IS_HAN.match(run) else 3
