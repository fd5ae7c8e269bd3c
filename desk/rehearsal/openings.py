"""When production may be changed from a moment on, and what is waited for until then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from calendars.spans import Closed, freeze_at, in_window, next_opening
from plans.times import Times

FARTHEST = timedelta(days=366)
"""Who would have to wait longer for a window or the end of a freeze waits for ever."""


@dataclass(frozen=True)
class Opening:
    """The first open moment, None when none comes; `held` says what was shut before."""

    at: datetime | None
    held: str = ""


def opening(moment: datetime, times: Times) -> Opening:
    freeze = freeze_at(moment, times.freezes)
    if freeze is None and in_window(moment, times.windows, times.zone):
        return Opening(moment)
    at = next_opening(moment, times.windows, times.freezes, times.zone)
    if is_endless(moment, at):
        return Opening(None, _endless(freeze, times.zone))
    return Opening(at, shut_until(at, freeze, times.zone))


def is_endless(moment: datetime, at: datetime | None) -> bool:
    return at is None or at - moment > FARTHEST


def shut_until(at: datetime | None, freeze: Closed | None, zone: ZoneInfo) -> str:
    """What is shut and until when."""
    when = {"at": clock(at, zone)}
    if freeze is None:
        return _("等变更窗口，%(at)s 开放") % when
    return _("封网（%(why)s），%(at)s 之后才行") % {"why": freeze.reason or _("未写原因"), **when}


def _endless(freeze: Closed | None, zone: ZoneInfo) -> str:
    if freeze is None:
        return _("再没有变更窗口")
    words = {"why": freeze.reason or _("未写原因"), "end": day(freeze.end, zone)}
    return _("封网（%(why)s）到 %(end)s，等于没有尽头") % words


def one_after_other(waits: Iterable[str]) -> str:
    """What holds, in the order in which it does; what holds nothing is left out."""
    return _("；").join(filter(None, waits))


def clock(moment: datetime | None, zone: ZoneInfo) -> str:
    """06-18 23:00."""
    return moment.astimezone(zone).strftime("%m-%d %H:%M") if moment else ""


def day(moment: datetime, zone: ZoneInfo) -> str:
    """2026-06-18."""
    return moment.astimezone(zone).strftime("%Y-%m-%d")
