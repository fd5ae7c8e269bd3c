"""Lists of key=value below a heading of switches or configuration: order.new.enabled=false（…）."""

import re

from plans.reading.blocks import Content
from plans.reading.context import Reading, Scene
from plans.reading.entries import entries
from plans.reading.registry import recogniser
from plans.reading.text import is_blank
from plans.reading.told import tell

_PAIR = re.compile(
    r"^(?P<key>[A-Za-z][\w-]*(?:[._][\w-]+)+)\s*(?:[=＝]|[:：]\s*)\s*(?P<value>[^\s（(，,；;。]{1,200})\s*[,，;；]?\s*(?:[（(](?P<note>[^（()）]*)[)）])?[。；;]?$"
)


@recogniser("switches", order=90)
def read_switches(block: Content, scene: Scene) -> Reading | None:
    """A row for each line, all of which must be a key with its value."""
    return _pairs("switches", block, scene)


@recogniser("configs", order=90)
def read_settings(block: Content, scene: Scene) -> Reading | None:
    """The same for configuration."""
    return _pairs("configs", block, scene)


def _pairs(section: str, block: Content, scene: Scene) -> Reading | None:
    found = [entry for entry in entries(block) if not is_blank(entry.text)]
    matches = [_PAIR.match(entry.text) for entry in found if not entry.below]
    if not found or len(matches) < len(found) or not scene.is_named(depth=1):
        return None
    rows = []
    for entry, match in zip(found, matches, strict=True):
        if not match:
            return None
        row = scene.builder().put("key", match["key"]).put("value", match["value"])
        rows.append(tell(row.put("note", match["note"] or "").keep("key", entry.verbatim), scene))
    return Reading.of(section, rows)
