"""Names of applications as people write them: one form, what is a name, and what is near (pure)."""

import re
from collections.abc import Iterable

from ground.texts import fold, tidy

LONGEST = 100
SHORTEST_HINT = 5
"""Shorter names are too often one letter apart by right."""

_REFUSALS = (
    "无 暂无 没有 不涉及 全部 所有 全部应用 所有应用 各应用 各系统 全部系统 所有系统 其他 其它 待定 "
    "none null n/a na nil all todo tbd other others yes no"
)
NO_NAMES = frozenset(_REFUSALS.split())
_SENTENCE = re.compile(r"[，。；！？：、,;!?<>|\"“”\n\r\t\x00]|[\ud800-\udfff]|https?://")
_LEFT_BEHIND = re.compile(
    r"(应用|系统|服务|项目|工程|组件|模块)名?称?[-_ ]?\d*|.*x{3,}.*|x{2,}.*|待.{1,3}|某.*|\W*\.{2,}",
    re.IGNORECASE,
)
"""What a template puts where a name belongs: 应用名-01, xxx-service, 待定."""
_DIGITS = re.compile(r"\d+")


def is_name(text: str) -> bool:
    """Whether a cell's text names one application; prose, lists and refusals do not."""
    plain = tidy(text)
    if (
        not 2 <= len(plain) <= LONGEST
        or _SENTENCE.search(text.strip())
        or _LEFT_BEHIND.fullmatch(plain)
    ):
        return False
    return any(letter.isalpha() for letter in plain) and fold(plain) not in NO_NAMES


def nearest(word: str, names: Iterable[str], most: int = 2) -> list[str]:
    """Those of `names` that are one slip of the finger away from `word`.

    A slip is a letter too many, missing, wrong, or two that changed places.
    Names that differ in their numbers only are different names.
    """
    mine = fold(word)
    if len(mine) < SHORTEST_HINT:
        return []
    found: list[str] = []
    half = len(mine) // 2
    start, end = mine[: half - 1], mine[half + 1 :]
    for name in names:
        other = fold(name) if not name.isascii() else name.lower()
        close = -2 < len(other) - len(mine) < 2 and other != mine
        if close and (other.startswith(start) or other.endswith(end)) and _is_slip(mine, other):
            found.append(name)
            if len(found) == most:
                break
    return found


def _is_slip(one: str, other: str) -> bool:
    if _DIGITS.sub("0", one) == _DIGITS.sub("0", other):
        return False
    first = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if first is None:
        return abs(len(one) - len(other)) == 1 and not (one + other)[-1].isdigit()
    a, b = one[first:], other[first:]
    return (
        a[1:] == b or a == b[1:] or a[1:] == b[1:]
        or (a[:2] == b[1::-1] and a[2:] == b[2:] and len(a) > 1 and len(b) > 1)
    )  # fmt: skip
