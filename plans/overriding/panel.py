"""What every page of a plan shows of its override: one in force, one asked for, or the way to ask."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from calendars.models import Freeze
from ground.policies import can
from ground.verdict import Verdict
from plans import states
from plans.models import Override, Plan
from plans.overriding.freezes import freezes_until
from plans.times import in_change_window, times_of

LENGTHS = (15, 30, 60, 120, 180, 240)
"""Minutes that the form offers."""


@dataclass(frozen=True)
class Panel:
    """`shut` says why nothing may go up now; `lifted` are the freezes that are (or would be) open.

    The verdicts are the reader's.
    """

    plan: Plan
    now: datetime
    override: Override | None
    shut: str
    lifted: list[Freeze]
    may_ask: Verdict
    may_decide: Verdict
    may_end: Verdict
    is_mine: bool

    @property
    def is_in_force(self) -> bool:
        return bool(self.override and self.override.state == Override.CONFIRMED)

    @property
    def seconds(self) -> int:
        """Until the request or the override lapses."""
        return (
            max(0, round((self.override.until - self.now).total_seconds())) if self.override else 0
        )

    @property
    def left(self) -> str:
        """1:02:03, as the script goes on counting it."""
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

    @property
    def lengths(self) -> list[tuple[int, str]]:
        """(minutes, in words)."""
        whole = ((n, divmod(n, 60)) for n in LENGTHS)
        return [
            (n, _("%(n)d 分钟") % {"n": n} if rest else _("%(n)d 小时") % {"n": hours})
            for n, (hours, rest) in whole
        ]

    @property
    def mark(self) -> str:
        """Changes whenever the strip would look different, its clock aside."""
        found = self.override
        freezes = ".".join(str(freeze.pk) for freeze in self.lifted)
        return f"{found.pk}-{found.state}-{freezes}" if found else f"shut-{int(self.may_be_asked)}"

    @property
    def may_be_asked(self) -> bool:
        """Something is shut, nobody has asked yet, and the reader may."""
        is_driving = self.plan.status in states.UNDER_WAY
        return bool(is_driving and self.shut and not self.override and self.may_ask)


def panel_of(plan: Plan, user: Any, now: datetime) -> Panel:
    override = _live(plan, now)
    nobody = Verdict(False)
    return Panel(
        plan=plan,
        now=now,
        override=override,
        shut=in_change_window(times_of(plan, now), now).reason,
        lifted=_lifted(plan, override, now),
        may_ask=can(user, "override.ask", plan),
        may_decide=can(user, "override.decide", override) if override else nobody,
        may_end=can(user, "override.end", override) if override else nobody,
        is_mine=bool(override and override.asked_by_id == user.pk),
    )


def _live(plan: Plan, now: datetime) -> Override | None:
    found = plan.overrides.filter(state__in=Override.LIVE, until__gt=now)
    override = found.select_related("asked_by", "confirmed_by").first()
    if override:
        override.plan = plan
    return override


def _lifted(plan: Plan, override: Override | None, now: datetime) -> list[Freeze]:
    if override is None:
        return []
    if override.state == Override.CONFIRMED:
        return list(Freeze.objects.filter(pk__in=override.freezes))
    return freezes_until(plan, now, now + override.length)
