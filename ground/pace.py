"""How often one person may ask for what is dear: counted by each process, minute by minute."""

import time
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.errors import Refusal
from ground.throttle import Counter

MINUTE = 60


class TooOften(Refusal):
    """The same person asked too often within a minute: 429."""

    status = 429
    code = "too-often"
    title = gettext_lazy("请求太频繁")


pace = Counter(MINUTE, time.monotonic)


def slow_down(what: str, request: Any) -> None:
    """One step of whoever asks: the account, or the address of a stranger.

    Raises TooOften beyond settings.RATES[what] (none or 0: no limit).
    """
    most = settings.RATES.get(what, 0)
    person = request.user.pk if request.user.is_authenticated else None
    who = f"person {person}" if person else request.META.get("REMOTE_ADDR", "")
    if pace.add(f"{what} {who}") > most > 0:
        raise TooOften(_("请求太频繁，请 %(n)s 秒后再试。") % {"n": pace.seconds_left()})
