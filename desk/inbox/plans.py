"""The open plans in which somebody has a part, read in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from plans import states
from plans.contribute import DueItem, gather
from plans.deployers import deployers_in
from plans.models import Plan, PlanUserObjectPermission
from plans.release import open_amendments
from plans.tables.registry import section

MOST = 200


@dataclass
class Share:
    """One person's open plans and their parts in them."""

    user: Any

    @cached_property
    def plans(self) -> list[Plan]:
        """Unfinished plans in which the person plays a part, the next window first."""
        joined = PlanUserObjectPermission.objects.filter(user=self.user).values("content_object")
        found = Plan.objects.visible_to(self.user).exclude(status__in=states.FINISHED)
        found = found.filter(Q(owner=self.user) | Q(created_by=self.user) | Q(pk__in=joined))
        return list(found.select_related("owner").order_by("window_start", "-pk")[:MOST])

    @cached_property
    def parts(self) -> dict[int, set[str]]:
        """{plan id: parts}; the owner is always "pm"."""
        found: dict[int, set[str]] = defaultdict(set)
        mine = PlanUserObjectPermission.objects.filter(user=self.user)
        for pk, code in mine.values_list("content_object", "permission__codename"):
            found[pk].add(code.removeprefix("part_"))
        for plan in self.plans:
            if plan.owner_id == self.user.pk:
                found[plan.pk].add("pm")
        return found

    @cached_property
    def wings(self) -> list[DueItem]:
        """What the wings know: tasks, and what is only for this person to hear."""
        return gather("due", self.user)

    @property
    def copied(self) -> list[DueItem]:
        """What somebody said to this person, until it is read."""
        return [item for item in self.wings if not item.mine]

    @property
    def started(self) -> list[Plan]:
        """Plans that the person owns or made."""
        return [plan for plan in self.plans if self.user.pk in (plan.owner_id, plan.created_by_id)]

    @property
    def joined(self) -> list[Plan]:
        return [plan for plan in self.plans if plan not in self.started]

    def in_state(self, *wanted: str) -> list[Plan]:
        return [plan for plan in self.plans if plan.status in wanted]

    @cached_property
    def deployed(self) -> set[tuple[str, str]]:
        """(chain, subject) of the applications that this person deployed in those plans."""
        chains = {rows[0].plan.chain for rows in self.apps.values()}
        found = deployers_in(chains) if chains else {}
        return {where for where, people in found.items() if self.user.pk in people}

    @property
    def names(self) -> set[str]:
        """How tables call this person."""
        return {self.user.username, self.user.display_name} - {""}

    @cached_property
    def amended(self) -> set[int]:
        """Ids of the plans that wait for an amendment to be signed."""
        open_ones = open_amendments().filter(plan__in=[plan.pk for plan in self.plans])
        return set(open_ones.values_list("plan_id", flat=True))

    @cached_property
    def apps(self) -> dict[int, list[Any]]:
        """{plan id: application rows} of plans that are being released."""
        plans = {plan.pk: plan for plan in self.in_state(states.RELEASING, states.ROLLING_BACK)}
        found: dict[int, list[Any]] = defaultdict(list)
        if plans:
            rows = section("apps").model._default_manager.filter(plan__in=plans)
            for row in rows.order_by("plan", "rank", "id"):
                row.plan = plans[row.plan_id]
                found[row.plan_id].append(row)
        return found
