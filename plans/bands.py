"""Bounds of metrics: what a target allows and what a rollback waits for (pure)."""

import re
from dataclasses import dataclass
from math import inf

_WORDS = {
    "<": "< ＜ 低于 小于 不足 少于 below under less\\s+than",
    "<=": "<= ≤ ≦ 不超过 不高于 不大于 at\\s+most",
    ">": "> ＞ 高于 大于 超过 超出 多于 above over more\\s+than exceeds?",
    ">=": ">= ≥ ≧ 不低于 不小于 不少于 至少 at\\s+least",
    "=": "= == 等于 equals?",
}
_OPERATOR = {word: sign for sign, words in _WORDS.items() for word in words.split()}
_ANY = "|".join(sorted(_OPERATOR, key=len, reverse=True))
_NUMBER = r"(?P<number>\d{1,12}(?:,\d{3})*(?:\.\d{1,9})?)"
_UNIT = r"(?P<unit>%|％|毫秒|秒钟?|分钟?|小时|[a-zA-Zμ/]{1,8}|次/秒|个|条|次)?"
_CONDITION = re.compile(rf"(?P<op>{_ANY})\s{{0,4}}{_NUMBER}\s{{0,4}}{_UNIT}", re.IGNORECASE)
_CLAUSE = re.compile(r"[<>=≤≥＜＞，,;；。\n]")
_THRESHOLD = re.compile(rf"\s*{_NUMBER}\s*{_UNIT}\s*\+?\s*", re.I)
_SCALES = {
    "%": ("%", 1.0), "％": ("%", 1.0),
    "ms": ("s", 0.001), "毫秒": ("s", 0.001), "s": ("s", 1.0), "秒": ("s", 1.0),
    "秒钟": ("s", 1.0), "sec": ("s", 1.0), "min": ("s", 60.0), "分": ("s", 60.0),
    "分钟": ("s", 60.0), "h": ("s", 3600.0), "小时": ("s", 3600.0),
}  # fmt: skip
_GENERIC = re.compile(
    r"系统|服务|接口|平均|整体|全局|核心|线上|生产|总体?|api|的|当|如果|若|连续|\s+|[:：·,，]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bound:
    """One side of a number line: `sign` value, in `unit` (scaled to one of its kind)."""

    sign: str
    value: float
    unit: str
    text: str

    @property
    def span(self) -> tuple[float, bool, float, bool]:
        """(low, does low belong, high, does high belong)."""
        if self.sign.startswith("<"):
            return -inf, False, self.value, self.sign == "<="
        if self.sign.startswith(">"):
            return self.value, self.sign == ">=", inf, False
        return self.value, True, self.value, True

    def meets(self, other: "Bound") -> bool:
        """Is there a number that both allow?"""
        low, low_in, high, high_in = self.span
        low_2, low_in_2, high_2, high_in_2 = other.span
        floor = max((low, not low_in), (low_2, not low_in_2))
        ceiling = min((high, high_in), (high_2, high_in_2))
        return floor[0] < ceiling[0] or (floor[0] == ceiling[0] and not floor[1] and ceiling[1])


def bound_of(sign: str, threshold: str, unit: str = "") -> Bound | None:
    """A metric's columns as a bound; None when the threshold is no number."""
    found = _THRESHOLD.fullmatch(threshold)
    if not found or sign not in _WORDS:
        return None
    return _bound(sign, found["number"], found["unit"] or unit)


def condition(text: str) -> tuple[str, Bound] | None:
    """(name, bound) of a condition in words, such as 可用性 < 95%; None when it is another kind."""
    found = _CONDITION.search(text[:400])
    name = _CLAUSE.split(text[: found.start()])[-1].strip() if found else ""
    if not found or not name:
        return None
    sign = next(
        sign for word, sign in _OPERATOR.items() if re.fullmatch(word, found["op"], re.IGNORECASE)
    )
    return name, _bound(sign, found["number"], found["unit"] or "")


def _bound(sign: str, number: str, unit: str) -> Bound:
    kind, scale = scale_of(unit)
    value = float(number.replace(",", "")) * scale
    return Bound(sign, value, kind, f"{sign} {number}{unit.strip()}")


def scale_of(unit: str) -> tuple[str, float]:
    """(its kind, how many of the kind's own unit it is): 分钟 is ("s", 60)."""
    word = unit.strip().casefold()
    return _SCALES.get(word, (word, 1.0))


def plain_name(name: str) -> str:
    """A metric's name without what says nothing: 系统可用性 and 可用性 are one."""
    return _GENERIC.sub("", name).casefold()


def gap(target: Bound, trigger: Bound) -> float:
    """How many times farther off the trigger is than the target; shares near 100 % from there."""
    near, far = target.value, trigger.value
    if target.unit == "%" and min(near, far) >= 50:
        near, far = 100 - near, 100 - far
    small, large = sorted((abs(near), abs(far)))
    return large / small if small else 1.0
