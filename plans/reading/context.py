"""What recognisers are given and what they give back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from plans.reading.blocks import Place
from plans.reading.match import Index, Support
from plans.reading.rows import Problem, Row, RowBuilder
from plans.tables.section import Section


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the whole document when a block is read.

    `start` is when its release window opens; a `foreign` document is no release plan.
    """

    index: Index
    zone: ZoneInfo
    start: datetime | None = None
    foreign: bool = False

    def section(self, key: str) -> Section:
        return next(section for section in self.index.sections if section.key == key)

    def builder(self, key: str) -> RowBuilder:
        return RowBuilder(self.section(key), self.zone)


@dataclass(frozen=True, slots=True)
class Scene:
    """A block's surroundings as one recogniser sees them; `support` is None when no heading names its section."""

    place: Place
    context: Context
    section: Section
    support: Support | None = None

    def builder(self) -> RowBuilder:
        return RowBuilder(self.section, self.context.zone)

    def is_named(self, strength: int = 2, depth: int = 0) -> bool:
        """Whether a heading so near names the section so surely."""
        return bool(
            self.support and self.support.strength >= strength and self.support.depth <= depth
        )


@dataclass(frozen=True, slots=True)
class Found:
    """Rows that a block gave to one section; `problems` are (index of the row, problem)."""

    section: str
    rows: list[Row]
    columns: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[tuple[int, Problem], ...] = ()


Amend: TypeAlias = Callable[[Mapping[str, list[Row]]], bool]
"""Completes rows that were read before; whether all that the block says found its place."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a block: rows, what it adds to rows above, and the source text that is neither."""

    found: tuple[Found, ...]
    left: str = ""
    amend: Amend | None = None

    @classmethod
    def of(
        cls, section: str, builders: Iterable[RowBuilder], left: str = "", **columns: str
    ) -> "Reading | None":
        """The reading of one section; None when there is no row."""
        made = list(builders)
        if not made:
            return None
        problems = tuple(
            (index, problem) for index, builder in enumerate(made) for problem in builder.problems
        )
        return cls(
            (Found(section, [builder.build() for builder in made], columns, problems),), left
        )

    def with_left(self, left: str) -> "Reading":
        return replace(self, left=left)
