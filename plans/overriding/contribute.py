"""Requests that wait in the inbox of whoever may confirm them; none outlives its plan."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ground.clock import now
from ground.policies import can
from plans import states
from plans.actions.overrides import close_with
from plans.contribute import Contribution, DueItem
from plans.models import Override, Plan


class Overriding(Contribution):
    """Stands with the wings, though it is of the plan's own house."""

    def state_changed(self, plan: Plan, by: Any) -> None:
        if plan.is_finished or plan.status == states.ROLLING_BACK:
            close_with(plan, by=by)

    def due(self, user: Any) -> Iterator[DueItem]:
        waiting = Override.objects.filter(
            state=Override.ASKED, until__gt=now(), plan__in=Plan.objects.visible_to(user)
        )
        for override in waiting.select_related("plan__owner", "asked_by"):
            if can(user, "override.decide", override):
                yield DueItem(
                    what=_("确认或驳回%(who)s申请的紧急放行") % {"who": override.asked_by.called},
                    plan=override.plan,
                    since=override.asked_at,
                    url=override.plan.get_absolute_url(),
                    button=_("去看"),
                    due=override.until,
                )
