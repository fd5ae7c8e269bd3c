"""Lengths of time: ISO 8601 (P3DT4H) and words (3天4小时, 90m)."""

import re
from datetime import timedelta

from django.utils.translation import gettext as _

_ISO = re.compile(
    r"P(?:(?P<w>\d+)W)?(?:(?P<d>\d+)D)?(?:T(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+)S)?)?$",
    re.IGNORECASE,
)
_UNITS = {
    "w": r"周|星期|个?星期|weeks?|w",
    "d": r"天|日|days?|d",
    "h": r"个?小时|个?钟头|hours?|hrs?|h",
    "m": r"分钟?|minutes?|mins?|m",
    "s": r"秒钟?|seconds?|secs?|s",
}
_SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_PART = re.compile(
    r"(?P<n>\d+(?:\.\d+)?)\s*(?:"
    + "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items())
    + r")",
    re.IGNORECASE,
)
_LONGEST = 3_660 * 86_400


def read_duration(text: str) -> timedelta:
    """A duration in ISO or in words; ValueError with a sentence otherwise."""
    plain = text.strip()
    seconds = _iso_seconds(plain)
    if seconds is None:
        seconds = _word_seconds(plain)
    if seconds is None or seconds > _LONGEST:
        raise ValueError(_("“%(text)s”不是时长，请写成 3天、4小时 或 30分钟。") % {"text": text})
    return timedelta(seconds=round(seconds))


def _iso_seconds(text: str) -> float | None:
    match = _ISO.match(text)
    if not match or text.upper() in ("P", "PT") or not any(match.groupdict().values()):
        return None
    return sum(_SECONDS[unit] * int(n) for unit, n in match.groupdict().items() if n)


def _word_seconds(text: str) -> float | None:
    total, end = 0.0, 0
    for match in _PART.finditer(text):
        if text[end : match.start()].strip():
            return None
        unit = next(name for name in _SECONDS if match[name])
        total, end = total + float(match["n"]) * _SECONDS[unit], match.end()
    return total if end and not text[end:].strip() else None


def write_duration(value: timedelta, *, iso: bool) -> str:
    """P4D / P1DT4H when `iso`, else 4天 / 1天4小时 in the reader's language."""
    left = int(value.total_seconds())
    days, left = divmod(left, 86_400)
    hours, left = divmod(left, 3_600)
    minutes, seconds = divmod(left, 60)
    if iso:
        clock = "".join(f"{n}{u}" for n, u in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
        day = f"{days}D" if days else ""
        return f"P{day}{'T' + clock if clock else ''}" if day or clock else "PT0S"
    words = ((days, _("天")), (hours, _("小时")), (minutes, _("分钟")), (seconds, _("秒")))
    return "".join(f"{n}{unit}" for n, unit in words if n) or f"0{_('分钟')}"
