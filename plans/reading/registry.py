"""Recognisers announce themselves here; one recogniser is one file in `recognise/`."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TypeAlias

from plans.reading.blocks import Content
from plans.reading.cells import Cells
from plans.reading.context import Found, Reading, Scene
from plans.reading.rows import Row

Read: TypeAlias = Callable[[Content, Scene], Reading | None]
ShapeRow: TypeAlias = Callable[[Cells, Scene], Iterable[Cells]]
Shape: TypeAlias = Callable[[Iterable[Cells], Scene], Iterable[Cells]]
Companion: TypeAlias = Callable[[list[Row], Scene, Mapping[str, list[Row]]], Found | None]
Finish: TypeAlias = Callable[[dict[str, list[Row]]], None]


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Prose, lists or code that are really rows of `section`.

    `anywhere`: it knows them by their content; otherwise only below a heading of its section.
    `unmistakable`: they are such rows even in a document that is no release plan.
    """

    section: str
    read: Read
    anywhere: bool
    order: int
    unmistakable: bool = False


_recognisers: list[Recogniser] = []
_shapes: dict[str, Shape] = {}
_companions: dict[str, Companion] = {}
_finishes: list[Finish] = []


def recogniser(
    section: str, *, anywhere: bool = False, order: int = 100, unmistakable: bool = False
) -> Callable[[Read], Read]:
    """Announce a function that reads a block into rows of a section, or answers None."""

    def announce(read: Read) -> Read:
        _recognisers.append(Recogniser(section, read, anywhere, order, unmistakable))
        return read

    return announce


def shape(section: str) -> Callable[[ShapeRow], ShapeRow]:
    """Announce how one row of texts becomes the texts of one or more rows of a section."""

    def announce(function: ShapeRow) -> ShapeRow:
        _shapes[section] = lambda rows, scene: chain.from_iterable(
            function(cells, scene) for cells in rows
        )
        return function

    return announce


def shape_rows(section: str) -> Callable[[Shape], Shape]:
    """The same where a row depends on those above it."""

    def announce(function: Shape) -> Shape:
        _shapes[section] = function
        return function

    return announce


def companion(section: str) -> Callable[[Companion], Companion]:
    """Announce what rows of another section the rows of a table need, given all rows so far."""

    def announce(function: Companion) -> Companion:
        _companions[section] = function
        return function

    return announce


def finish(function: Finish) -> Finish:
    """Announce what is done to the rows of all sections once everything is read."""
    _finishes.append(function)
    return function


def recognisers() -> list[Recogniser]:
    _load()
    return sorted(_recognisers, key=lambda known: known.order)


def shape_of(section: str) -> Shape | None:
    _load()
    return _shapes.get(section)


def companion_of(section: str) -> Companion | None:
    _load()
    return _companions.get(section)


def finishes() -> list[Finish]:
    _load()
    return list(_finishes)


@cache
def _load() -> None:
    package = importlib.import_module("plans.reading.recognise")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
