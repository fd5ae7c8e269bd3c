"""A small curve of one metric with the line of its threshold (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import isfinite

WIDTH, HEIGHT, PAD = 240, 44, 4
POINTS = 120
"""More columns than that cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Spark:
    """Ready for SVG: the path of the curve, the height of the threshold, the newest point."""

    path: str
    limit: float | None
    x: float
    y: float
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Scale:
    """From a value to a height; the lowest value lies at the bottom."""

    low: float
    high: float

    def __call__(self, value: float) -> float:
        part = (value - self.low) / (self.high - self.low)
        return round(HEIGHT - PAD - part * (HEIGHT - 2 * PAD), 1)


Reading = tuple[datetime, float | None]


def draw(
    readings: Sequence[Reading],
    now: datetime,
    span: timedelta,
    *,
    limit: float | None = None,
    gap: timedelta = timedelta(minutes=2),
    worst: bool = True,
) -> Spark | None:
    """The curve of the last `span`; None without any number. It breaks where none came for `gap`.

    Of readings that fall onto one column the highest is drawn, or the lowest if not `worst`.
    """
    begin = now - span
    kept = [(at, value) for at, value in readings if begin <= at <= now]
    columns = _columns(_numbers(kept), begin, span, worst)
    if not columns:
        return None
    scale = _scale([value for _at, value in columns], limit)
    points = [(at, _x(at, begin, span), scale(value)) for at, value in columns]
    _at, x, y = points[-1]
    return Spark(_path(points, max(gap, 2 * span / POINTS)), _height(limit, scale), x, y)


def _height(limit: float | None, scale: Scale) -> float | None:
    return None if limit is None else scale(limit)


def _numbers(readings: Iterable[Reading]) -> list[tuple[datetime, float]]:
    return [(at, value) for at, value in readings if value is not None and isfinite(value)]


def _columns(
    readings: Iterable[tuple[datetime, float]], begin: datetime, span: timedelta, worst: bool
) -> list[tuple[datetime, float]]:
    """At most POINTS readings, each the one that matters of its column."""
    found: dict[int, tuple[datetime, float]] = {}
    for at, value in readings:
        column = int((at - begin) / span * POINTS)
        known = found.get(column)
        if known is None or (value >= known[1] if worst else value <= known[1]):
            found[column] = (at, value)
    return [found[column] for column in sorted(found)]


def _scale(values: Iterable[float], limit: float | None) -> Scale:
    """Room for every value and for the threshold."""
    every = [*values, *([] if limit is None else [limit])]
    low, high = min(every), max(every)
    if low == high:
        low, high = low - abs(low) / 2 - 0.5, high + abs(high) / 2 + 0.5
    return Scale(low, high)


def _x(at: datetime, begin: datetime, span: timedelta) -> float:
    return round(PAD + (at - begin) / span * (WIDTH - 2 * PAD), 1)


def _path(points: Sequence[tuple[datetime, float, float]], gap: timedelta) -> str:
    """A line through the points; a lonely one is a dot."""
    parts = [f"M{points[0][1]} {points[0][2]}h.01"]
    for (before, _x1, _y1), (at, x, y) in pairwise(points):
        parts.append(f"M{x} {y}h.01" if at - before > gap else f"L{x} {y}")
    return "".join(parts)
