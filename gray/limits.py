"""Thresholds as people type them, against numbers as Prometheus gives them (pure).

Its numbers are in base units: shares from 0 to 1, seconds, bytes. A query that visibly gives
percent or milliseconds (× 100, × 1000, or a name that ends so) is taken at its word. A misread
unit must never look good: who reads percent as a share lets nothing pass.
"""

import re
from dataclasses import dataclass

from plans.bands import Bound, bound_of, condition, scale_of

_BYTES = {
    "b": 1.0, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
    "kib": 2.0**10, "mib": 2.0**20, "gib": 2.0**30, "tib": 2.0**40,
}  # fmt: skip
_IN_PERCENT = re.compile(r"(?<![\w.])100(?:\.0*)?\s*\*|\*\s*100(?:\.0*)?(?![\w.])|_percent\w*\b")
_IN_MILLI = re.compile(
    r"(?<![\w.])1000(?:\.0*)?\s*\*|\*\s*1000(?:\.0*)?(?![\w.])|_(?:ms|milliseconds)(?:_\w+)?\b"
)
_UNIT = re.compile(r"^[<>=!]+ [\d.,]+(.*)$")


@dataclass(frozen=True, slots=True)
class Limit:
    """`sign` and a number in the unit of the readings.

    scale  what a reading is multiplied by to be shown in `unit`, as the threshold was typed
    """

    sign: str
    value: float
    scale: float
    unit: str

    def __str__(self) -> str:
        return f"{self.sign} {self.say(self.value)}"

    def say(self, value: float) -> str:
        """A reading in the unit of the threshold: 0.42%, 150ms."""
        text = f"{value * self.scale:.4g}" if abs(value * self.scale) < 1e4 else (
            f"{value * self.scale:,.0f}"
        )  # fmt: skip
        return f"{text}{self.unit}"

    def is_met(self, value: float) -> bool:
        return {
            "<": value < self.value, "<=": value <= self.value, ">": value > self.value,
            ">=": value >= self.value, "=": value == self.value, "!=": value != self.value,
        }[self.sign]  # fmt: skip

    def is_plausible(self, value: float) -> bool:
        """Where a share of at most everything is asked for, no reading is more than that."""
        if self.unit not in ("%", "％") or self._exceeds(self.value):
            return True
        return not self._exceeds(value)

    def _exceeds(self, value: float) -> bool:
        return value * self.scale > 100 + 1e-6


def limit_of(sign: str, threshold: str, unit: str, query: str) -> Limit | None:
    """A metric's columns as a limit for what its query gives; None when they say no number.

    The sign may stand in the threshold itself, as in “<1%”.
    """
    bound = _bound(sign.strip(), threshold.strip(), unit)
    return limit_for(bound, query, sign="!=" if sign == "!=" else "") if bound else None


def limit_for(bound: Bound, query: str, sign: str = "") -> Limit:
    """A bound of words or columns, for what `query` gives."""
    written = _UNIT.match(bound.text)
    unit = (written[1] if written else "").strip()
    value, scale = _in_readings(bound, unit, query)
    return Limit(sign or bound.sign, value, scale, unit)


def _bound(sign: str, threshold: str, unit: str) -> Bound | None:
    found = condition(f"x {threshold}")
    if found is None:
        return bound_of("=" if sign == "!=" else sign, threshold, unit)
    bound = found[1]
    number = bound_of(bound.sign, bound.text.removeprefix(bound.sign), unit)
    return number if sign in ("", bound.sign) else None


def _in_readings(bound: Bound, unit: str, query: str) -> tuple[float, float]:
    """(the bound, the scale to show it) in the unit of what `query` gives."""
    size = _size(unit, query)
    value = bound.value / scale_of(unit)[1] * size
    return float(f"{value:.12g}"), 1 / size


def _size(unit: str, query: str) -> float:
    """What one `unit` of a threshold is in the readings of `query`."""
    kind, scale = scale_of(unit)
    if kind == "%":
        return 1.0 if _IN_PERCENT.search(query) else 0.01
    if kind == "s":
        return scale * 1_000 if _IN_MILLI.search(query) else scale
    return _BYTES.get(kind, 1.0)
