"""Change windows in prose: 早上9:00-11:00, 下午16:00-17:30, 23:00-次日9:00."""

import re
from collections.abc import Iterable, Sequence

from plans.reading.blocks import Content, Listing, Paragraph
from plans.reading.bullets import unmarked
from plans.reading.cells import Cells
from plans.reading.clocks import ClockRange, clock_ranges
from plans.reading.context import Reading, Scene
from plans.reading.registry import recogniser, shape
from plans.reading.rows import RowBuilder
from plans.reading.text import clean, is_blank
from plans.tables.moments import read_days

_DAYS = re.compile(
    r"每天|每日|工作日|周末|(?:每?(?:周|星期|礼拜)[一二三四五六日天1-7](?:\s*(?:[-–—~至到、,，/]|和)\s*(?:周|星期|礼拜)?[一二三四五六日天1-7](?![\d:：点]))*)"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*(?:\s*[-–—~,/]\s*(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)*",
    re.IGNORECASE,
)
_WINDOWS = re.compile("窗口|window", re.IGNORECASE)
_DATE = re.compile(r"\d{4}\s*[-/.年]|\d\s*月")
_SIGNS = " ,，;；。、.:：-"
_FORBIDDEN = re.compile("禁止|不允许|不得|封网|不可|不能|避免|except|no changes", re.IGNORECASE)


@recogniser("windows", anywhere=True, order=60)
def read_windows(block: Content, scene: Scene) -> Reading | None:
    """Clock ranges below a heading that speaks of change windows, or of windows on days of the week."""
    if not isinstance(block, Paragraph | Listing):
        return None
    lines = (
        block.lines if isinstance(block, Paragraph) else tuple(item.source for item in block.items)
    )
    if not (scene.is_named(strength=2, depth=0) or _are_weekly(lines, scene)):
        return None
    rows: list[RowBuilder] = []
    left: list[str] = []
    days = ""
    for line in lines:
        text = clean(unmarked(line))
        made = [] if _FORBIDDEN.search(text) else _rows(text, days, scene)
        if not made and (alone := _DAYS.search(text)) and len(text) < 24:
            days = alone[0]
        if made:
            rows += made
        elif not is_blank(line):
            left.append(line)
    return Reading.of("windows", rows, "\n".join(left))


def _are_weekly(lines: Sequence[str], scene: Scene) -> bool:
    """每周二、周四 14:00-18:00 below 发布窗口, which else is the one window of the release."""
    if not _WINDOWS.search(scene.place.nearest):
        return False
    return bool(lines) and all(
        _DAYS.search(line) and next(clock_ranges(line), None) and not _DATE.search(line)
        for line in lines
    )


@shape("windows")
def shape_window(cells: Cells, scene: Scene) -> Iterable[Cells]:
    """A cell that holds a range gives start and end, several ranges several rows."""
    for name in ("start", "end"):
        ranges = list(clock_ranges(clean(cells.text(name))))
        if ranges:
            return [
                cells.but(start=f"{found.start:%H:%M}", end=f"{found.end:%H:%M}")
                for found in ranges
            ]
    return [cells]


def _rows(text: str, days: str, scene: Scene) -> list[RowBuilder]:
    """A row for each range; days hold until others are named, what follows the last is its note."""
    rows: list[RowBuilder] = []
    before = 0
    for found in clock_ranges(text):
        lead = text[before : found.at]
        named = _DAYS.search(lead)
        days = named[0] if named else days
        rows.append(_row(found, lead, days, scene))
        before = found.at + len(found.text)
    rest = text[before:].strip(_SIGNS)
    if rows and rest:
        rows[-1].put("note", f"{rows[-1].told('note')} {rest}".strip())
    return rows


def _row(found: ClockRange, lead: str, days: str, scene: Scene) -> RowBuilder:
    builder = scene.builder().put("start", found.start).put("end", found.end)
    builder.raw["start"] = f"{lead}{found.text}".strip(_SIGNS)
    if days:
        builder.put("days", read_days(_plain_days(days)), days)
    return builder.put("note", _DAYS.sub("", lead).strip(_SIGNS))


def _plain_days(days: str) -> str:
    return re.sub("每(?=[周星礼])", "", days).replace("和", "、")
