"""Who is meant by @name in a text (pure).

A mention begins with @ or ＠ that no letter of an e-mail address stands before, and goes on
as far as the longest name that is known: Chinese writes no space after a name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_AT = re.compile(r"(?<![A-Za-z0-9._%+\-])[@＠]")
_GOES_ON = re.compile(r"[A-Za-z0-9_]|[.\-][A-Za-z0-9_]")
"""What makes a longer name of one that ends in a Latin letter: @ann is not meant by @anna."""


@dataclass(frozen=True)
class Known:
    """Somebody who can be mentioned: the account's id, its user name and its display name."""

    id: int
    username: str
    display_name: str = ""


@dataclass(frozen=True)
class Found:
    """A mention: where it stands (start of the @, end of the name), the name as it is known."""

    start: int
    end: int
    name: str
    person: int


def names_of(people: Iterable[Known]) -> dict[str, int]:
    """{name: id}; a user name goes before a display name, one that two bear means nobody."""
    listed = list(people)
    bearers: dict[str, set[int]] = defaultdict(set)
    for one in listed:
        if one.display_name:
            bearers[one.display_name].add(one.id)
    names = {name: min(ids) for name, ids in bearers.items() if len(ids) == 1}
    return names | {one.username: one.id for one in listed}


def find(text: str, names: Mapping[str, int]) -> Iterator[Found]:
    """The mentions in order of the names ({name: id}) in `text`.

    Each @ costs one look for each length that a name has, however many names there are.
    """
    known = {(len(name), name.casefold()): name for name in reversed(list(names)) if name}
    lengths = sorted({length for length, _folded in known}, reverse=True)
    for at in _AT.finditer(text):
        start = at.end()
        said = ((length, text[start : start + length].casefold()) for length in lengths)
        found = (known[one] for one in said if one in known)
        name = next((one for one in found if _ends(text, start + len(one), one)), None)
        if name is not None:
            yield Found(at.start(), start + len(name), name, names[name])


def _ends(text: str, end: int, name: str) -> bool:
    """Whether nothing follows that makes it the beginning of another name."""
    is_latin = name[-1].isascii() and name[-1].isalnum()
    return not (is_latin and _GOES_ON.match(text, end))
