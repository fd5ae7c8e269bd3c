"""Moments, lengths of time and shares as people say them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from gray.bucket import EVERYBODY, percent_of


@dataclass(frozen=True, slots=True)
class Sentence:
    """A lazily translated text and what goes into it; `str()` says it in the reader's language."""

    code: str
    text: Any
    facts: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        return str(self.text) % dict(self.facts) if self.facts else str(self.text)


def sentence(code: str, text: Any, **facts: Any) -> Sentence:
    return Sentence(code, text, tuple(facts.items()))


@dataclass(frozen=True, slots=True)
class When:
    """A moment as seen from `now`: 今天 16:00, 明天 09:00, 06-19 09:00."""

    at: datetime
    now: datetime
    zone: ZoneInfo

    def __str__(self) -> str:
        at, now = self.at.astimezone(self.zone), self.now.astimezone(self.zone)
        clock = at.strftime(
            "%H:%M:%S" if abs(self.at - self.now) < timedelta(minutes=2) else "%H:%M"
        )
        days = (at.date() - now.date()).days
        if days == 0:
            return _("今天 %(clock)s") % {"clock": clock}
        if days == 1:
            return _("明天 %(clock)s") % {"clock": clock}
        return at.strftime("%m-%d " if at.year == now.year else "%Y-%m-%d ") + clock


@dataclass(frozen=True, slots=True)
class Lasting:
    """A length of time in its two largest units: 1 天 4 小时, 35 秒."""

    time: timedelta

    def __str__(self) -> str:
        left = max(0, round(self.time.total_seconds()))
        parts = []
        for seconds, text in (
            (86_400, _("%(n)d 天")),
            (3_600, _("%(n)d 小时")),
            (60, _("%(n)d 分")),
            (1, _("%(n)d 秒")),
        ):
            count, left = divmod(left, seconds)
            if count:
                parts.append(text % {"n": count})
        return " ".join(parts[:2]) or _("0 秒")


@dataclass(frozen=True, slots=True)
class Amount:
    """How much is let in: 固定用户, 10%, 5 台机器, 5% + 5 台机器, 100%."""

    share: int
    machines: Sentence | None = None

    def __str__(self) -> str:
        parts = [f"{percent_of(self.share)}%"] if self.share else []
        if self.machines and self.share < EVERYBODY:
            parts.append(str(self.machines))
        return " + ".join(parts) or _("固定用户")
