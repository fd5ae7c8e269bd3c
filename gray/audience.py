"""Fixed users and sign-offs as a stage's text names them (pure)."""

import re

from plans.parts import PARTS, part_of

_FIXED = re.compile(r"(?:固定用户|白名单|内部用户|users?)[^:：]*[:：](?P<names>.+)", re.I | re.S)
_NONE = frozenset({"", "无", "不需要", "免签", "none", "no", "n/a", "-", "—", "/", "否"})
_AND = re.compile(r"[+＋&和与、,，;；/]|\band\b|\s+", re.I)
DEFAULT_WANTS = {"test": 1, "ops": 1}
_KNOWN = {part for part, _label in PARTS} - {"other"}


def fixed_users(audience: str) -> tuple[str, ...]:
    """The user ids after “固定用户：”, in order; none when the text only describes them."""
    found = _FIXED.search(audience)
    if not found:
        return ()
    names = re.split(r"[，、,;；/\s]+", found["names"])
    return tuple(dict.fromkeys(name for name in names if name))


def wants_of(approval: str) -> dict[str, int]:
    """{part: how many} that must sign before a stage, {} for nobody.

    “测试+运维” names parts; any other text asks for the default, a tester and ops.
    """
    if approval.strip().casefold() in _NONE:
        return {}
    parts = [part_of(word) for word in _AND.split(approval) if word]
    named = [part for part in parts if part in _KNOWN]
    return dict.fromkeys(named, 1) or dict(DEFAULT_WANTS)
