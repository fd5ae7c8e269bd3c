"""Where the clock stands against the release window."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gray.words import Lasting
from plans.models import Plan


@dataclass(frozen=True)
class Window:
    """One short sentence, its tone, and how much of the window is over (0–100)."""

    words: str
    tone: str = ""
    percent: int | None = None


def window_of(plan: Plan, now: datetime) -> Window:
    start, end = plan.window_start, plan.window_end
    if start and now < start:
        return Window(_("距窗口开始 %(time)s") % {"time": Lasting(start - now)})
    if end and now >= end:
        return Window(_("窗口已过 %(time)s") % {"time": Lasting(now - end)}, "bad", 100)
    if end:
        percent = round(100 * (now - start) / (end - start)) if start else None
        tone = "warn" if percent is not None and percent >= 80 else ""
        return Window(_("窗口还剩 %(time)s") % {"time": Lasting(end - now)}, tone, percent)
    return Window(_("没有结束时间") if start else _("没有填写发布窗口"))
