"""How often one person may ask for what is dear: counted by each process, minute by minute."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.errors import Refusal

MINUTE = 60


class TooOften(Refusal):
    """The same person asked too often within a minute: 429."""

    status = 429
    code = "too-often"
    title = gettext_lazy("请求太频繁")


class Pace:
    """Counts within the current minute and forgets everybody when it ends."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.minute = -1
        self.counts: Counter[tuple[str, str]] = Counter()

    def step(self, what: str, who: str) -> None:
        """Count one more; TooOften beyond settings.RATES[what] (none or 0: no limit)."""
        most = settings.RATES.get(what, 0)
        minute, second = divmod(int(self.clock()), MINUTE)
        if minute != self.minute:
            self.minute, self.counts = minute, Counter()
        self.counts[what, who] += 1
        if most and self.counts[what, who] > most:
            raise TooOften(_("请求太频繁，请 %(n)s 秒后再试。") % {"n": MINUTE - second})


pace = Pace()


def slow_down(what: str, request: Any) -> None:
    """One step of whoever asks: the account, or the address of a stranger."""
    person = request.user.pk if request.user.is_authenticated else None
    pace.step(what, f"person {person}" if person else request.META.get("REMOTE_ADDR", ""))
