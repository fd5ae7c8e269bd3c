"""Grants follow the accounts: a new or renamed person is linked at once."""

from django.db.models import Q

from people.following import Follower
from plans import states
from plans.grants import derive_grants
from plans.models import Plan
from plans.tables.registry import section


class GrantFollower(Follower):
    """Derives the grants of every open plan that names the person."""

    def account_changed(self, names: set[str]) -> None:
        members = section("members").model._default_manager
        naming = members.filter(Q(name__in=names) | Q(user__in=names)).values("plan_id")
        plans = Plan.objects.filter(pk__in=naming).exclude(status__in=states.FINISHED)
        for plan in plans.select_for_update():
            derive_grants(plan)
