"""What announcements hear of a plan."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from announcements.actions import hear_change, hear_state
from plans.contribute import Contribution, Panel
from plans.document import PLAN
from plans.models import Plan

WATCHED = frozenset({PLAN, "comms", "members"})


class Announcements(Contribution):
    """The wing of what is told about a plan's window."""

    panels = (Panel(gettext_lazy("通知"), "announcements:panel"),)

    def content_changed(self, plan: Plan, keys: Iterable[str], by: Any) -> None:
        if WATCHED & set(keys):
            hear_change(plan)

    def state_changed(self, plan: Plan, by: Any) -> None:
        hear_state(plan)
