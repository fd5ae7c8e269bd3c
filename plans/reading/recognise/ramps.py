"""When a ramp begins, as a line below its stages says it: 2020-05-16下午, 变更窗口内开始灰度."""

import re
from collections.abc import Mapping
from datetime import time
from zoneinfo import ZoneInfo

from plans.reading.blocks import Content, Listing, Paragraph
from plans.reading.bullets import unmarked
from plans.reading.context import Reading, Scene
from plans.reading.registry import recogniser
from plans.reading.rows import Row
from plans.reading.spans import read_window
from plans.reading.text import clean

_BEGINS = re.compile(
    r"开始(?:灰度|放量|切流)|(?:灰度|放量|切流)(?:计划)?(?:开始|启动)"
    r"|(?:ramp|rollout|canary)\s+(?:starts?|begins?)|(?:starts?|begins?)\s+(?:the\s+)?(?:ramp|rollout|canary)",
    re.IGNORECASE,
)
_HALVES = ((re.compile("下午|午后|afternoon", re.IGNORECASE), time(12)),
           (re.compile("晚上|晚间|夜间|evening", re.IGNORECASE), time(18)))  # fmt: skip
"""A part of the day without a time of day; the windows say when in it."""


@recogniser("ramps", order=55)
def read_start(block: Content, scene: Scene) -> Reading | None:
    """The one line with a day on which the ramp begins; the text itself stays a note."""
    if not isinstance(block, Listing | Paragraph) or not scene.is_named(strength=1, depth=2):
        return None
    sources = block.lines if isinstance(block, Paragraph) else [item.text for item in block.items]
    lines = [clean(unmarked(line)) for line in sources]
    found = [line for line in lines if _BEGINS.search(line) and read_window(line).first]
    if len(found) != 1:
        return None
    zone = scene.context.zone
    return Reading((), "", lambda sections: _begin(found[0], sections, zone))


def _begin(line: str, sections: Mapping[str, list[Row]], zone: ZoneInfo) -> bool:
    """The ramp that was read last begins then, unless it says so itself."""
    ramps = sections.get("ramps", [])
    window = read_window(line)
    if ramps and not ramps[-1].get("start") and window.first:
        half = next((at for said, at in _HALVES if said.search(line)), None)
        moment = window.merged(type(window)(opens=half)).start(zone)
        ramps[-1]["start"] = moment.isoformat() if moment else None
        ramps[-1]["raw"] = {**ramps[-1].get("raw", {}), "start": line}
    return False
