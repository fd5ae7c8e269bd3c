"""Lengths of time inside a sentence; of a range the longer one counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from plans.reading.numerals import read_numeral

_UNITS = {
    "weeks": r"个?星期|周(?![一二三四五六日末])|weeks?\b|wks?\b|w\b",
    "days": r"个?工作日|天|日(?![期志常均活])|days?\b|d\b",
    "hours": r"个?半?小时|个?钟头?|hours?\b|hrs?\b|h\b",
    "minutes": r"分钟|分(?!支|布|发|组|批|析)|minutes?\b|mins?\b|m\b",
    "seconds": r"秒钟?|seconds?\b|secs?\b|s\b",
}
_NUMBER = r"\d+(?:\.\d+)?|[一两二三四五六七八九十半]"
_SPAN = re.compile(
    rf"(?<![\d月.:/年第-])(?P<low>{_NUMBER})\s*(?:(?:[-–—~～－]|至|到)\s*(?P<high>{_NUMBER}))?\s*(?:"
    + "|".join(f"(?P<{unit}>{pattern})" for unit, pattern in _UNITS.items())
    + ")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time and the words it was read from."""

    value: timedelta
    text: str
    start: int


def lengths(text: str) -> Iterator[Length]:
    """Every length of time in the text, in order; longer than any calendar is none."""
    for match in _SPAN.finditer(text):
        unit = next(name for name in _UNITS if match[name])
        value = _value(match, unit)
        if value is not None:
            yield Length(value, match[0].strip(), match.start())


def _value(match: re.Match[str], unit: str) -> timedelta | None:
    """None for what no length of time holds, or no number."""
    try:
        value = max(_number(match["low"]), _number(match["high"] or match["low"]))
        if unit == "hours" and "半" in match["hours"]:
            value += 0.5 if match["low"] != "半" else 0
        return timedelta(**{unit: value})
    except (OverflowError, ValueError):
        return None


def length_of(text: str) -> Length | None:
    """The one length of time that a cell speaks of; None when there is none or several."""
    found = list(lengths(text))
    return found[0] if len(found) == 1 else None


def minutes_of(text: str) -> int | None:
    """A length in whole minutes, None when the text has none."""
    found = length_of(text)
    return round(found.value.total_seconds() / 60) if found else None


def _number(text: str) -> float:
    numeral = 0.5 if text == "半" else read_numeral(text)
    return float(text) if numeral is None else numeral
