"""Steps in prose: groups with a time limit, time tables over midnight, plain lines of a run book."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time, timedelta

from plans.reading.blocks import Content, Paragraph, Place
from plans.reading.cells import Cells
from plans.reading.clocks import ClockRange, clock_ranges, first_clock
from plans.reading.context import Reading, Scene
from plans.reading.durations import length_of
from plans.reading.entries import Entry, are_statements, entries
from plans.reading.match import DRESSED
from plans.reading.names import is_name
from plans.reading.registry import recogniser, shape_rows
from plans.reading.rows import RowBuilder
from plans.reading.text import bare, clean, is_blank
from plans.reading.told import tell, told_value

_LIMIT = re.compile(
    r"\s*[（(【\[](?P<limit>[^）)】\]]{0,40}\d[^）)】\]]{0,40})[）)】\]]\s*[:：]?\s*$"
)
_LED = re.compile(r"^[\s\[(（【]*(?:(?:次日|翌日|凌晨|晚上|上午|下午)\s*)?\d{1,2}\s*[:：点时]")
_AT = re.compile(
    r"(?:(?<=[）)】\]])\s?[—–-]{1,2}\s?|\s?[@＠])(?P<name>[\u4e00-\u9fff·]{2,8}|[A-Za-z][\w.-]{1,30})\s*$"
)
_DEEP = re.compile("步骤|操作|回滚|回退|过程|runbook|steps", re.IGNORECASE)
_OWNER = re.compile(
    r"\s*[（(]?(?:负责人|执行人|操作人|责任人|owner)\s*[:：]\s*(?P<name>[^）)，,;；\s]+)[）)]?",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    r"[TD]\s?日?(?:(?P<sign>[-–—+±])\s?(?P<n>\d{1,3}(?:\.\d)?)\s?(?P<unit>天|日|个?小时|时|分钟?|d|h|hours?|days?|min|m|minutes?)?(?:\s?(?P<more>\d{1,2})\s?(?:分钟?|min|m|minutes?))?)?"
    r"\s{0,3}(?P<clock>\d{1,2}[:：]\d{2})?",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})\s?[日号]?\s{0,3}(?P<hour>\d{1,2})[:：](?P<minute>\d{2})"
)
_FAR = timedelta(days=60)
_RELEASES = re.compile(
    "上线|部署|实施|执行|升级|割接|投产|deploy|releas|cutover|go-?live", re.IGNORECASE
)
_VAGUE = frozenset(("回滚", "回退", "验证", "rollback"))
"""Below such a heading lists are steps; sentences say when, or who decides."""
_SIGNS, _ENDS = " \u3000:：,，-–—|)）]】", " :：,，-–—|"


@recogniser("steps", anywhere=True, order=30)
def read_time_table(block: Content, scene: Scene) -> Reading | None:
    """Lines that begin with a time of day are a time table wherever they stand."""
    found = entries(block)
    timed = [entry for entry in found if _LED.match(entry.text)]
    if len(timed) < (2 if scene.is_named(depth=2) else 3) or len(timed) * 5 < len(found) * 3:
        return None
    day = _Day(scene)
    left = [entry.source for entry in found if entry not in timed and not is_blank(entry.text)]
    return _reading([_timed(entry, day, scene) for entry in timed], scene, left)


@recogniser("steps", order=200)
def read_steps(block: Content, scene: Scene) -> Reading | None:
    """A list below a heading of steps; items with items of their own are groups."""
    found = [entry for entry in entries(block) if not is_blank(entry.text)]
    if not found or not _is_run_book(scene) or not are_statements(block, found):
        return None
    if isinstance(block, Paragraph) and scene.support and bare(scene.support.title) in _VAGUE:
        return None
    rows = [row for entry in found for row in _entry_rows(entry, scene)]
    return _reading(rows, scene, [])


@shape_rows("steps")
def shape_steps(rows: Iterable[Cells], scene: Scene) -> Iterator[Cells]:
    """Times of day in a table get the day of the release, and the next one past midnight."""
    day = _Day(scene)
    for source in rows:
        cells = _phased(source, scene)
        texts = {name: clean(cells.text(name)) for name in ("planned_start", "planned_end")}
        ranges = list(clock_ranges(texts["planned_start"]))
        if len(ranges) == 1 and not texts["planned_end"] and day.known:
            start, end = day.moments(ranges[0])
            yield cells.but(planned_start=start.isoformat(), planned_end=end.isoformat())
        else:
            moments = {name: day.text(text) for name, text in texts.items()}
            yield cells.but(**{name: text for name, text in moments.items() if text})


def _phased(cells: Cells, scene: Scene) -> Cells:
    """A phase in other words: 上线 is 发布, 升级前准备 is 准备."""
    said = clean(cells.text("phase"))
    patterns = scene.section.more["told"]["phase"]
    if not said or said in {value for value, _pattern in patterns}:
        return cells
    known = [value for value, pattern in patterns if pattern and re.search(pattern, said, re.I)]
    found = known or (["发布"] if _RELEASES.search(said) else [])
    return cells.but(phase=found[0]) if found else cells


class _Day:
    """The day of the release, moving on when a clock falls behind the one before."""

    def __init__(self, scene: Scene) -> None:
        self.known = scene.context.start is not None
        self.start = scene.context.start or datetime.min.replace(tzinfo=scene.context.zone)
        self.before: datetime | None = None

    def moments(self, found: ClockRange) -> tuple[datetime, datetime]:
        start = self.at(found.start)
        end = start.replace(hour=found.end.hour, minute=found.end.minute)
        return start, end if end > start else end + timedelta(days=1)

    def at(self, clock: time) -> datetime:
        """The first such time that is not before the last one."""
        moment = self.start.replace(hour=clock.hour, minute=clock.minute, second=0)
        if self.before is None and self.start.hour >= 18 and clock.hour < 8:
            moment += timedelta(days=1)
        while self.before and moment < self.before:
            moment += timedelta(days=1)
        self.before = moment
        return moment

    def text(self, text: str) -> str:
        """A lone time of day or an offset like T-30分钟 as a moment; "" when it is something else."""
        if self.known and (offset := _OFFSET.fullmatch(text.strip())):
            return self._offset(offset)
        if self.known and (dated := _DATED.fullmatch(text.strip())):
            return self._dated(dated)
        if not self.known or not re.fullmatch(r"(?:次日|凌晨)?\s*\d{1,2}[:：]\d{2}", text):
            return ""
        found = first_clock(text)
        return self.at(found[0]).isoformat() if found else ""

    def _dated(self, match: re.Match[str]) -> str:
        """12-31 18:00 of the year that brings it nearest to the release; "" when it is far off."""
        month, day, hour, minute = (int(number) for number in match.groups())
        moments = list[datetime]()
        for year in (self.start.year - 1, self.start.year, self.start.year + 1):
            with suppress(ValueError):
                moments.append(datetime(year, month, day, hour, minute, tzinfo=self.start.tzinfo))
        near = min(moments, key=lambda moment: abs(moment - self.start), default=None)
        return near.isoformat() if near and abs(near - self.start) < _FAR else ""

    def _offset(self, match: re.Match[str]) -> str:
        """From the opening of the window, where both are said to the minute."""
        back = -1 if (match["sign"] or "+") in "-–—" else 1
        unit = match["unit"] or ("天" if match["clock"] else "")
        found = length_of(f"{match['n'] or 0}{unit}") if unit else None
        if not (match["sign"] or match["clock"]):
            return ""
        if clock := first_clock(match["clock"] or ""):
            days = found.value if found and found.value >= timedelta(days=1) else timedelta()
            day = self.start + back * days
            return day.replace(hour=clock[0].hour, minute=clock[0].minute).isoformat()
        if found and match["more"]:
            found = replace(found, value=found.value + timedelta(minutes=int(match["more"])))
        is_day = bool(found and found.value >= timedelta(days=1))
        if is_day or self.start.time() == time() or (match["n"] != "0" and not found):
            return ""
        return (self.start + back * (found.value if found else timedelta())).isoformat()


def _is_run_book(scene: Scene) -> bool:
    """Right below the heading, or one deeper below a heading that says steps."""
    if not scene.support or scene.support.strength < DRESSED:
        return False
    deep = scene.support.depth == 1 and _DEEP.search(scene.support.title) and not _is_other(scene)
    return scene.support.depth == 0 or bool(deep)


def _is_other(scene: Scene) -> bool:
    """Whether the nearest heading names something else."""
    return any(
        strength > 1 for _section, strength in scene.context.index.named(scene.place.nearest)
    )


def _entry_rows(entry: Entry, scene: Scene) -> Iterator[RowBuilder]:
    if not entry.below:
        yield _row(entry.text, entry.verbatim, scene)
        return
    title, minutes = _limited(entry.text)
    phase = _phase(title, scene)
    for child in entry.below:
        row = _row(child.whole, child.verbatim, scene).put("group", title.rstrip(":："))
        row.put("phase", phase) if phase else None
        row.raw["group"] = entry.own
        yield row.put("group_minutes", minutes) if minutes is not None else row


def _phase(title: str, scene: Scene) -> str:
    """What a group says of its phase where the headings say nothing."""
    patterns = scene.section.more["told"]["phase"]
    default = next(value for value, pattern in patterns if not pattern)
    if told_value(patterns, scene.place) != default:
        return ""
    found = told_value(patterns, Place((title,)))
    return "" if found == default else found


def _row(text: str, source: str, scene: Scene) -> RowBuilder:
    """One action; its time limit and its owner are taken out, the source stays raw."""
    owner = _OWNER.search(text) or _named(text)
    rest = f"{text[: owner.start()]}{text[owner.end() :]}".strip() if owner else text
    action, minutes = _limited(rest)
    row = scene.builder().put("action", action).put("owner", owner["name"] if owner else "")
    if minutes is not None:
        row.put("minutes", minutes)
    return row.keep("action", source)


def _named(text: str) -> re.Match[str] | None:
    """… @王五, or （10分钟）— 李四, at the end of a step."""
    match = _AT.search(text)
    return match if match and is_name(match["name"]) else None


def _limited(text: str) -> tuple[str, int | None]:
    """The text without a bracket that says how long it takes."""
    match = _LIMIT.search(text)
    found = length_of(match["limit"]) if match else None
    if not match or not found or found.value >= timedelta(days=1):
        return text, None
    return text[: match.start()].strip(), round(found.value.total_seconds() / 60)


def _timed(entry: Entry, day: _Day, scene: Scene) -> RowBuilder:
    """Start, end and action of a line of a time table; without a known day the times stay in the action."""
    ranges = list(clock_ranges(entry.text))
    if not day.known:
        return scene.builder().put("action", entry.whole).keep("action", entry.verbatim)
    row = scene.builder()
    if ranges and ranges[0].at <= 6:
        start, end = day.moments(ranges[0])
        row.put("planned_start", start, ranges[0].text).put("planned_end", end, ranges[0].text)
        action = entry.text[ranges[0].at + len(ranges[0].text) :]
    else:
        clock, said = first_clock(entry.text) or (time(), "")
        row.put("planned_start", day.at(clock), said)
        action = entry.text[entry.text.index(said) + len(said) :]
    below = "".join(f"\n- {child.whole}" for child in entry.below)
    return row.put("action", action.lstrip(_SIGNS).rstrip(_ENDS) + below).keep(
        "action", entry.verbatim
    )


def _reading(rows: Sequence[RowBuilder], scene: Scene, left: Sequence[str]) -> Reading | None:
    for position, row in enumerate(rows, 1):
        tell(row.put("position", position), scene)
    return Reading.of("steps", rows, "\n".join(left))
