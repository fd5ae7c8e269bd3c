"""What the gray wing adds to a plan, and what it hears from it."""

from collections.abc import Iterable
from typing import Any

from calendars.followers import Follower
from gray.actions.rolling_back import turn_off_all
from gray.actions.settling import settle
from gray.actions.waking import wake, wake_all
from gray.sections.stage import Stage
from ground.clock import now
from plans import states
from plans.contribute import Contribution
from plans.models import Clearance, Plan

WATCHED = frozenset({"ramps", "stages", "windows", "apps", "plan"})


class Gray(Contribution):
    """Ramps follow their plan: they wake when it changes and fall when it rolls back."""

    def content_changed(self, plan: Plan, keys: Iterable[str], by: Any) -> None:
        if WATCHED & set(keys):
            wake(plan, now=now())

    def progress_changed(self, plan: Plan, keys: Iterable[str], by: Any) -> None:
        if "apps" in keys:
            wake(plan, now=now())

    def state_changed(self, plan: Plan, by: Any) -> None:
        if plan.status == states.ROLLING_BACK:
            turn_off_all(plan, by=by)
        wake(plan, now=now())
        settle(plan, now=now())

    def clearance_answered(self, clearance: Clearance) -> None:
        wake(clearance.plan, now=now())

    def is_spent(self, clearance: Clearance) -> bool:
        """The stage that it lets in has been reached."""
        kind, _colon, rest = clearance.subject.partition(":")
        stage = rest.rpartition(":")[2]
        if kind != "stage" or not stage.isdigit():
            return False
        found = Stage.objects.filter(plan=clearance.plan, pk=int(stage)).first()
        return found is not None and found.is_executed


class Times(Follower):
    """A changed window or freeze of the installation wakes every ramp."""

    def times_changed(self) -> None:
        wake_all(now=now())
