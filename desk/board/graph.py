"""The picture of who depends on whom: where each box stands and how the lines run (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from plans.batches import OUTSIDE, AppNode

WIDTH, HEIGHT = 190, 30
ACROSS, DOWN, EDGE = 56, 12, 10
LETTERS = 24
"""How many narrow letters fit into a box."""


@dataclass(frozen=True)
class Box:
    """A node; `state` is the application's, or "outside"."""

    name: str
    text: str
    state: str
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.y + HEIGHT // 2

    @property
    def baseline(self) -> int:
        return self.middle + 4


@dataclass(frozen=True)
class Line:
    """From a dependency to whoever stands on it; `path` is an SVG path."""

    path: str
    is_met: bool


@dataclass(frozen=True)
class Picture:
    """The whole drawing in its own units; empty when nothing depends on anything."""

    boxes: Sequence[Box]
    lines: Sequence[Line]
    width: int
    height: int

    box_width: int = WIDTH
    box_height: int = HEIGHT


def draw(everything: Sequence[AppNode]) -> Picture | None:
    """A column for each batch, systems outside the plan before them; None without lines."""
    boxes = _place(everything)
    lines = [
        _line(boxes[_key(name)], boxes[_key(node.app)])
        for node in everything
        for name in node.depends_on
        if _key(name) in boxes and _key(name) != _key(node.app)
    ]
    if not lines:
        return None
    placed = list(boxes.values())
    return Picture(
        placed,
        lines,
        max(box.x for box in placed) + WIDTH + ACROSS // 2 + EDGE,
        max(box.y for box in placed) + HEIGHT + EDGE,
    )


def _place(everything: Sequence[AppNode]) -> dict[str, Box]:
    outside = dict.fromkeys(
        name for node in everything for name in node.depends_on if name.startswith(OUTSIDE)
    )
    stacks: list[list[tuple[str, str]]] = [[(name, "outside") for name in outside]]
    for batch in sorted({node.batch for node in everything}):
        stacks.append([(node.app, node.state) for node in everything if node.batch == batch])
    boxes: dict[str, Box] = {}
    for column, stack in enumerate(filter(None, stacks)):
        for line, (name, state) in enumerate(stack):
            x, y = EDGE + column * (WIDTH + ACROSS), EDGE + line * (HEIGHT + DOWN)
            boxes.setdefault(_key(name), Box(name, cut(name, LETTERS), state, x, y))
    return boxes


def _line(source: Box, target: Box) -> Line:
    """From right side to left side; within one column as a bow on its right."""
    start, end = source.x + WIDTH, target.x
    is_met = source.state == "verified"
    if source.x == target.x:
        bow = start + ACROSS // 2
        path = f"M{start} {source.middle}C{bow} {source.middle} {bow} {target.middle} {start + 5} {target.middle}"
        return Line(path, is_met)
    if end - start > ACROSS:
        return Line(_around(source, target), is_met)
    return Line(
        f"M{start} {source.middle}{_curve(start, source.middle, end - 5, target.middle)}", is_met
    )


def _around(source: Box, target: Box) -> str:
    """Over several columns: in the gap below the source's row, so that it crosses no box."""
    lane, start, end = source.y + HEIGHT + DOWN // 2, source.x + WIDTH, target.x
    first, last = start + ACROSS - 8, end - ACROSS + 8
    there = f"{_curve(start, source.middle, first, lane)}L{last} {lane}"
    return f"M{start} {source.middle}{there}{_curve(last, lane, end - 5, target.middle)}"


def _curve(x: int, y: int, to_x: int, to_y: int) -> str:
    bend = (to_x - x) // 2
    return f"C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"


def _key(name: str) -> str:
    return name.casefold()


def cut(text: str, letters: int) -> str:
    """At most so many narrow letters; a Chinese character counts as two."""
    room = letters
    for at, letter in enumerate(text):
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 0:
            return f"{text[: max(0, at - 1)]}…"
    return text
