"""What is going on today: windows, ramps, freezes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from calendars.models import Freeze
from gray.runs import UNFINISHED, Move, Run
from plans import states
from plans.models import Plan

NOT_GOING = (states.CANCELLED, states.ROLLED_BACK)


@dataclass(frozen=True)
class Today:
    """Plans whose window is today, ramps that move today, freezes that hold today."""

    plans: Sequence[Plan]
    runs: Sequence[Run]
    freezes: Sequence[Freeze]
    now: datetime

    @property
    def open_now(self) -> list[Plan]:
        """Plans inside their release window."""
        return [plan for plan in self.plans if _is_open(plan, self.now)]


def today(user: Any, now: datetime) -> Today:
    """Three queries, whatever there is."""
    start, end = day_of(now)
    seen = Plan.objects.visible_to(user)
    plans = seen.exclude(status__in=NOT_GOING).filter(window_start__lt=end, window_end__gt=start)
    runs = Run.objects.filter(plan__in=seen, state__in=UNFINISHED)
    moved = Move.objects.filter(at__gte=start, at__lt=end).values("run")
    moving = runs.filter(Q(next_at__lt=end) | Q(pk__in=moved)).select_related("ramp", "plan")
    freezes = Freeze.objects.filter(start__lt=end, end__gt=start)
    return Today(
        list(plans.order_by("window_start")),
        list(moving.order_by("next_at", "pk")),
        list(freezes),
        now,
    )


def day_of(now: datetime) -> tuple[datetime, datetime]:
    """Midnight to midnight around `now` in the installation's zone."""
    zone = timezone.get_current_timezone()
    start = datetime.combine(now.astimezone(zone).date(), time(), zone)
    return start, start + timedelta(days=1)


def _is_open(plan: Plan, now: datetime) -> bool:
    return bool(
        plan.window_start and plan.window_end and plan.window_start <= now < plan.window_end
    )
