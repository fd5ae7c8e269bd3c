"""What a document is made of, whatever it was written in."""

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; `level` 1 is the outermost. `tail` is what stood on its line beside the title."""

    level: int
    text: str
    source: str
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `listed` when every line is a statement of its own, not a wrapped sentence."""

    lines: tuple[str, ...]
    source: str
    listed: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; `done` is None without a check box. `source` includes the children.

    `inner` are the tables and the code inside it, whose text stands in `text` too.
    """

    text: str
    source: str
    marker: str = "-"
    done: bool | None = None
    children: tuple["Item", ...] = ()
    inner: tuple["Table | Code", ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[Item, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as written, markup included; `header` may be a guess where the source has none."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Code:
    language: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page: what follows stands no longer below the heading."""

    source: str = "---"


Block: TypeAlias = Heading | Paragraph | Listing | Table | Code | Rule
Content: TypeAlias = Paragraph | Listing | Table | Code


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: its headings from the outside in, and the line that introduces it.

    `title` is the document's own title, which says nothing about a block; `cut` means that a rule
    parts it from its headings.
    """

    path: tuple[str, ...] = ()
    caption: str = ""
    title: str = ""
    hints: tuple[str, ...] = field(default=())
    cut: bool = False

    @property
    def titles(self) -> tuple[str, ...]:
        """What may name the block's kind, the nearest first."""
        if self.cut:
            return self.hints
        inner = self.path[1:] if self.path and self.path[0] == self.title else self.path
        return (*((self.caption,) if self.caption else ()), *self.hints, *reversed(inner))

    @property
    def nearest(self) -> str:
        """The caption or the innermost heading; "" when there is neither."""
        return next((title for title in self.titles if title not in self.hints), "")

    @property
    def heading(self) -> list[str]:
        """The path as `mapping` and notes show it."""
        return [*self.path, *((self.caption,) if self.caption else ())]
