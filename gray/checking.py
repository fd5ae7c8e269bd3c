"""What the plan check says about ramps (pure): shares, holds, jumps, metrics, and their length."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext_lazy

from plans.document import Document
from plans.findings import Finding, Spot, spots
from plans.findings.times import release_span
from plans.tables.durations import read_duration, write_duration

FARTHEST, FIRST = 50, 5
"""Percentage points that one step may add, and what the first step may let in."""
TIMES = 10
"""How many times as many people one step may let in."""


def findings(document: Document) -> Iterator[Finding]:
    """Findings of every ramp, from its stages in their order."""
    stages = list(spots(document, "stages"))
    for name in dict.fromkeys(_ramp(spot) for spot in stages):
        mine = [spot for spot in stages if _ramp(spot) == name]
        mine.sort(key=lambda spot: spot.row.get("position") or 0)
        yield from _out_of_range(name, mine)
        yield from _without_hold(name, mine)
        yield from _too_far(name, mine)
        yield from _too_long(document, name, mine)
    yield from _without_metric(document)


def _ramp(spot: Spot) -> str:
    return str(spot.row.get("ramp") or "")


def _out_of_range(name: str, stages: Sequence[Spot]) -> Iterator[Finding]:
    for spot in stages:
        percent = spot.row.get("percent")
        if percent is not None and not 0 <= percent <= 100:
            text = gettext_lazy(
                "灰度“%(ramp)s”第 %(n)s 阶段的比例 %(percent)s 不在 0 到 100 之间。"
            )
            words = {"ramp": name, "n": spot.row.get("position"), "percent": percent}
            yield spot.error("percent", "stage-percent", text, **words)


def _without_hold(name: str, stages: Sequence[Spot]) -> Iterator[Finding]:
    """The last stage needs none."""
    bare = [spot for spot in stages[:-1] if not spot.row.get("hold")]
    if bare:
        numbers = [str(spot.row.get("position") or "?") for spot in bare]
        text = gettext_lazy("灰度“%(ramp)s”第 %(n)s 阶段没有观察时长，放上去就会马上进入下一阶段。")
        yield bare[0].warning("hold", "stage-without-hold", text, ramp=name, n=numbers)


def _too_far(name: str, stages: Sequence[Spot]) -> Iterator[Finding]:
    shares = [0, *(spot.row.get("percent") or 0 for spot in stages)]
    for (before, after), spot in zip(pairwise(shares), stages, strict=True):
        if after > max(FIRST, TIMES * before) or after - before > FARTHEST:
            text = gettext_lazy("灰度“%(ramp)s”从 %(before)s%% 一步放到 %(after)s%%，跨度太大。")
            words = {"ramp": name, "before": before, "after": after}
            yield spot.warning("percent", "stage-too-far", text, **words)


def _too_long(document: Document, name: str, stages: Sequence[Spot]) -> Iterator[Finding]:
    """Its holds against what is left of the release window when it starts."""
    span = release_span(document) if document.plan.get("window_end") else None
    whole = sum((_hold(spot) for spot in stages), timedelta())
    if span is None or not whole:
        return
    left = span.end - max(span.start, _start(document, name) or span.start)
    if whole > left:
        text = gettext_lazy(
            "灰度“%(ramp)s”各阶段共要 %(need)s，发布窗口里只有 %(left)s，请延长窗口或缩短观察时长。"
        )
        words = {
            "need": write_duration(whole, iso=False),
            "left": write_duration(max(left, timedelta()), iso=False),
        }
        yield stages[0].warning("hold", "ramp-longer-than-release", text, ramp=name, **words)


def _hold(spot: Spot) -> timedelta:
    try:
        return read_duration(str(spot.row["hold"])) if spot.row.get("hold") else timedelta()
    except ValueError:
        return timedelta()


def _start(document: Document, name: str) -> datetime | None:
    for row in document.rows("ramps"):
        if row.get("name") == name and row.get("start"):
            return datetime.fromisoformat(row["start"])
    return None


def _without_metric(document: Document) -> Iterator[Finding]:
    """Nobody can say whether traffic may rise when nothing is measured."""
    ramps = list(spots(document, "ramps"))
    if ramps and not document.rows("metrics"):
        text = gettext_lazy("有灰度，但没有关键指标：放量时看什么、什么时候退，都没有写。")
        names = [str(spot.row.get("name") or "") for spot in ramps]
        yield ramps[0].warning("name", "ramp-without-metric", text, ramps=names)
