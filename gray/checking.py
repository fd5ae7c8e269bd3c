"""What the plan check says about ramps (pure): shares out of range, no hold, a jump too far."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from ground.words import in_row
from plans.document import Document
from plans.findings import ERROR, WARNING, Finding

FARTHEST, FIRST = 50, 5
"""Percentage points that one step may add, and what the first step may let in."""
TIMES = 10
"""How many times as many people one step may let in."""


def findings(document: Document) -> Iterator[Finding]:
    """Findings of every ramp, from its stages in their order."""
    stages = document.rows("stages")
    for name in dict.fromkeys(str(row.get("ramp") or "") for row in stages):
        mine = [row for row in stages if str(row.get("ramp") or "") == name]
        mine.sort(key=lambda row: row.get("position") or 0)
        yield from _out_of_range(name, mine)
        yield from _without_hold(name, mine)
        yield from _too_far(name, mine)


def _out_of_range(name: str, stages: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    for row in stages:
        percent = row.get("percent")
        if percent is not None and not 0 <= percent <= 100:
            yield _finding(
                ERROR, "stage-percent", row, name, "percent",
                _("灰度“%(ramp)s”第 %(n)s 阶段的比例 %(percent)s 不在 0 到 100 之间。")
                % {"ramp": name, "n": row.get("position"), "percent": percent},
            )  # fmt: skip


def _without_hold(name: str, stages: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    """The last stage needs none."""
    bare = [row for row in stages[:-1] if not row.get("hold")]
    if bare:
        numbers = in_row(str(row.get("position") or "?") for row in bare)
        yield _finding(
            WARNING, "stage-without-hold", bare[0], name, "hold",
            _("灰度“%(ramp)s”第 %(n)s 阶段没有观察时长，放上去就会马上进入下一阶段。")
            % {"ramp": name, "n": numbers},
        )  # fmt: skip


def _too_far(name: str, stages: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    shares = [(0, {}), *((row.get("percent") or 0, row) for row in stages)]
    for (before, _row), (after, row) in pairwise(shares):
        if after > max(FIRST, TIMES * before) or after - before > FARTHEST:
            yield _finding(
                WARNING, "stage-too-far", row, name, "percent",
                _("灰度“%(ramp)s”从 %(before)s%% 一步放到 %(after)s%%，跨度太大。")
                % {"ramp": name, "before": before, "after": after},
            )  # fmt: skip


def _finding(
    level: str, code: str, row: dict[str, Any], ramp: str, field: str, words: str
) -> Finding:
    return Finding(level, code, words, "stages", row.get("id"), field, ramp)
