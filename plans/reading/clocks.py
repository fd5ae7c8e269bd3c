"""Times of day in a sentence: 22:00 - 02:00, 早上9点到11点, 23:00-次日9:00."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

_PERIOD = r"凌晨|早上|早晨|清晨|上午|中午|午间|下午|傍晚|晚上|晚间|夜间|夜里|当晚|早|晚"
_NEXT = r"次日|翌日|第二天|隔天|第二日|次晨|\+1d?"
_CLOCK = (
    rf"(?:(?P<{{p}}next>{_NEXT})\s?的?\s?)?(?:(?P<{{p}}period>{_PERIOD})\s{{{{0,2}}}})?(?P<{{p}}h>[01]?\d|2[0-4])\s{{{{0,2}}}}"
    r"(?:[:：]\s{{0,2}}(?P<{p}m>[0-5]\d)(?:[:：][0-5]\d)?|[点时](?:(?P<{p}half>半)|整|\s?(?P<{p}mm>[0-5]?\d)\s?分?(?!钟))?|(?=\s?[aApP]\.?[mM]\b))"
    r"(?:\s?(?P<{p}noon>[aApP])\.?[mM]\b\.?)?"
)
_RANGE = re.compile(
    r"(?<![\d:：.])"
    + _CLOCK.format(p="a")
    + r"\s*(?:[-–—~～－―]+|至|到|to)\s*"
    + _CLOCK.format(p="b")
    + r"(?![\d])"
)
_ONE = re.compile(r"(?<![\d:：.])" + _CLOCK.format(p="a") + r"(?![\d])")
_LATE = frozenset(("下午", "傍晚", "晚上", "晚间", "夜间", "夜里", "当晚", "晚"))


@dataclass(frozen=True, slots=True)
class ClockRange:
    """From `start` to `end`; `crosses` when the end is said to be the next day. `at` is where the text begins."""

    start: time
    end: time
    crosses: bool
    text: str
    at: int


def clock_ranges(text: str) -> Iterator[ClockRange]:
    """Every range of two times of day in the text, in order."""
    for match in _RANGE.finditer(text):
        start = _time(match, "a")
        end = _time(match, "b", match["aperiod"] if not match["bperiod"] else "")
        if start and end:
            at = match.start("ah")
            yield ClockRange(
                start, end, bool(match["bnext"]) or end <= start, text[at : match.end()], at
            )


def first_clock(text: str) -> tuple[time, str] | None:
    """The first time of day and the words it was read from."""
    match = _ONE.search(text)
    moment = _time(match, "a") if match else None
    return (moment, match[0]) if match and moment else None


def _time(match: re.Match[str], part: str, period: str = "") -> time | None:
    hour = int(match[f"{part}h"])
    minute = 30 if match[f"{part}half"] else int(match[f"{part}m"] or match[f"{part}mm"] or 0)
    said = match[f"{part}period"] or period
    if noon := match[f"{part}noon"]:
        hour = hour % 12 + (12 if noon in "pP" else 0)
    if said in _LATE and (hour < 12 if said == "下午" else 5 <= hour < 12):
        hour += 12
    if hour == 24 or (hour == 12 and said in _LATE - {"下午", "傍晚"}):
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
