"""Who is told when: T-7天: 发布计划通知; below 发布后通知 the heading is the moment."""

import re

from plans.reading.blocks import Content
from plans.reading.context import Reading, Scene
from plans.reading.entries import Entry, entries, labelled
from plans.reading.registry import recogniser
from plans.reading.rows import RowBuilder
from plans.reading.text import clean, is_blank, plain_title

_MOMENT = re.compile(
    r"^(?:T\s*[-+±]?\s*\d+(?:\.\d+)?\s*(?:天|日|小时|时|分钟|分|周|d|h|m|w|min|hours?|days?)?|D\s*[-+]\s*\d+"
    r"|(?:发布|上线|升级|开始|灰度|完成|结束|投产|割接)?(?:前|后|当)(?:\s*[\d一二两三四五六七八九十半]+\s*(?:个)?(?:天|日|小时|分钟|周)|天|日)?"
    r"|(?:发布|上线|升级|灰度|回滚|部署|变更|投产|割接)(?:前|中|后|开始|完成|结束|当天|时)+[^:：]{0,8})$",
    re.IGNORECASE,
)
_LED = re.compile(
    r"^(?P<moment>T\s*[-+]\s*\d+\s*(?:天|日|小时|分钟|周|d|h|min)?)\s*[,，|、\s]\s*(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TELLS = re.compile("(?:通知|沟通|公告|通告|同步|计划|notification|announcement)s?$", re.IGNORECASE)


@recogniser("comms", order=80)
def read_comms(block: Content, scene: Scene) -> Reading | None:
    """A list below a heading of communication, or below one of its parts."""
    found = [entry for entry in entries(block) if not is_blank(entry.text)]
    if not found or not scene.is_named(depth=1) or any(_is_other(entry, scene) for entry in found):
        return None
    return Reading.of("comms", [_row(entry, scene) for entry in found])


def _is_other(entry: Entry, scene: Scene) -> bool:
    """Whether the line says of itself that it is about something else: 影响范围：…"""
    pair = labelled(entry.text)
    return bool(pair and scene.context.index.is_known(pair[0]) and not _MOMENT.match(pair[0]))


def _row(entry: Entry, scene: Scene) -> RowBuilder:
    moment, content = _split(entry.whole)
    row = scene.builder().put("content", content).keep("content", entry.verbatim)
    return row.put("moment", moment or _heading_moment(scene))


def _split(text: str) -> tuple[str, str]:
    """(moment, content) when the line begins with its moment."""
    pair = labelled(text)
    if pair and _MOMENT.match(pair[0]):
        return pair
    led = _LED.match(text)
    return (led["moment"].strip(), led["rest"].strip()) if led else ("", text)


def _heading_moment(scene: Scene) -> str:
    """发布后通知 → 发布后; a heading that names no moment says nothing."""
    plain = _TELLS.sub("", plain_title(clean(scene.place.nearest))).strip()
    return plain if _MOMENT.match(plain) else ""
