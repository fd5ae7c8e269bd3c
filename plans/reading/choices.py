"""What a person decided about blocks of a document, and by what such blocks are known again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ground.digest import digest
from plans.reading.blocks import Code, Content, Place, Table
from plans.reading.outline import Placed
from plans.reading.text import bare, bare_header

NOTES = "notes"
HERE, HEADING, KNOWN, KNOWN_HEADING = "here", "heading", "known", "known heading"
"""Who chose: the reviewer for this block or a heading above it, or somebody in a former document."""

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a block goes: a section's key, "notes", or "" as it would be recognised.

    columns  {source header: field, or "extra" for a column of its own}
    path     the headings below which prose is kept, None as in the document
    mark     the signature by which it was remembered, "" when it was made now
    """

    section: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """All decisions: by position, by heading path, by signature (remembered), and the title's path."""

    blocks: Mapping[int, Choice] = field(default_factory=dict)
    headings: Mapping[Path, Choice] = field(default_factory=dict)
    known: Mapping[str, Choice] = field(default_factory=dict)
    title: Path = ()

    def block(self, at: int, signature: str) -> tuple[Choice, str] | None:
        """The decision about this block itself, and who made it."""
        if at in self.blocks:
            return self.blocks[at], HERE
        return (self.known[signature], KNOWN) if signature in self.known else None

    def heading(self, path: Path, title: str) -> tuple[Choice, str] | None:
        """The decision about the nearest heading that has one."""
        if not self.headings and not self.known:
            return None
        for depth in range(len(path), 0, -1):
            above = path[:depth]
            if above in self.headings:
                return self.headings[above], HEADING
            if self.known and (known := self.known.get(heading_signature(above, title))):
                return known, KNOWN_HEADING
        return None


def signature(placed: Placed) -> str:
    """What blocks like this one have in common: kind, heading words, headers.

    "" where there is nothing to know them by: words below no heading.
    """
    place, block = placed.place, placed.block
    headers = [bare_header(text) for text in block.header] if isinstance(block, Table) else []
    words = _words(place)
    return digest([_kind(block), *words, "|", *headers]) if words or any(headers) else ""


def heading_signature(path: Path, title: str) -> str:
    """The same of a heading; "" for the document's own title."""
    words = _words(Place(path, title=title))
    return digest(["heading", *words]) if any(words) else ""


def signatures(placed: Sequence[Placed]) -> set[str]:
    """Every signature of a document, its headings' included."""
    paths = {
        (here.place.path[:depth], here.place.title)
        for here in placed
        for depth in range(1, len(here.place.path) + 1)
    }
    found = {signature(here) for here in placed} | {heading_signature(*path) for path in paths}
    return found - {""}


def _kind(block: Content | None) -> str:
    if isinstance(block, Table | Code) or block is None:
        return type(block).__name__.lower()
    return "words"


def _words(place: Place) -> list[str]:
    """The heading words from the outside in, without the document's own title."""
    return [bare(title) for title in reversed(Place(place.path, place.caption, place.title).titles)]
