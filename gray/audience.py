"""Fixed users, machines and sign-offs as a stage's text names them (pure)."""

import re
from decimal import Decimal
from typing import Any

from gray.machines import Wish
from plans.parts import PARTS, part_of

_FIXED = re.compile(r"(?:固定用户|白名单|内部用户|users?)[^:：]*[:：](?P<names>.+)", re.I | re.S)
_NONE = frozenset({"", "无", "不需要", "免签", "none", "no", "n/a", "-", "—", "/", "否"})
_AND = re.compile(r"[+＋&和与、,，;；/]|\band\b|\s+", re.I)
DEFAULT_WANTS = {"test": 1, "ops": 1}
_KNOWN = {part for part, _label in PARTS} - {"other"}
_MACHINES = r"(?:机器|服务器|实例|节点|machines|instances|nodes|hosts)"
_ALL = re.compile(rf"(?:所有|全部|全量)的?{_MACHINES}|\ball {_MACHINES}", re.I)
_PART = re.compile(
    rf"(?P<percent>\d{{1,3}}(?:\.\d{{1,2}})?)\s*[%％]\s*(?:的|of\s+)?\s*{_MACHINES}", re.I
)
_REGION = re.compile(
    r"(?:区域|地域|可用区|region|zone)\s*[:：]\s*(?P<region>[^\s，,;；、。]+)"
    r"|(?P<room>(?:机房|room)\s*[:：\s]\s*[^\s，,;；、。]+)",
    re.I,
)
_ONE_ROOM = re.compile(r"(?:单个?|一个|同一)机房|\b(?:one|single) room", re.I)


def fixed_users(audience: str) -> tuple[str, ...]:
    """The user ids after “固定用户：”, in order; none when the text only describes them."""
    found = _FIXED.search(audience)
    if not found:
        return ()
    names = re.split(r"[，、,;；/\s]+", found["names"])
    return tuple(dict.fromkeys(name for name in names if name))


def machine_wish(stage: Any) -> Wish | None:
    """The machines that a Stage row opens: 机器数 5, “30% 机器”, “区域：华东”; None for none."""
    text = stage.audience
    if not text and not stage.machines:
        return None
    part, region = _PART.search(text), _REGION.search(text)
    percent = Decimal(part["percent"]) if part else Decimal(100) if _ALL.search(text) else None
    where = (region["region"] or _room(region["room"])) if region else ""
    one_room = bool(_ONE_ROOM.search(text)) and not where
    count = stage.machines if stage.machines and stage.machines > 0 else None
    if count is None and percent is None and not where and not one_room:
        return None
    return Wish(count, None if percent is None else min(percent, Decimal(100)), where, one_room)


def _room(text: str) -> str:
    """“机房：A” and “机房 A” name the same room."""
    return re.sub(r"^(?:机房|room)\s*[:：]?\s*", "", text, flags=re.I)


def wants_of(approval: str) -> dict[str, int]:
    """{part: how many} that must sign before a stage, {} for nobody.

    “测试+运维” names parts; any other text asks for the default, a tester and ops.
    """
    if approval.strip().casefold() in _NONE:
        return {}
    parts = [part_of(word) for word in _AND.split(approval) if word]
    named = [part for part in parts if part in _KNOWN]
    return dict.fromkeys(named, 1) or dict(DEFAULT_WANTS)
