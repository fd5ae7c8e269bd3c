"""How wide the columns of a printed table are (pure).

Widths are counted in narrow letters (half an em); a Chinese character takes two.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

PORTRAIT, LANDSCAPE = 112, 172
"""Letters across the text area of an A4 page at the size of table text."""

PADDING = 2
_WIDEST_WORD = 20
_HEADER = 8
_WRAPS_AT = {"prose": 56, "names": 26}
_LONGEST_LINE = 30
_TOKEN = re.compile(r"[\w.$#@%+-]+", re.ASCII)


@dataclass(frozen=True)
class Need:
    """The least width at which no word breaks, and the width at which no line does."""

    least: int
    comfort: int


def letters(text: str) -> int:
    """How many narrow letters wide the text is."""
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)


def need(header: str, texts: Sequence[str], kind: str) -> Need:
    """What a column of that header and these cells needs."""
    lines = [letters(line) for text in texts for line in text.split("\n")]
    words = [len(word) for text in texts for word in _TOKEN.findall(text)]
    least = max([min(letters(header), _HEADER), *(min(w, _WIDEST_WORD) for w in words), 4])
    longest = min(max(lines, default=0), _WRAPS_AT.get(kind, _LONGEST_LINE))
    return Need(least + PADDING, max(least, longest, min(letters(header), _HEADER)) + PADDING)


def share(needs: Sequence[Need], room: int) -> list[float]:
    """Percent of the table for each column: the least, and of the rest what each would like."""
    least = sum(one.least for one in needs)
    wishes = [one.comfort - one.least + 1 for one in needs]
    spare = max(0, room - least)
    widths = [
        one.least + spare * wish / sum(wishes) for one, wish in zip(needs, wishes, strict=True)
    ]
    return [round(100 * width / sum(widths), 2) for width in widths]


def fits(needs: Sequence[Need], room: int) -> bool:
    """Whether the columns stand side by side without breaking words, with some air for prose."""
    return sum(min(one.comfort, one.least + 8) for one in needs) <= room
